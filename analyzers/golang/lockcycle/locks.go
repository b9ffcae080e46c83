package lockcycle

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
	"github.com/asynclint/asynclint/analyzers/golang/internal/mutex"
)

// locks knows which mutexes are held where. A mutex is identified with the field
// or variable that holds it; two operands belong to one object when they start
// from the same variable.
type locks struct {
	pass *analysis.Pass
	info *chanflow.Info
	memo map[ast.Node]map[*types.Var]bool // what a function locks, with all that it runs

	// The calls of Add on the group in question. A goroutine that took the lock
	// before it joined the group is not held up by it later.
	joins map[ast.Node]bool
}

// A held is a lock that is held at some place.
type held struct {
	mutex *types.Var
	text  string
	at    ast.Node // the call of Lock
}

// maxDepth bounds the callers that are looked at.
const maxDepth = 3

// mutexOf returns the mutex that call locks or unlocks, the operand, and whether
// it locks. A read lock counts: a writer that waits keeps out new readers.
func (l *locks) mutexOf(call *ast.CallExpr) (m *types.Var, on ast.Expr, locks bool) {
	use, ok := mutex.Of(l.pass.TypesInfo, call)
	if !ok {
		return nil, nil, false
	}
	return use.Mutex, use.On, use.Op.Locks()
}

// heldAt returns the locks held, on some path, when fn comes to the step with at:
// its own, and those of the functions that call it.
func (l *locks) heldAt(fn, at inspector.Cursor, on ast.Expr, depth int) []held {
	var list []held
	g := l.info.Graph(fn.Node())
	for _, n := range g.Nodes {
		for _, call := range stepCalls(n) {
			m, x, locks := l.mutexOf(call)
			if m == nil || !locks || !sameObject(l.info, x, on) {
				continue
			}
			reach := g.Reaches(func(n *chanflow.Node) bool { return n.Contains(at.Node()) }, func(n *chanflow.Node) bool { return l.unlocks(n, m) })
			for _, e := range n.Succs {
				if reach[e.To] && !l.unlocks(e.To, m) {
					list = append(list, held{m, types.ExprString(x), call})
					break
				}
			}
		}
	}
	if depth == maxDepth || l.touches(fn) {
		return list
	}
	for _, site := range l.callers(fn) {
		outer, ok := chanflow.FuncOf(site)
		if !ok {
			continue
		}
		list = append(list, l.heldAt(outer, site, receiverOf(site), depth+1)...)
	}
	return list
}

// touches reports whether fn itself locks or unlocks anything: what its callers
// hold may have been given up then.
func (l *locks) touches(fn inspector.Cursor) bool {
	found := false
	l.info.Calls(fn, func(call inspector.Cursor) {
		m, _, _ := l.mutexOf(call.Node().(*ast.CallExpr))
		found = found || m != nil
	})
	return found
}

// stepCalls returns the calls in the step n, other than deferred and started ones.
func stepCalls(n *chanflow.Node) []*ast.CallExpr {
	switch n.AST.(type) {
	case nil, *ast.DeferStmt, *ast.GoStmt, *ast.RangeStmt:
		return nil
	}
	var calls []*ast.CallExpr
	chanflow.Within(n.AST, func(m ast.Node) {
		if call, ok := m.(*ast.CallExpr); ok {
			calls = append(calls, call)
		}
	})
	return calls
}

func (l *locks) unlocks(n *chanflow.Node, wanted *types.Var) bool {
	for _, call := range stepCalls(n) {
		if m, _, locks := l.mutexOf(call); m == wanted && !locks {
			return true
		}
	}
	return false
}

// lockBefore returns the place where fn, or what runs it, takes the mutex of the
// object of on before it comes to the step with at, or nil.
func (l *locks) lockBefore(fn, at inspector.Cursor, on ast.Expr, wanted *types.Var, depth int) ast.Node {
	target := func(n *chanflow.Node) bool { return n.Contains(at.Node()) }
	from := func(n *chanflow.Node) bool { return true }
	g := l.info.Graph(fn.Node())
	if site, ok := l.deferred(fn, at); ok { // it happens at the end, after all that follows the defer
		if fn, ok = chanflow.FuncOf(site); !ok {
			return nil
		}
		g = l.info.Graph(fn.Node())
		armed := map[*chanflow.Node]bool{}
		for _, n := range g.Nodes {
			if n.AST == site.Node() {
				for _, e := range n.Succs {
					spread(e.To, armed)
				}
			}
		}
		from = func(n *chanflow.Node) bool { return armed[n] }
		target = func(n *chanflow.Node) bool { return n.Exit }
	}
	reach := g.Reaches(target, func(n *chanflow.Node) bool {
		_, starts := n.AST.(*ast.GoStmt)
		return starts || l.joinsAt(n)
	})
	for _, n := range g.Nodes {
		if !from(n) {
			continue
		}
		call := l.locksAt(n, on, wanted)
		if call == nil {
			continue
		}
		for _, e := range n.Succs {
			if reach[e.To] {
				return call
			}
		}
	}
	if depth == maxDepth {
		return nil
	}
	var first ast.Node
	for _, site := range l.callers(fn) {
		outer, ok := chanflow.FuncOf(site)
		if !ok {
			return nil
		}
		lock := l.lockBefore(outer, site, receiverOf(site), wanted, depth+1)
		if lock == nil {
			return nil
		}
		first = lock
	}
	return first
}

func spread(n *chanflow.Node, seen map[*chanflow.Node]bool) {
	if seen[n] {
		return
	}
	seen[n] = true
	for _, e := range n.Succs {
		spread(e.To, seen)
	}
}

// deferred returns the defer statement that runs the step at of fn.
func (l *locks) deferred(fn, at inspector.Cursor) (inspector.Cursor, bool) {
	if at.ParentEdgeKind() == edge.DeferStmt_Call {
		return at.Parent(), true
	}
	if _, ok := fn.Node().(*ast.FuncLit); !ok {
		return at, false
	}
	starts, ok := l.info.Starts(fn)
	if !ok || len(starts) != 1 || starts[0].Role != chanflow.Defer {
		return at, false
	}
	return starts[0].Site, true
}

// locksAt returns a call in the step n that takes the mutex of the object of on,
// itself or in what it runs.
func (l *locks) locksAt(n *chanflow.Node, on ast.Expr, wanted *types.Var) ast.Node {
	for _, call := range stepCalls(n) {
		if m, x, locks := l.mutexOf(call); m != nil {
			if m == wanted && locks && sameObject(l.info, x, on) {
				return call
			}
			continue
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !sameObject(l.info, sel.X, on) {
			continue
		}
		for _, callee := range l.info.Callees(call) {
			if l.locked(callee)[wanted] && !l.joinsIn(callee) {
				return call
			}
		}
	}
	return nil
}

func (l *locks) joinsAt(n *chanflow.Node) bool {
	for _, call := range stepCalls(n) {
		if l.joins[call] {
			return true
		}
	}
	return false
}

// joinsIn reports whether fn adds to the group, itself or in what it runs.
func (l *locks) joinsIn(fn inspector.Cursor) bool {
	runs := l.info.Runs(fn)
	for call := range l.joins {
		cur, ok := l.info.Root().FindNode(call)
		if !ok {
			continue
		}
		if outer, ok := chanflow.FuncOf(cur); ok && (outer.Node() == fn.Node() || runs[outer.Node()]) {
			return true
		}
	}
	return false
}

// locked returns the mutexes that fn takes, itself or in what it runs.
func (l *locks) locked(fn inspector.Cursor) map[*types.Var]bool {
	if set, ok := l.memo[fn.Node()]; ok {
		return set
	}
	set := map[*types.Var]bool{}
	l.memo[fn.Node()] = set
	look := func(call inspector.Cursor) {
		if m, _, locks := l.mutexOf(call.Node().(*ast.CallExpr)); m != nil && locks {
			set[m] = true
		}
	}
	l.info.Calls(fn, look)
	for node := range l.info.Runs(fn) {
		if cur, ok := l.info.Root().FindNode(node); ok {
			l.info.Calls(cur, look)
		}
	}
	return set
}

// callers returns the calls of fn, a declaration or a literal, on the caller's own
// thread. A declared function that is also used in other ways has none.
func (l *locks) callers(fn inspector.Cursor) []inspector.Cursor {
	var list []inspector.Cursor
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		starts, _ := l.info.Starts(fn)
		for _, s := range starts {
			if s.Role == chanflow.Call {
				list = append(list, s.Site)
			}
		}
		return list
	}
	for _, use := range l.info.Uses(l.info.Object(decl.Name)) {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		if use.ParentEdgeKind() == edge.CallExpr_Fun && use.Parent().ParentEdgeKind() != edge.GoStmt_Call {
			list = append(list, use.Parent())
		}
	}
	return list
}

// receiverOf returns x of the call x.f(…) at cur, or nil.
func receiverOf(cur inspector.Cursor) ast.Expr {
	if call, ok := cur.Node().(*ast.CallExpr); ok {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			return sel.X
		}
	}
	return nil
}

// sameObject reports whether two operands start from the same variable, or are
// both plain variables.
func sameObject(info *chanflow.Info, a, b ast.Expr) bool {
	x, plainA := rootOf(info, a)
	y, plainB := rootOf(info, b)
	return x != nil && y != nil && (x == y || plainA && plainB)
}

func rootOf(info *chanflow.Info, x ast.Expr) (root types.Object, plain bool) {
	plain = true
	for x != nil {
		switch e := ast.Unparen(x).(type) {
		case *ast.Ident:
			return info.Object(e), plain
		case *ast.SelectorExpr:
			x, plain = e.X, false
		case *ast.StarExpr:
			x = e.X
		default:
			return nil, false
		}
	}
	return nil, false
}
