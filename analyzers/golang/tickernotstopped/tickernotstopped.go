package tickernotstopped

import (
	"fmt"
	"go/ast"
	"go/types"
	"go/version"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports local tickers without Stop, in files for Go before 1.23.
var Analyzer = &analysis.Analyzer{
	Name: "tickernotstopped",
	Doc: "report tickers that a function leaves running, in code for Go before 1.23\n\n" +
		"The runtime keeps such a ticker until the process ends.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/tickernotstopped.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

// collected is the first version whose runtime collects unstopped tickers, by its
// release notes.
const collected = "go1.23"

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	isTicker := func(t types.Type) bool { return chanflow.IsNamed(t, "time", "Ticker") }
	for _, v := range info.Locals(isTicker) {
		if isOld(pass, v) && !chanflow.SkipPos(pass, v.Pos()) {
			check(pass, info, v)
		}
	}
	return nil, nil
}

// isOld reports whether the file that declares v is for a Go version before collected.
func isOld(pass *analysis.Pass, v *types.Var) bool {
	for _, f := range pass.Files {
		if f.FileStart <= v.Pos() && v.Pos() < f.FileEnd {
			ver := pass.TypesInfo.FileVersions[f]
			return ver != "" && version.Compare(ver, collected) < 0
		}
	}
	return false
}

func check(pass *analysis.Pass, info *chanflow.Info, v *types.Var) {
	access := info.AccessOf(v)
	if len(access.Settings) != 1 {
		return
	}
	call, ok := ast.Unparen(access.Settings[0].Value).(*ast.CallExpr)
	if !ok || info.CalleeName(call) != "time.NewTicker" {
		return
	}
	for _, read := range access.Reads {
		name, _, ok := chanflow.Selected(read)
		if !ok || name == "Stop" {
			return
		}
	}
	fn, ok := chanflow.FuncOf(access.Settings[0].At)
	if !ok || info.IsMain(fn.Node()) || !info.CanEnd(fn.Node(), call) || usedByOthers(access.Reads, fn) {
		return
	}
	pass.Report(analysis.Diagnostic{
		Pos: call.Pos(), End: call.End(),
		Message:        fmt.Sprintf("nobody stops the ticker `%s`: before Go 1.23 it runs until the process ends; defer %s.Stop()", v.Name(), v.Name()),
		SuggestedFixes: fix(pass, access.Settings[0].At, v.Name()),
	})
}

// usedByOthers reports whether a function literal uses the ticker, which may
// outlive the function.
func usedByOthers(reads []inspector.Cursor, fn inspector.Cursor) bool {
	for _, r := range reads {
		if at, ok := chanflow.FuncOf(r); !ok || at != fn {
			return true
		}
	}
	return false
}

// fix defers Stop before the statement that follows the definition.
func fix(pass *analysis.Pass, at inspector.Cursor, name string) []analysis.SuggestedFix {
	def := at.Parent()
	if at.ParentEdgeKind() != edge.AssignStmt_Lhs || def.ParentEdgeKind() != edge.BlockStmt_List {
		return nil
	}
	list := def.Parent().Node().(*ast.BlockStmt).List
	i := slices.Index(list, def.Node().(ast.Stmt)) + 1
	if i == len(list) || inLoop(def) {
		return nil
	}
	pos := list[i].Pos()
	indent := strings.Repeat("\t", max(0, pass.Fset.Position(pos).Column-1))
	return []analysis.SuggestedFix{{
		Message:   "Stop the ticker when the function ends",
		TextEdits: []analysis.TextEdit{{Pos: pos, End: pos, NewText: []byte("defer " + name + ".Stop()\n" + indent)}},
	}}
}

// inLoop reports whether a loop repeats the statement at def, so that a defer
// would come too late.
func inLoop(def inspector.Cursor) bool {
	for c := range def.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)) {
		_, lit := c.Node().(*ast.FuncLit)
		return !lit
	}
	return false
}
