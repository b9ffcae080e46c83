package endlessticker

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports loops over tickers that Stop does not end.
var Analyzer = &analysis.Analyzer{
	Name: "endlessticker",
	Doc: "report goroutines that loop over a ticker which is stopped and never ends them\n\n" +
		"Stop ends the ticks and not the goroutine, which waits for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/endlessticker.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	isTicker := func(t types.Type) bool { return chanflow.IsNamed(t, "time", "Ticker") }
	for _, v := range info.Locals(isTicker) {
		if maker, ok := made(info, v); ok && !info.IsMain(maker.Node()) {
			check(pass, info, v, maker)
		}
	}
	return nil, nil
}

// made returns the function that makes the ticker v with time.NewTicker.
func made(info *chanflow.Info, v *types.Var) (inspector.Cursor, bool) {
	access := info.AccessOf(v)
	if len(access.Settings) != 1 {
		return inspector.Cursor{}, false
	}
	call, ok := ast.Unparen(access.Settings[0].Value).(*ast.CallExpr)
	if !ok || info.CalleeName(call) != "time.NewTicker" {
		return inspector.Cursor{}, false
	}
	fn, ok := chanflow.FuncOf(access.Settings[0].At)
	return fn, ok && info.CanEnd(fn.Node(), call)
}

func check(pass *analysis.Pass, info *chanflow.Info, v *types.Var, maker inspector.Cursor) {
	stopped := false
	var waits []inspector.Cursor
	for _, use := range info.Uses(v) {
		name, sel, ok := chanflow.Selected(use)
		if !ok {
			return // somebody else may end it
		}
		fn, inFunc := chanflow.FuncOf(use)
		if !inFunc {
			return
		}
		switch name {
		case "Stop":
			stopped = stopped || fn == maker || startedBy(info, fn, maker, chanflow.Defer)
		case "C":
			if fn != maker && startedBy(info, fn, maker, chanflow.Go) && isEndlessWait(info, fn, sel) {
				waits = append(waits, sel)
			}
		}
	}
	if !stopped {
		return // a daemon, on purpose
	}
	for _, w := range waits {
		if chanflow.Skip(pass, w.Node()) {
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos: w.Node().Pos(), End: w.Node().End(),
			Message: fmt.Sprintf("this goroutine waits for `%s` for ever once the ticker is stopped: Stop does not close the channel; select on a way out as well", types.ExprString(w.Node().(ast.Expr))),
			Related: []analysis.RelatedInformation{{Pos: v.Pos(), Message: "made here"}},
		})
	}
}

// startedBy reports whether maker runs the function literal fn in the given role.
func startedBy(info *chanflow.Info, fn, maker inspector.Cursor, role chanflow.Role) bool {
	if _, ok := fn.Node().(*ast.FuncLit); !ok {
		return false
	}
	starts, ok := info.Starts(fn)
	if !ok || len(starts) != 1 || starts[0].Role != role {
		return false
	}
	outer, ok := chanflow.FuncOf(fn)
	return ok && outer == maker
}

// isEndlessWait reports whether the channel at cur is ranged over, or received
// from outside a select that has other cases, and the goroutine fn cannot end.
func isEndlessWait(info *chanflow.Info, fn, cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.RangeStmt_X:
		return !info.Leaves(fn.Node(), cur.Parent().Node().(*ast.RangeStmt))
	case edge.UnaryExpr_X:
		recv := cur.Parent()
		if recv.Node().(*ast.UnaryExpr).Op != token.ARROW || chanflow.Guarded(recv) {
			return false
		}
		return info.LoopAround(fn.Node(), recv.Node()) != nil && !info.CanEnd(fn.Node(), recv.Node())
	}
	return false
}
