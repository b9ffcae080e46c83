package abandonedsend

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// waitAt returns the local sync.WaitGroup that the step n waits for, or nil.
func (c *checker) waitAt(n *chanflow.Node) *types.Var {
	stmt, ok := n.AST.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok || c.info.CalleeName(call) != "(*sync.WaitGroup).Wait" {
		return nil
	}
	return c.group(call)
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
	if call, ok := l.sender.Site.(*ast.CallExpr); ok {
		return c.group(call) == group
	}
	for _, use := range c.info.Uses(group) {
		name, sel, ok := chanflow.Selected(use)
		if !ok || name != "Done" || sel.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		fn, ok := chanflow.FuncOf(use)
		if !ok || fn.Node() != l.sender.Fn {
			continue
		}
		if sel.Parent().ParentEdgeKind() == edge.DeferStmt_Call || use.Node().Pos() > l.op.Node.End() {
			return true
		}
	}
	return false
}
