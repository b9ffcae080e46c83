package condneversignalled

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// checkPredicates reports waits in loops that no signal ends, because nothing
// changes what the loop asks for:
//
//	exists := w.has(name)
//	for exists {
//		w.cond.Wait()
//	}
func checkPredicates(pass *analysis.Pass, info *chanflow.Info) {
	for cur := range info.Root().Preorder((*ast.ForStmt)(nil)) {
		loop := cur.Node().(*ast.ForStmt)
		if loop.Cond == nil || chanflow.Skip(pass, loop) {
			continue
		}
		fn, ok := chanflow.FuncOf(cur)
		if !ok {
			continue
		}
		wait := waitIn(info, cur)
		if wait == nil || !isFixed(info, loop.Cond) || info.Leaves(fn.Node(), loop) {
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos: wait.Pos(), End: wait.End(),
			Message: fmt.Sprintf("`%s` waits for ever, whoever signals: nothing changes `%s`, by which the loop would end; ask for the shared state after each wait", types.ExprString(wait), types.ExprString(loop.Cond)),
			Related: []analysis.RelatedInformation{{Pos: loop.Cond.Pos(), End: loop.Cond.End(), Message: "the loop asks for this"}},
		})
	}
}

// waitIn returns the call of sync.Cond's Wait in the loop at cur itself, or nil.
func waitIn(info *chanflow.Info, cur inspector.Cursor) *ast.CallExpr {
	for call := range cur.Preorder((*ast.CallExpr)(nil)) {
		if info.CalleeName(call.Node().(*ast.CallExpr)) != "(*sync.Cond).Wait" {
			continue
		}
		for around := range call.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)) {
			if around == cur {
				return call.Node().(*ast.CallExpr)
			}
			break
		}
	}
	return nil
}

// isFixed reports whether x has the value that it had at first: it asks for local
// variables that are set once and whose address nobody takes.
func isFixed(info *chanflow.Info, x ast.Expr) bool {
	fixed, asks := true, false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.BasicLit, *ast.BinaryExpr, *ast.ParenExpr:
		case *ast.UnaryExpr:
			fixed = fixed && n.Op == token.NOT
		case *ast.Ident:
			v, ok := info.Object(n).(*types.Var)
			if !ok {
				break // true, nil, a constant
			}
			asks = true
			fixed = fixed && isSetOnce(info, v)
		default:
			fixed = false
		}
		return fixed
	})
	return fixed && asks
}

func isSetOnce(info *chanflow.Info, v *types.Var) bool {
	def, ok := info.Def(v)
	if !ok || v.IsField() || v.Pkg() == nil || v.Parent() == v.Pkg().Scope() {
		return false
	}
	for _, use := range info.Uses(v) {
		switch p := use.Parent().Node().(type) {
		case *ast.AssignStmt:
			for _, lhs := range p.Lhs {
				if lhs == use.Node() {
					return false
				}
			}
		case *ast.IncDecStmt, *ast.RangeStmt:
			return false
		case *ast.UnaryExpr:
			if p.Op == token.AND {
				return false
			}
		}
	}
	_, inFunction := chanflow.FuncOf(def)
	return inFunction
}
