package abandonedsend

import (
	"go/ast"
	"go/types"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// findSignals collects the other channels on which a sender reports that it will
// send no more: it sends to them or closes them, and after that no send to the
// channel in question follows. A result channel and an error channel of one
// goroutine are such a pair.
func (c *checker) findSignals() {
	for _, other := range c.info.Made() {
		if other == c.ch || other.Owner.Fn != c.own.Fn {
			continue
		}
		for _, sub := range other.Owner.Subs {
			for _, sender := range c.senders {
				if sub.Site == sender.Site && sub.Fn == sender.Fn && c.reportsEnd(sub, sender) {
					c.signals = append(c.signals, other.Owner)
				}
			}
		}
	}
}

// sendersAreToldToStop reports whether a sender listens to another channel on
// which the owner may tell it to stop.
func (c *checker) sendersAreToldToStop() bool {
	for _, other := range c.info.Made() {
		if other == c.ch || other.Owner.Fn != c.own.Fn || !other.Owner.Has(chanflow.Close, chanflow.Send) {
			continue
		}
		for _, sub := range other.Owner.Subs {
			for _, sender := range c.senders {
				if sub.Site == sender.Site && sub.Has(chanflow.Recv) {
					return true
				}
			}
		}
	}
	return false
}

// startsOneAtATime reports whether a sender is started in a loop only while a
// variable allows it, which is set there too:
//
//	if done == nil {
//		done = make(chan struct{})
//		go …
//	}
func (c *checker) startsOneAtATime() bool {
	for _, sender := range c.senders {
		if !sender.Loop {
			continue
		}
		for _, s := range c.conditionsAround(sender.Site) {
			for _, v := range c.info.Assigned(s.Body) {
				if v.Pos() < s.Pos() && mentions(c.pass.TypesInfo, s.Cond, v) {
					return true
				}
			}
		}
	}
	return false
}

// conditionsAround returns the if statements of the owner whose bodies contain site.
func (c *checker) conditionsAround(site ast.Node) []*ast.IfStmt {
	var list []*ast.IfStmt
	ast.Inspect(chanflow.Body(c.own.Fn), func(n ast.Node) bool {
		if s, ok := n.(*ast.IfStmt); ok && s.Body.Pos() <= site.Pos() && site.End() <= s.Body.End() {
			list = append(list, s)
		}
		return true
	})
	return list
}

func mentions(info *types.Info, x ast.Expr, v types.Object) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && info.Uses[id] == v
		return !found
	})
	return found
}

// reportsEnd reports whether every answer of sub, the view of another channel of
// the same goroutine, comes after the last send of sender, and there is one.
func (c *checker) reportsEnd(sub, sender *chanflow.Scope) bool {
	g := c.info.Graph(sender.Fn)
	sends := func(n *chanflow.Node) bool {
		for _, op := range sender.At(n) {
			if op.Kind == chanflow.Send && !op.Guarded {
				return true
			}
		}
		return len(sender.SubsAt(n)) > 0
	}
	ahead := g.Reaches(sends, nil)
	found := false
	for _, n := range g.Nodes {
		if !answersAt(sub, n) {
			continue
		}
		if _, deferred := n.AST.(*ast.DeferStmt); !deferred {
			for _, e := range n.Succs {
				if ahead[e.To] {
					return false
				}
			}
		}
		found = true
	}
	return found
}

// answersAt reports whether the step n sends to or closes the channel of s, itself
// or in what it calls or defers.
func answersAt(s *chanflow.Scope, n *chanflow.Node) bool {
	for _, op := range s.At(n) {
		if op.Kind == chanflow.Send || op.Kind == chanflow.Close {
			return true
		}
	}
	for _, sub := range s.SubsAt(n) {
		if sub.Role != chanflow.Go && sub.Has(chanflow.Send, chanflow.Close) {
			return true
		}
	}
	return false
}

// sendersAreDone reports whether the step n of the owner receives from a channel
// on which a sender reports its end, or hands it to somebody who may.
func (c *checker) sendersAreDone(n *chanflow.Node) bool {
	for _, s := range c.signals {
		for _, op := range s.At(n) {
			if op.Kind == chanflow.Recv || op.Kind == chanflow.Range {
				return true
			}
		}
		for _, sub := range s.SubsAt(n) {
			if sub.Role != chanflow.Go && sub.Has(chanflow.Recv, chanflow.Range) {
				return true
			}
		}
	}
	return false
}

// closesAt reports whether the owner closes the channel at the step n, or defers
// that: a send that still waits panics then, which is another matter.
func (c *checker) closesAt(n *chanflow.Node) bool {
	for _, op := range c.own.At(n) {
		if op.Kind == chanflow.Close {
			return true
		}
	}
	for _, sub := range c.own.SubsAt(n) {
		if sub.Role != chanflow.Go && sub.Has(chanflow.Close) {
			return true
		}
	}
	return false
}
