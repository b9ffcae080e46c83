package chanflow

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Many stands for more sends than are counted.
const Many = 3

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
// calls, defers and starts, at most Many, when the conditions of known hold. A
// path that first waits for another channel of the surrounding function ends
// there: whether it goes on is up to the protocol on that channel.
func (in *Info) Sends(s *Scope, within ast.Node, known Conditions) int {
	most := 0
	w := in.NewWalker(s.Fn, within)
	ok := Walk(w, 0, known, func(n *Node, count int, conds Conditions) (int, bool) {
		if in.waitsForLocal(n, within) {
			return count, false
		}
		for _, op := range s.At(n) {
			if op.Kind == Send && !op.Guarded {
				count++
			}
		}
		for _, sub := range s.SubsAt(n) {
			count += in.Sends(sub, within, conds)
		}
		count = min(count, Many)
		most = max(most, count)
		return count, true
	}, nil)
	if !ok {
		return 0
	}
	return most
}

// waitsForLocal reports whether the step n must receive from a channel variable
// that the function within declares in its body.
func (in *Info) waitsForLocal(n *Node, within ast.Node) bool {
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
			if ok && isChan(v.Type()) && Body(within).Pos() <= v.Pos() && v.Pos() < Body(within).End() {
				waits = true
			}
		}
	})
	return waits
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// BlockedSend returns the unguarded send of s, or below, that is one more than
// allowance on some path, or nil.
func (in *Info) BlockedSend(s *Scope, within ast.Node, known Conditions, allowance int) *Op {
	var found *Op
	w := in.NewWalker(s.Fn, within)
	Walk(w, 0, known, func(n *Node, count int, conds Conditions) (int, bool) {
		if found != nil || in.waitsForLocal(n, within) {
			return count, false
		}
		for _, op := range s.At(n) {
			if op.Kind == Send && !op.Guarded {
				if count++; count > allowance && found == nil {
					found = &op
				}
			}
		}
		for _, sub := range s.SubsAt(n) {
			if found == nil {
				found = in.BlockedSend(sub, within, conds, allowance-count)
			}
			count += in.Sends(sub, within, conds)
		}
		return min(count, allowance+1), true
	}, nil)
	return found
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
