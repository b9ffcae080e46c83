// Package pools finds the places that bound how many goroutines run at once,
// and the tasks that they run.
//
// A pool is one of: a library's pool or group (the table libraries), a weighted
// semaphore or a channel of empty structs used as one, and a loop that starts
// workers. It counts only if it stays in the function that makes it, so that
// all of its tasks are known. A channel is a semaphore if the goroutines that
// it limits receive from it; one that they send to counts what has finished.
package pools

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/purecpu"
	"github.com/asynclint/asynclint/analyzers/golang/internal/typename"
)

// A Pool is a place that bounds how many goroutines run at once.
type Pool struct {
	What string   // what people call it: "group", "semaphore"
	Size ast.Expr // how many

	tasks func() []Task
}

// Tasks returns all tasks of the pool, or none if some are not known.
func (p Pool) Tasks() []Task { return p.tasks() }

// A Task is code that a pool runs.
type Task struct {
	Pos  token.Pos // where it is named
	Body ast.Node
}

// Find returns the pools that a function makes.
func Find(pass *analysis.Pass, prover *purecpu.Prover, decl inspector.Cursor) []Pool {
	f := &finder{info: pass.TypesInfo, pkg: pass.Pkg, prover: prover, decl: decl}
	return f.pools()
}

type finder struct {
	info   *types.Info
	pkg    *types.Package
	prover *purecpu.Prover
	decl   inspector.Cursor
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

func (f *finder) pools() []Pool {
	var pools []Pool
	for cur := range f.decl.Preorder((*ast.CallExpr)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.CallExpr:
			if p, ok := f.libraryPool(cur, n); ok {
				pools = append(pools, p)
			} else if p, ok := f.semaphore(cur, n); ok {
				pools = append(pools, p)
			}
		default:
			if p, ok := f.workerLoop(cur); ok {
				pools = append(pools, p)
			}
		}
	}
	return pools
}

func (f *finder) libraryPool(cur inspector.Cursor, call *ast.CallExpr) (Pool, bool) {
	fn := typeutil.StaticCallee(f.info, call)
	if fn == nil || len(call.Args) == 0 {
		return Pool{}, false
	}
	lib, ok := libraries[typename.Func(fn)]
	if !ok {
		return Pool{}, false
	}
	p := Pool{What: lib.what, Size: call.Args[0]}
	if lib.inline > 0 {
		p.tasks = func() []Task {
			if lib.inline >= len(call.Args) {
				return nil
			}
			t, ok := f.taskOf(call.Args[lib.inline])
			if !ok {
				return nil
			}
			return []Task{t}
		}
		return p, true
	}
	v := f.assignedTo(cur)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && v == nil {
		v = f.local(sel.X)
	}
	if v == nil {
		return Pool{}, false
	}
	p.tasks = func() []Task { return f.submitted(v, lib) }
	return p, true
}

// submitted returns the tasks given to a pool's methods, or nil if the pool is
// used in a way that may add others.
func (f *finder) submitted(v *types.Var, lib library) []Task {
	var tasks []Task
	for cur := range f.decl.Preorder((*ast.Ident)(nil)) {
		if f.info.Uses[cur.Node().(*ast.Ident)] != v {
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
			t, ok := f.taskOf(call.Args[len(call.Args)-1])
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
func (f *finder) semaphore(cur inspector.Cursor, call *ast.CallExpr) (Pool, bool) {
	v := f.assignedTo(cur)
	if v == nil {
		return Pool{}, false
	}
	if fn := typeutil.StaticCallee(f.info, call); fn != nil {
		if typename.Func(fn) != "golang.org/x/sync/semaphore.NewWeighted" {
			return Pool{}, false
		}
		return Pool{What: "semaphore", Size: call.Args[0], tasks: func() []Task {
			return f.guarded(v, f.releasesWeighted)
		}}, true
	}
	if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "make" || len(call.Args) != 2 || !isToken(f.info.TypeOf(call)) {
		return Pool{}, false
	}
	return Pool{What: "semaphore", Size: call.Args[1], tasks: func() []Task {
		return f.guarded(v, f.releasesChannel)
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
func (f *finder) guarded(v *types.Var, releases func(inspector.Cursor) (released, known bool)) []Task {
	var tasks []Task
	seen := make(map[ast.Node]bool)
	for cur := range f.decl.Preorder((*ast.Ident)(nil)) {
		if f.info.Uses[cur.Node().(*ast.Ident)] != v {
			continue
		}
		released, known := releases(cur)
		if !known {
			return nil
		}
		if !released {
			continue
		}
		lit, ok := f.goroutine(cur)
		if !ok {
			continue // the draining loop at the end
		}
		if !seen[lit] {
			seen[lit] = true
			tasks = append(tasks, Task{lit.Pos(), lit.Body})
		}
	}
	return tasks
}

// releasesChannel judges one use of a semaphore channel: <-sem gives back.
func (f *finder) releasesChannel(id inspector.Cursor) (released, known bool) {
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
func (f *finder) releasesWeighted(id inspector.Cursor) (released, known bool) {
	sel, ok := id.Parent().Node().(*ast.SelectorExpr)
	if !ok || id.ParentEdgeKind() != edge.SelectorExpr_X {
		return false, false
	}
	return sel.Sel.Name == "Release", true
}

// goroutine returns the function literal that a go statement or a group's Go
// method starts around a place. Deferred literals are seen through.
func (f *finder) goroutine(cur inspector.Cursor) (*ast.FuncLit, bool) {
	for fn := range cur.Enclosing((*ast.FuncLit)(nil)) {
		if f.starts(fn) {
			return fn.Node().(*ast.FuncLit), true
		}
	}
	return nil, false
}

// starts reports whether a function literal is started as a goroutine.
func (f *finder) starts(lit inspector.Cursor) bool {
	parent := lit.Parent()
	call, ok := parent.Node().(*ast.CallExpr)
	if !ok {
		return false
	}
	if lit.ParentEdgeKind() == edge.CallExpr_Fun {
		_, ok := parent.Parent().Node().(*ast.GoStmt)
		return ok
	}
	fn := typeutil.StaticCallee(f.info, call)
	return fn != nil && starters[typename.Func(fn)]
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
func (f *finder) workerLoop(cur inspector.Cursor) (Pool, bool) {
	n, body := f.rounds(cur.Node())
	if n == nil {
		return Pool{}, false
	}
	var tasks []Task
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
			fn := typeutil.StaticCallee(f.info, call)
			if fn == nil || !starters[typename.Func(fn)] || len(call.Args) != 1 {
				continue
			}
			arg = call.Args[0]
		default:
			continue
		}
		if t, ok := f.taskOf(arg); ok && f.takesTasks(t.Body) {
			tasks = append(tasks, t)
		}
	}
	if len(tasks) == 0 {
		return Pool{}, false
	}
	return Pool{What: "loop of workers", Size: n, tasks: func() []Task { return tasks }}, true
}

// rounds returns the expression for how often a counting loop runs, or nil.
func (f *finder) rounds(loop ast.Node) (ast.Expr, *ast.BlockStmt) {
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		if basic, ok := f.info.TypeOf(loop.X).Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
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
func (f *finder) takesTasks(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			if t := f.info.TypeOf(n.X); t != nil {
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
func (f *finder) taskOf(e ast.Expr) (Task, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return Task{e.Pos(), e.Body}, true
	case *ast.Ident:
		switch obj := f.info.Uses[e].(type) {
		case *types.Var:
			if lit := f.prover.Literal(obj); lit != nil {
				return Task{lit.Pos(), lit.Body}, true
			}
		case *types.Func:
			if body := f.prover.Body(obj); body != nil {
				return Task{obj.Pos(), body}, true
			}
		}
	case *ast.SelectorExpr:
		if fn, ok := f.info.Uses[e.Sel].(*types.Func); ok {
			if body := f.prover.Body(fn); body != nil {
				return Task{fn.Pos(), body}, true
			}
		}
	}
	return Task{}, false
}

// assignedTo returns the local variable that a call's result is assigned to.
func (f *finder) assignedTo(call inspector.Cursor) *types.Var {
	switch parent := call.Parent().Node().(type) {
	case *ast.AssignStmt:
		if len(parent.Lhs) > 0 && call.ParentEdgeKind() == edge.AssignStmt_Rhs && (len(parent.Rhs) == 1 || len(parent.Lhs) == len(parent.Rhs)) {
			return f.local(parent.Lhs[call.ParentEdgeIndex()])
		}
	case *ast.ValueSpec:
		if len(parent.Names) > call.ParentEdgeIndex() {
			return f.local(parent.Names[call.ParentEdgeIndex()])
		}
	}
	return nil
}

// local returns the function's own variable that an expression names, or nil.
func (f *finder) local(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := f.info.ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Parent() == f.pkg.Scope() {
		return nil
	}
	return v
}
