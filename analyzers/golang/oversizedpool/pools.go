package oversizedpool

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// A pool is a place that bounds how many goroutines run at once.
type pool struct {
	what  string
	size  ast.Expr
	tasks func(*checker, inspector.Cursor) []task // all of them, or none if some are not known
}

// A task is code that a pool runs.
type task struct {
	pos  token.Pos
	body ast.Node
}

// A library is a function that sets a pool's size; its first argument is the
// size. The pool is its receiver or its result.
type library struct {
	what   string
	submit map[string]bool // methods of the pool that take a task
	other  map[string]bool // methods that do not
	inline int             // argument that is the task itself, or 0
}

var libraries = map[string]library{
	"golang.org/x/sync/errgroup.Group.SetLimit": {what: "group", submit: set("Go", "TryGo"), other: set("SetLimit", "Wait")},

	"github.com/panjf2000/ants/v2.NewPool":         {what: "pool", submit: set("Submit"), other: releases},
	"github.com/panjf2000/ants/v2.NewPoolWithFunc": {what: "pool", inline: 1},
	"github.com/Jeffail/tunny.NewFunc":             {what: "pool", inline: 1},
	"github.com/alitto/pond.New":                   {what: "pool", submit: set("Submit", "SubmitAndWait", "TrySubmit"), other: releases},
	"github.com/alitto/pond/v2.NewPool":            {what: "pool", submit: set("Submit", "SubmitErr", "Go"), other: releases},
	"github.com/gammazero/workerpool.New":          {what: "pool", submit: set("Submit", "SubmitWait"), other: releases},

	"github.com/sourcegraph/conc/pool.Pool.WithMaxGoroutines":        {what: "pool", submit: set("Go"), other: releases},
	"github.com/sourcegraph/conc/pool.ErrorPool.WithMaxGoroutines":   {what: "pool", submit: set("Go"), other: releases},
	"github.com/sourcegraph/conc/pool.ContextPool.WithMaxGoroutines": {what: "pool", submit: set("Go"), other: releases},
	"github.com/sourcegraph/conc/pool.ResultPool.WithMaxGoroutines":  {what: "pool", submit: set("Go"), other: releases},
}

var releases = set("Release", "ReleaseTimeout", "Wait", "Stop", "StopWait", "StopAndWait", "StopAndWaitFor", "Running", "Free",
	"Cap", "WithMaxGoroutines", "WithErrors", "WithContext")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}

// pools returns the pools that a function makes.
func (c *checker) pools(decl inspector.Cursor) []pool {
	var pools []pool
	for cur := range decl.Preorder((*ast.CallExpr)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.CallExpr:
			if p, ok := c.libraryPool(cur, n); ok {
				pools = append(pools, p)
			} else if p, ok := c.semaphore(cur, n); ok {
				pools = append(pools, p)
			}
		default:
			if p, ok := c.workerLoop(cur); ok {
				pools = append(pools, p)
			}
		}
	}
	return pools
}

func (c *checker) libraryPool(cur inspector.Cursor, call *ast.CallExpr) (pool, bool) {
	fn := typeutil.StaticCallee(c.pass.TypesInfo, call)
	if fn == nil || len(call.Args) == 0 {
		return pool{}, false
	}
	lib, ok := libraries[qualified(fn)]
	if !ok {
		return pool{}, false
	}
	p := pool{what: lib.what, size: call.Args[0]}
	if lib.inline > 0 {
		p.tasks = func(c *checker, _ inspector.Cursor) []task {
			if lib.inline >= len(call.Args) {
				return nil
			}
			t, ok := c.taskOf(call.Args[lib.inline])
			if !ok {
				return nil
			}
			return []task{t}
		}
		return p, true
	}
	v := c.assignedTo(cur)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && v == nil {
		v = c.local(sel.X)
	}
	if v == nil {
		return pool{}, false
	}
	p.tasks = func(c *checker, decl inspector.Cursor) []task { return c.submitted(decl, v, lib) }
	return p, true
}

// submitted returns the tasks given to a pool's methods, or nil if the pool is
// used in a way that may add others.
func (c *checker) submitted(decl inspector.Cursor, v *types.Var, lib library) []task {
	var tasks []task
	for cur := range decl.Preorder((*ast.Ident)(nil)) {
		if c.pass.TypesInfo.Uses[cur.Node().(*ast.Ident)] != v {
			continue
		}
		sel, ok := cur.Parent().Node().(*ast.SelectorExpr)
		if !ok || cur.ParentEdgeKind() != edge.SelectorExpr_X {
			return nil // handed on
		}
		call, ok := cur.Parent().Parent().Node().(*ast.CallExpr)
		switch {
		case !ok || call.Fun != sel:
			return nil
		case lib.submit[sel.Sel.Name]:
			t, ok := c.taskOf(call.Args[len(call.Args)-1])
			if !ok {
				return nil
			}
			tasks = append(tasks, t)
		case !lib.other[sel.Sel.Name]:
			return nil
		}
	}
	return tasks
}

// semaphore matches sem := make(chan struct{}, n) and semaphore.NewWeighted(n).
func (c *checker) semaphore(cur inspector.Cursor, call *ast.CallExpr) (pool, bool) {
	v := c.assignedTo(cur)
	if v == nil {
		return pool{}, false
	}
	if fn := typeutil.StaticCallee(c.pass.TypesInfo, call); fn != nil {
		if qualified(fn) != "golang.org/x/sync/semaphore.NewWeighted" {
			return pool{}, false
		}
		return pool{what: "semaphore", size: call.Args[0], tasks: func(c *checker, decl inspector.Cursor) []task {
			return c.guarded(decl, v, c.releasesWeighted)
		}}, true
	}
	if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "make" || len(call.Args) != 2 || !isToken(c.pass.TypesInfo.TypeOf(call)) {
		return pool{}, false
	}
	return pool{what: "semaphore", size: call.Args[1], tasks: func(c *checker, decl inspector.Cursor) []task {
		return c.guarded(decl, v, c.releasesChannel)
	}}, true
}

// isToken reports whether a channel carries nothing but permission.
func isToken(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	switch elem := ch.Elem().Underlying().(type) {
	case *types.Struct:
		return elem.NumFields() == 0
	case *types.Basic:
		return elem.Kind() == types.Bool || elem.Kind() == types.Int
	}
	return false
}

// guarded returns the goroutines that give a semaphore back, or nil if the
// semaphore leaves the function.
func (c *checker) guarded(decl inspector.Cursor, v *types.Var, releases func(inspector.Cursor) (released, known bool)) []task {
	var tasks []task
	seen := make(map[ast.Node]bool)
	for cur := range decl.Preorder((*ast.Ident)(nil)) {
		if c.pass.TypesInfo.Uses[cur.Node().(*ast.Ident)] != v {
			continue
		}
		released, known := releases(cur)
		if !known {
			return nil
		}
		if !released {
			continue
		}
		lit, ok := c.goroutine(cur)
		if !ok {
			continue // the draining loop at the end
		}
		if !seen[lit] {
			seen[lit] = true
			tasks = append(tasks, task{lit.Pos(), lit.Body})
		}
	}
	return tasks
}

// releasesChannel judges one use of a semaphore channel: <-sem gives back.
func (c *checker) releasesChannel(id inspector.Cursor) (released, known bool) {
	switch parent := id.Parent().Node().(type) {
	case *ast.UnaryExpr:
		return parent.Op == token.ARROW, parent.Op == token.ARROW
	case *ast.SendStmt:
		return false, parent.Chan == id.Node()
	case *ast.CallExpr:
		fn, ok := parent.Fun.(*ast.Ident)
		return false, ok && (fn.Name == "len" || fn.Name == "cap" || fn.Name == "close")
	}
	return false, false
}

// releasesWeighted judges one use of a weighted semaphore.
func (c *checker) releasesWeighted(id inspector.Cursor) (released, known bool) {
	sel, ok := id.Parent().Node().(*ast.SelectorExpr)
	if !ok || id.ParentEdgeKind() != edge.SelectorExpr_X {
		return false, false
	}
	return sel.Sel.Name == "Release", true
}

// goroutine returns the function literal that a go statement or a group's Go
// method starts around a place. Deferred literals are seen through.
func (c *checker) goroutine(cur inspector.Cursor) (*ast.FuncLit, bool) {
	for fn := range cur.Enclosing((*ast.FuncLit)(nil)) {
		if c.starts(fn) {
			return fn.Node().(*ast.FuncLit), true
		}
	}
	return nil, false
}

// starts reports whether a function literal is started as a goroutine.
func (c *checker) starts(lit inspector.Cursor) bool {
	parent := lit.Parent()
	call, ok := parent.Node().(*ast.CallExpr)
	if !ok {
		return false
	}
	if lit.ParentEdgeKind() == edge.CallExpr_Fun {
		_, ok := parent.Parent().Node().(*ast.GoStmt)
		return ok
	}
	fn := typeutil.StaticCallee(c.pass.TypesInfo, call)
	return fn != nil && starters[qualified(fn)]
}

// starters run their argument in a new goroutine.
var starters = set("sync.WaitGroup.Go", "golang.org/x/sync/errgroup.Group.Go")

// workerLoop matches a loop that starts workers, goroutines that take tasks
// from a channel:
//
//	for range n {
//		go func() {
//			for job := range jobs { … }
//		}()
//	}
func (c *checker) workerLoop(cur inspector.Cursor) (pool, bool) {
	n, body := c.rounds(cur.Node())
	if n == nil {
		return pool{}, false
	}
	var tasks []task
	for _, stmt := range body.List {
		var arg ast.Expr
		switch s := stmt.(type) {
		case *ast.GoStmt:
			arg = s.Call.Fun
		case *ast.ExprStmt:
			call, ok := s.X.(*ast.CallExpr)
			if !ok {
				continue
			}
			fn := typeutil.StaticCallee(c.pass.TypesInfo, call)
			if fn == nil || !starters[qualified(fn)] || len(call.Args) != 1 {
				continue
			}
			arg = call.Args[0]
		default:
			continue
		}
		if t, ok := c.taskOf(arg); ok && c.takesTasks(t.body) {
			tasks = append(tasks, t)
		}
	}
	if len(tasks) == 0 {
		return pool{}, false
	}
	return pool{what: "loop of workers", size: n, tasks: func(*checker, inspector.Cursor) []task { return tasks }}, true
}

// rounds returns the expression for how often a counting loop runs, or nil.
func (c *checker) rounds(loop ast.Node) (ast.Expr, *ast.BlockStmt) {
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		if basic, ok := c.pass.TypesInfo.TypeOf(loop.X).Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
			return loop.X, loop.Body
		}
	case *ast.ForStmt:
		cond, ok := loop.Cond.(*ast.BinaryExpr)
		if ok && (cond.Op == token.LSS || cond.Op == token.LEQ) && loop.Post != nil {
			return cond.Y, loop.Body
		}
	}
	return nil, nil
}

// takesTasks reports whether a goroutine's body loops over a channel.
func (c *checker) takesTasks(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			if t := c.pass.TypesInfo.TypeOf(n.X); t != nil {
				_, ok := t.Underlying().(*types.Chan)
				found = found || ok
			}
		case *ast.ForStmt:
			ast.Inspect(n.Body, func(m ast.Node) bool {
				u, ok := m.(*ast.UnaryExpr)
				found = found || ok && u.Op == token.ARROW
				return !found
			})
		}
		return !found
	})
	return found
}

// taskOf returns the body of a function that a pool is given.
func (c *checker) taskOf(e ast.Expr) (task, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return task{e.Pos(), e.Body}, true
	case *ast.Ident:
		switch obj := c.pass.TypesInfo.Uses[e].(type) {
		case *types.Var:
			if lit := c.prover.Literal(obj); lit != nil {
				return task{lit.Pos(), lit.Body}, true
			}
		case *types.Func:
			if body := c.prover.Body(obj); body != nil {
				return task{obj.Pos(), body}, true
			}
		}
	case *ast.SelectorExpr:
		if fn, ok := c.pass.TypesInfo.Uses[e.Sel].(*types.Func); ok {
			if body := c.prover.Body(fn); body != nil {
				return task{fn.Pos(), body}, true
			}
		}
	}
	return task{}, false
}

// assignedTo returns the local variable that a call's result is assigned to.
func (c *checker) assignedTo(call inspector.Cursor) *types.Var {
	switch parent := call.Parent().Node().(type) {
	case *ast.AssignStmt:
		if len(parent.Lhs) > 0 && call.ParentEdgeKind() == edge.AssignStmt_Rhs && (len(parent.Rhs) == 1 || len(parent.Lhs) == len(parent.Rhs)) {
			return c.local(parent.Lhs[call.ParentEdgeIndex()])
		}
	case *ast.ValueSpec:
		if len(parent.Names) > call.ParentEdgeIndex() {
			return c.local(parent.Names[call.ParentEdgeIndex()])
		}
	}
	return nil
}

// local returns the function's own variable that an expression names, or nil.
func (c *checker) local(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := c.pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Parent() == c.pass.Pkg.Scope() {
		return nil
	}
	return v
}

// qualified returns "pkg/path.Func" or "pkg/path.Type.Method".
func qualified(fn *types.Func) string {
	if fn.Pkg() == nil {
		return fn.Name()
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Pkg().Path() + "." + fn.Name()
	}
	t := recv.Type()
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return fn.Pkg().Path() + "." + named.Obj().Name() + "." + fn.Name()
	}
	return fn.Pkg().Path() + "." + fn.Name()
}
