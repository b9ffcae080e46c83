package abandonedsend

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// waitAt returns the local group of goroutines that the step n waits for, or nil.
func (c *checker) waitAt(n *chanflow.Node) *types.Var {
	var group *types.Var
	if _, deferred := n.AST.(*ast.DeferStmt); deferred {
		return nil
	}
	chanflow.Within(n.AST, func(m ast.Node) {
		if call, ok := m.(*ast.CallExpr); ok {
			switch c.info.CalleeName(call) {
			case "(*sync.WaitGroup).Wait", "(*golang.org/x/sync/errgroup.Group).Wait":
				group = c.group(call)
			}
		}
	})
	return group
}

// group returns the variable of the function whose method call calls.
func (c *checker) group(call *ast.CallExpr) *types.Var {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := c.info.Object(id).(*types.Var)
	return v
}

// isIn reports whether group counts the goroutine of l until after its send: it
// was started by the group's Go, or it defers Done, or calls it further down.
func (c *checker) isIn(group *types.Var, l *leftover) bool {
	return c.counts(group, l.sender, l.op.Node.End())
}

// anyIn reports whether group counts one of the senders.
func (c *checker) anyIn(group *types.Var) bool {
	for _, s := range c.senders {
		if c.counts(group, s, token.NoPos) {
			return true
		}
	}
	return false
}

// counts reports whether group counts the goroutine of s until after the position.
func (c *checker) counts(group *types.Var, s *chanflow.Scope, after token.Pos) bool {
	if call, ok := s.Site.(*ast.CallExpr); ok {
		return c.group(call) == group
	}
	for _, use := range c.info.Uses(group) {
		name, sel, ok := chanflow.Selected(use)
		if !ok || name != "Done" || sel.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		fn, ok := chanflow.FuncOf(use)
		if !ok || fn.Node() != s.Fn {
			continue
		}
		if sel.Parent().ParentEdgeKind() == edge.DeferStmt_Call || use.Node().Pos() > after {
			return true
		}
	}
	return false
}
