package heldlock

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
	"github.com/asynclint/asynclint/analyzers/golang/internal/mutex"
)

// Analyzer reports mutexes that a goroutine locks twice, and those that a function
// leaves locked on one of its ways out.
var Analyzer = &analysis.Analyzer{
	Name: "heldlock",
	Doc: "report mutexes that are locked twice, or not unlocked on one way out\n\n" +
		"The goroutine waits for ever for a lock that it holds itself, or everybody else does.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/heldlock.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{
		pass:    pass,
		info:    pass.ResultOf[chanflow.Analyzer].(*chanflow.Info),
		effects: map[question]effect{},
	}
	c.uses = c.census()
	for cur := range c.info.Root().Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if chanflow.Body(cur.Node()) != nil && !chanflow.Skip(pass, cur.Node()) {
			c.function(cur)
		}
	}
	return nil, nil
}

type checker struct {
	pass    *analysis.Pass
	info    *chanflow.Info
	uses    map[*types.Var]*usage
	effects map[question]effect
}

// A usage is what the package does with one mutex.
type usage struct {
	writes     bool // it is locked for writing somewhere
	handedOver bool // something unlocks it that did not lock it, or may
}

// census looks at every operation on every mutex.
func (c *checker) census() map[*types.Var]*usage {
	all := map[*types.Var]*usage{}
	of := func(m *types.Var) *usage {
		if all[m] == nil {
			all[m] = &usage{}
		}
		return all[m]
	}
	locked := map[ast.Node]map[*types.Var]bool{} // by declared function
	var unlocks []inspector.Cursor
	for cur := range c.info.Root().Preorder((*ast.CallExpr)(nil)) {
		use, ok := mutex.Of(c.pass.TypesInfo, cur.Node().(*ast.CallExpr))
		if !ok {
			continue
		}
		u := of(use.Mutex)
		u.writes = u.writes || use.Op == mutex.Lock
		if !use.Op.Locks() {
			unlocks = append(unlocks, cur)
			continue
		}
		fn := outermost(cur)
		if locked[fn] == nil {
			locked[fn] = map[*types.Var]bool{}
		}
		locked[fn][use.Mutex] = true
	}
	for _, cur := range unlocks {
		use, _ := mutex.Of(c.pass.TypesInfo, cur.Node().(*ast.CallExpr))
		if !locked[outermost(cur)][use.Mutex] || c.unlocksFirst(cur, use.Mutex) {
			of(use.Mutex).handedOver = true
		}
	}
	for cur := range c.info.Root().Preorder((*ast.SelectorExpr)(nil)) { // defer is a call, unlock := mu.Unlock is not
		sel := cur.Node().(*ast.SelectorExpr)
		if sel.Sel.Name != "Unlock" && sel.Sel.Name != "RUnlock" {
			continue
		}
		if call, ok := cur.Parent().Node().(*ast.CallExpr); ok && call.Fun == ast.Expr(sel) {
			continue
		}
		if use, ok := mutex.Of(c.pass.TypesInfo, &ast.CallExpr{Fun: sel}); ok {
			of(use.Mutex).handedOver = true
		}
	}
	return all
}

// unlocksFirst reports whether the declared function around the unlock at cur can
// come to it without having locked: somebody else did.
func (c *checker) unlocksFirst(cur inspector.Cursor, m *types.Var) bool {
	fn, ok := chanflow.FuncOf(cur)
	if !ok || fn.Node() != outermost(cur) {
		return false // a literal: what is around it locks
	}
	g := c.info.Graph(fn.Node())
	locks := func(n *chanflow.Node) bool {
		for _, call := range stepCalls(n) {
			if use, ok := mutex.Of(c.pass.TypesInfo, call); ok && use.Mutex == m && use.Op.Locks() {
				return true
			}
		}
		return false
	}
	if _, deferred := cur.Parent().Node().(*ast.DeferStmt); deferred {
		return false // it may well stand before the lock
	}
	return g.Reaches(func(n *chanflow.Node) bool { return n.Contains(cur.Node()) }, locks)[g.Entry]
}

// outermost returns the declared function around cur.
func outermost(cur inspector.Cursor) ast.Node {
	for f := range cur.Enclosing((*ast.FuncDecl)(nil)) {
		return f.Node()
	}
	return nil
}

// function looks at each lock that the function at cur takes.
func (c *checker) function(cur inspector.Cursor) {
	for _, n := range c.info.Graph(cur.Node()).Nodes {
		for _, call := range stepCalls(n) {
			use, ok := mutex.Of(c.pass.TypesInfo, call)
			if ok && use.Op.Locks() && use.Path != nil {
				(&follower{checker: c, fn: cur.Node(), at: n, lock: call, use: use}).follow()
			}
		}
	}
}

// stepCalls returns the calls in the step n, other than deferred and started ones,
// inner ones first.
func stepCalls(n *chanflow.Node) []*ast.CallExpr {
	switch n.AST.(type) {
	case nil, *ast.DeferStmt, *ast.GoStmt, *ast.RangeStmt:
		return nil
	}
	var calls []*ast.CallExpr
	chanflow.Within(n.AST, func(m ast.Node) {
		if call, ok := m.(*ast.CallExpr); ok {
			calls = append([]*ast.CallExpr{call}, calls...)
		}
	})
	return calls
}

// A follower follows one lock along the paths of its function.
type follower struct {
	*checker
	fn   ast.Node
	at   *chanflow.Node
	lock *ast.CallExpr
	use  mutex.Use

	again    ast.Node  // what waits for the lock again
	inner    ast.Node  // the lock in a function that again calls, or nil
	reading  bool      // both are for reading
	left     token.Pos // the way out that does not unlock, or NoPos
	unlocked bool      // some path unlocks
}

// state is what is known on a path.
type state struct {
	held, deferred bool
	out            token.Pos // the last return statement
}

func (f *follower) follow() {
	w := f.info.NewWalker(f.fn, f.fn)
	complete := chanflow.Walk(w, state{}, "", func(n *chanflow.Node, s state, _ chanflow.Conditions) (state, bool) {
		if f.again != nil {
			return s, false
		}
		if d, ok := n.AST.(*ast.DeferStmt); ok && f.unlocksIn(d) {
			s.deferred = true
		}
		if ret, ok := n.AST.(*ast.ReturnStmt); ok {
			s.out = ret.Pos()
		}
		for _, call := range stepCalls(n) {
			if call == f.lock && !s.held {
				s.held = true
				continue
			}
			if s.held && !f.step(call) {
				return s, false
			}
		}
		if s.held && f.moves(n) {
			return s, false
		}
		if n.Exit && s.held && !s.deferred && !f.isConditional(s.out) {
			f.left = s.out
			if !s.out.IsValid() {
				f.left = chanflow.Body(f.fn).Rbrace
			}
		}
		return s, true
	}, func(_ *chanflow.Node, e chanflow.Edge, s state) (state, bool) {
		return s, !(s.held && e.On != nil && f.asksForTrip(e.On))
	})
	if complete {
		f.report()
	}
}

// asksForTrip reports whether the condition x, in a loop around the lock, is about
// the loop's variable: it may be true in one trip only.
func (f *follower) asksForTrip(x ast.Expr) bool {
	for _, loop := range f.at.Loops {
		l, ok := loop.(*ast.ForStmt)
		if !ok || l.Post == nil || l.Cond != nil && l.Cond.Pos() <= x.Pos() && x.End() <= l.Cond.End() {
			continue
		}
		for _, v := range f.info.Assigned(l.Post) {
			asks := false
			chanflow.Within(x, func(n ast.Node) {
				id, ok := n.(*ast.Ident)
				asks = asks || ok && f.info.Object(id) == v
			})
			if asks {
				return true
			}
		}
	}
	return false
}

// isConditional reports whether the lock stands in an if statement that the way
// out, a return statement or the end, lies behind: the unlock may depend on the
// same condition.
func (f *follower) isConditional(out token.Pos) bool {
	if !out.IsValid() {
		out = chanflow.Body(f.fn).Rbrace
	}
	conditional := false
	ast.Inspect(chanflow.Body(f.fn), func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IfStmt, *ast.CaseClause:
			conditional = conditional || n.Pos() <= f.lock.Pos() && f.lock.End() <= n.End() && n.End() <= out
		}
		return !conditional
	})
	return conditional
}

// step looks at a call while the lock is held, and reports whether it still is.
func (f *follower) step(call *ast.CallExpr) bool {
	use, ok := mutex.Of(f.pass.TypesInfo, call)
	if ok {
		if !use.Path.Equal(f.use.Path) {
			return true
		}
		if !use.Op.Locks() {
			f.unlocked = true
			return false
		}
		f.waits(call, nil, use.Op)
		return false
	}
	e := f.effectOf(call, f.use.Path, 0)
	if e.unlocks {
		f.unlocked = true
		return false
	}
	if e.lock != nil {
		f.waits(call, e.lock, e.op)
		return false
	}
	return true
}

// waits notes that call takes the lock again. Reading twice is harmless as long as
// nobody writes.
func (f *follower) waits(call *ast.CallExpr, inner ast.Node, op mutex.Op) {
	f.reading = op == mutex.RLock && f.use.Op == mutex.RLock
	if f.reading && !f.checker.uses[f.use.Mutex].writes {
		return
	}
	f.again, f.inner = call, inner
}

// moves reports whether the step n makes the path of the lock lead elsewhere.
func (f *follower) moves(n *chanflow.Node) bool {
	moved := false
	chanflow.Within(n.AST, func(m ast.Node) {
		var set []ast.Expr
		switch m := m.(type) {
		case *ast.AssignStmt:
			set = m.Lhs
		case *ast.RangeStmt:
			set = []ast.Expr{m.Key, m.Value}
		}
		for _, lhs := range set {
			if lhs == nil {
				continue
			}
			if p := mutex.PathOf(f.pass.TypesInfo, lhs); p != nil {
				_, below := f.use.Path.Below(p)
				moved = moved || below
			}
		}
	})
	return moved
}

// unlocksIn reports whether the deferred call of d unlocks, or may do so.
func (f *follower) unlocksIn(d *ast.DeferStmt) bool {
	unlocks := false
	ast.Inspect(d, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if use, ok := mutex.Of(f.pass.TypesInfo, call); ok {
			unlocks = unlocks || !use.Op.Locks() && use.Mutex == f.use.Mutex
		} else {
			unlocks = unlocks || f.effectOf(call, f.use.Path, 0).unlocks
		}
		return true
	})
	return unlocks
}

func (f *follower) report() {
	text := types.ExprString(f.lock.Fun)
	text = text[:len(text)-len(".")-len(ast.Unparen(f.lock.Fun).(*ast.SelectorExpr).Sel.Name)]
	related := []analysis.RelatedInformation{{Pos: f.lock.Pos(), End: f.lock.End(), Message: "locked here"}}
	switch {
	case f.again != nil:
		call := types.ExprString(f.again.(*ast.CallExpr))
		message := fmt.Sprintf("`%s` waits for ever: this goroutine has locked `%s` before; unlock it first", call, text)
		if f.inner != nil {
			message = fmt.Sprintf("`%s` waits for ever: it locks `%s`, which this goroutine has locked before; unlock it first, or call what expects the lock to be held", call, text)
			related = append(related, analysis.RelatedInformation{Pos: f.inner.Pos(), End: f.inner.End(), Message: "and here"})
		}
		if f.reading {
			message = fmt.Sprintf("`%s` locks `%s` for reading once more: when a writer comes in between, both wait for ever; unlock it first, or call what expects the lock to be held", call, text)
		}
		f.pass.Report(analysis.Diagnostic{Pos: f.again.Pos(), End: f.again.End(), Message: message, Related: related})
	case f.left.IsValid() && f.unlocked && !f.uses[f.use.Mutex].handedOver:
		f.pass.Report(analysis.Diagnostic{
			Pos: f.left, End: f.left + 1,
			Message: fmt.Sprintf("`%s` stays locked on this way out, unlike on others: whoever locks it next waits for ever; unlock it here, or defer that", text),
			Related: related,
		})
	}
}
