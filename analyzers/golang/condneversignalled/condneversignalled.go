package condneversignalled

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports condition variables that are waited for and never signalled.
var Analyzer = &analysis.Analyzer{
	Name: "condneversignalled",
	Doc: "report waiting on a condition variable that nobody signals\n\n" +
		"Every goroutine that waits, waits for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/condneversignalled.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	isCond := func(t types.Type) bool { return chanflow.IsNamed(t, "sync", "Cond") }
	for _, v := range append(info.Private(isCond), info.Locals(isCond)...) {
		wait, ok := onlyWaits(info, v)
		if !ok || !wait.Valid() || chanflow.Skip(pass, wait.Node()) || isDecidedBefore(info, wait) {
			continue
		}
		call := wait.Node().(*ast.CallExpr)
		pass.Report(analysis.Diagnostic{
			Pos: call.Pos(), End: call.End(),
			Message: fmt.Sprintf("`%s` waits for ever: nothing calls Signal or Broadcast on `%s`; call one where the awaited state changes", types.ExprString(call), v.Name()),
			Related: []analysis.RelatedInformation{{Pos: v.Pos(), Message: "declared here"}},
		})
	}
	checkPredicates(pass, info)
	return nil, nil
}

// onlyWaits returns the first call of Wait, and reports whether nothing is done
// with v that could be, or lead to, a signal.
func onlyWaits(info *chanflow.Info, v *types.Var) (inspector.Cursor, bool) {
	var wait inspector.Cursor
	access := info.AccessOf(v)
	for _, s := range access.Settings {
		if !isFresh(info, s.Value) {
			return wait, false
		}
	}
	for _, read := range access.Reads {
		if chanflow.IsNilTest(read) {
			continue
		}
		name, sel, ok := chanflow.Selected(read)
		switch {
		case ok && name == "L":
		case ok && name == "Wait" && sel.ParentEdgeKind() == edge.CallExpr_Fun:
			if !wait.Valid() {
				wait = sel.Parent()
			}
		default:
			return wait, false
		}
	}
	return wait, true
}

// isFresh reports whether x makes a condition variable that nobody else has.
func isFresh(info *chanflow.Info, x ast.Expr) bool {
	switch e := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		return info.CalleeName(e) == "sync.NewCond"
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		_, lit := ast.Unparen(e.X).(*ast.CompositeLit)
		return lit
	}
	return false
}
