package abandonedsend

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// told reports whether x depends on what was received, so that the sender may
// know that the receiver stops there. An error that a call made of a received
// value is the receiver's own.
func (c *checker) told(x ast.Expr) bool {
	if c.taint == nil {
		c.taint = c.received()
	}
	found := false
	chanflow.Within(x, func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok && c.taint[c.pass.TypesInfo.Uses[id]] {
			found = true
		}
		found = found || c.isReceive(n)
	})
	return found
}

// setBySender reports whether x asks for a variable of the owner that a sender
// assigns to, by which it may say that it has ended.
func (c *checker) setBySender(x ast.Expr) bool {
	found := false
	chanflow.Within(x, func(n ast.Node) {
		id, ok := n.(*ast.Ident)
		if !ok {
			return
		}
		v, ok := c.pass.TypesInfo.Uses[id].(*types.Var)
		if !ok || v.IsField() {
			return
		}
		for _, sender := range c.senders {
			if v.Pos() < sender.Fn.Pos() || v.Pos() >= sender.Fn.End() {
				found = found || c.assigns(sender.Fn, v)
			}
		}
	})
	return found
}

// assigns reports whether fn, or a function literal in it, assigns to v.
func (c *checker) assigns(fn ast.Node, v *types.Var) bool {
	found := false
	ast.Inspect(chanflow.Body(fn), func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok {
			for _, lhs := range a.Lhs {
				id, ok := ast.Unparen(lhs).(*ast.Ident)
				found = found || ok && c.pass.TypesInfo.Uses[id] == v
			}
		}
		return !found
	})
	return found
}

func (c *checker) isReceive(n ast.Node) bool {
	for _, op := range c.own.Ops {
		if (op.Kind == chanflow.Recv || op.Kind == chanflow.Range) && op.Node == n {
			return true
		}
	}
	return false
}

// received returns the variables that hold what the owner received, what was
// computed from that, and what the receiving loops count.
func (c *checker) received() map[types.Object]bool {
	set := map[types.Object]bool{}
	for {
		before := len(set)
		ast.Inspect(chanflow.Body(c.own.Fn), func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.AssignStmt:
				c.spread(n, set)
			case *ast.IncDecStmt:
				if c.inReceivingLoop(n) {
					c.mark(n.X, set)
				}
			case *ast.RangeStmt:
				if c.isReceive(n) || c.uses(n.X, set) {
					c.mark(n.Key, set)
					c.mark(n.Value, set)
				}
			}
			return true
		})
		if len(set) == before {
			return set
		}
	}
}

func (c *checker) spread(a *ast.AssignStmt, set map[types.Object]bool) {
	for i, lhs := range a.Lhs {
		rhs := a.Rhs[0]
		if len(a.Rhs) == len(a.Lhs) {
			rhs = a.Rhs[i]
		}
		counts := a.Tok != token.ASSIGN && a.Tok != token.DEFINE && c.inReceivingLoop(a)
		if !counts && !c.uses(rhs, set) {
			continue
		}
		if _, call := ast.Unparen(rhs).(*ast.CallExpr); call && c.isError(lhs) {
			continue
		}
		c.mark(lhs, set)
	}
}

func (c *checker) uses(x ast.Expr, set map[types.Object]bool) bool {
	found := false
	chanflow.Within(x, func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok && set[c.pass.TypesInfo.Uses[id]] {
			found = true
		}
		found = found || c.isReceive(n)
	})
	return found
}

func (c *checker) isError(x ast.Expr) bool {
	t := c.pass.TypesInfo.TypeOf(x)
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}

func (c *checker) mark(x ast.Expr, set map[types.Object]bool) {
	if x == nil {
		return
	}
	chanflow.Within(x, func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok && id.Name != "_" {
			if v, ok := c.pass.TypesInfo.ObjectOf(id).(*types.Var); ok && !v.IsField() {
				set[v] = true
			}
		}
	})
}

func (c *checker) inReceivingLoop(n ast.Node) bool {
	for _, op := range c.own.Ops {
		if op.Kind != chanflow.Recv && op.Kind != chanflow.Range {
			continue
		}
		for outer := range op.Cursor.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
			if outer.Node().Pos() <= n.Pos() && n.End() <= outer.Node().End() {
				return true
			}
		}
	}
	return false
}
