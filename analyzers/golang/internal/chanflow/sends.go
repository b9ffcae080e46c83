package chanflow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// Many stands for as many sends as there is no bound for.
const Many = 1 << 20

// At returns the operations of s that happen in the step n.
func (s *Scope) At(n *Node) []Op {
	var list []Op
	for _, op := range s.Ops {
		if n.Contains(op.Node) {
			list = append(list, op)
		}
	}
	return list
}

// SubsAt returns the scopes below s that are started, deferred or called in the step n.
func (s *Scope) SubsAt(n *Node) []*Scope {
	var list []*Scope
	for _, sub := range s.Subs {
		if n.Contains(sub.Site) {
			list = append(list, sub)
		}
	}
	return list
}

// Contains reports whether m belongs to the step n, and not to a function literal in it.
func (n *Node) Contains(m ast.Node) bool {
	if n.AST == nil || m == nil {
		return false
	}
	if r, ok := n.AST.(*ast.RangeStmt); ok {
		return m == ast.Node(r)
	}
	if m.Pos() < n.AST.Pos() || m.End() > n.AST.End() {
		return false
	}
	found := false
	Within(n.AST, func(x ast.Node) { found = found || x == m })
	return found
}

// Sends returns how many unguarded sends s can make on one path, with what it
// calls, defers and starts, at most Many, when the conditions of known hold.
// Loops run once, with the weight of their trips. A path that first waits for
// another channel of the surrounding function ends there: whether it goes on is
// up to the protocol on that channel. So does one past a test by which goroutines
// elect one of them, such as an atomic swap.
func (in *Info) Sends(s *Scope, within ast.Node, known Conditions) int {
	most := 0
	in.countSends(s, within, known, func(count int, _ *Op) bool {
		most = max(most, count)
		return true
	})
	return most
}

// BlockedSend returns the unguarded send of s, or below, that is one more than
// allowance on some path, or nil.
func (in *Info) BlockedSend(s *Scope, within ast.Node, known Conditions, allowance int) *Op {
	var found *Op
	in.countSends(s, within, known, func(count int, op *Op) bool {
		if found == nil && count > allowance {
			found = op
		}
		return found == nil
	})
	return found
}

// countSends calls f for each unguarded send on each path with the count that it
// brings the path to, until f says no.
func (in *Info) countSends(s *Scope, within ast.Node, known Conditions, f func(int, *Op) bool) {
	more := true
	w := in.NewWalker(s.Fn, within)
	Walk(w, 0, known, func(n *Node, count int, conds Conditions) (int, bool) {
		if !more || in.waitsForLocal(n, within, s.Fn) {
			return count, false
		}
		for _, op := range s.At(n) {
			if more && op.Kind == Send && !op.Guarded {
				count = min(count+in.weight(w.g, n), Many)
				more = f(count, &op)
			}
		}
		for _, sub := range s.SubsAt(n) {
			before, below := count, 0
			in.countSends(sub, within, conds, func(c int, op *Op) bool {
				below = max(below, c)
				more = more && f(min(before+c*in.weight(w.g, n), Many), op)
				return more
			})
			count = min(count+below*in.weight(w.g, n), Many)
		}
		return count, more
	}, func(_ *Node, e Edge, count int) (int, bool) {
		return count, !e.Back && !(e.On != nil && in.isElection(e.On, s.Fn))
	})
}

// isElection reports whether the branch on x, in fn, can go differently for each
// of several goroutines that run fn: it asks sync/atomic or TryLock, or a variable
// from outside that fn sets.
func (in *Info) isElection(x ast.Expr, fn ast.Node) bool {
	elects := false
	Within(x, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			f := typeutil.StaticCallee(in.pass.TypesInfo, n)
			elects = elects || f != nil && f.Pkg() != nil && (f.Pkg().Path() == "sync/atomic" || f.Name() == "TryLock")
		case *ast.Ident:
			v, ok := in.pass.TypesInfo.Uses[n].(*types.Var)
			if ok && !v.IsField() && !isError(v.Type()) && (v.Pos() < fn.Pos() || v.Pos() >= fn.End()) {
				elects = elects || in.setsIn(fn, n.Name)
			}
		case *ast.SelectorExpr:
			elects = elects || in.setsIn(fn, types.ExprString(n))
		}
	})
	return elects
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// setsIn reports whether fn assigns to the operand that is written as text.
func (in *Info) setsIn(fn ast.Node, text string) bool {
	sets := false
	ast.Inspect(Body(fn), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				sets = sets || n.Tok != token.DEFINE && types.ExprString(lhs) == text
			}
		case *ast.IncDecStmt:
			sets = sets || types.ExprString(n.X) == text
		}
		return !sets
	})
	return sets
}

// weight returns how often one path can come to n: once, or the trips of the
// loops around it when they can bring it back there.
func (in *Info) weight(g *Graph, n *Node) int {
	if len(n.Loops) == 0 {
		return 1
	}
	again := g.Reaches(func(m *Node) bool { return m == n }, nil)
	repeats := false
	for _, e := range n.Succs {
		repeats = repeats || again[e.To]
	}
	if !repeats {
		return 1
	}
	trips := 1
	for _, loop := range n.Loops {
		t, known := in.Trips(loop)
		if !known {
			return Many
		}
		trips = min(trips*int(min(t, Many)), Many)
	}
	return trips
}

// Trips returns how often loop runs unless it is left, when that is constant.
func (in *Info) Trips(loop ast.Stmt) (int64, bool) {
	switch l := loop.(type) {
	case *ast.RangeStmt:
		if a, ok := in.pass.TypesInfo.TypeOf(l.X).Underlying().(*types.Array); ok {
			return a.Len(), true
		}
		if lit, ok := ast.Unparen(l.X).(*ast.CompositeLit); ok {
			return int64(len(lit.Elts)), true
		}
		return in.constant(l.X)
	case *ast.ForStmt:
		cond, ok1 := l.Cond.(*ast.BinaryExpr)
		init, ok2 := l.Init.(*ast.AssignStmt)
		post, ok3 := l.Post.(*ast.IncDecStmt)
		if !ok1 || !ok2 || !ok3 || len(init.Rhs) != 1 || post.Tok != token.INC || cond.Op != token.LSS && cond.Op != token.LEQ {
			return 0, false
		}
		from, ok1 := in.constant(init.Rhs[0])
		to, ok2 := in.constant(cond.Y)
		if cond.Op == token.LEQ {
			to++
		}
		return max(0, to-from), ok1 && ok2
	}
	return 0, false
}

func (in *Info) constant(x ast.Expr) (int64, bool) {
	if v := in.pass.TypesInfo.Types[x].Value; v != nil && v.Kind() == constant.Int {
		return constant.Int64Val(v)
	}
	return 0, false
}

// waitsForLocal reports whether the step n must receive from a channel variable
// that the function within declares in its body, or that fn, which is started with
// it, has as a parameter.
func (in *Info) waitsForLocal(n *Node, within, fn ast.Node) bool {
	if n.Select != nil {
		if len(n.Select.Body.List) > 1 {
			return false
		}
	}
	waits := false
	Within(n.AST, func(m ast.Node) {
		var ch ast.Expr
		switch m := m.(type) {
		case *ast.UnaryExpr:
			if m.Op == token.ARROW {
				ch = m.X
			}
		case *ast.RangeStmt:
			ch = m.X
		}
		if id, ok := ast.Unparen(ch).(*ast.Ident); ok && ch != nil {
			v, ok := in.pass.TypesInfo.Uses[id].(*types.Var)
			if !ok || !isChan(v.Type()) {
				return
			}
			given := fn != within && fn.Pos() <= v.Pos() && v.Pos() < Body(fn).Pos()
			waits = waits || given || Body(within).Pos() <= v.Pos() && v.Pos() < Body(within).End()
		}
	})
	return waits
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// ManySendersOneReceive reports whether ch is unbuffered (or has room for fewer
// than the receives assume), its senders start in a loop, and its owner receives
// only outside of loops.
func (in *Info) ManySendersOneReceive(ch *Chan) bool {
	loop := false
	for _, sub := range ch.Owner.Subs {
		if sub.Loop && sub.Role == Go && in.Sends(sub, ch.Owner.Fn, "") > 0 {
			loop = true
		}
	}
	receives := 0
	for _, op := range ch.Owner.Ops {
		switch op.Kind {
		case Range:
			return false
		case Recv:
			receives++
			if (&tracer{def: ch.Def}).inLoop(op.Cursor) {
				return false
			}
		}
	}
	return loop && receives > 0
}
