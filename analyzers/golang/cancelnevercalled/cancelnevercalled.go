package cancelnevercalled

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports cancel functions that are stored and never called.
var Analyzer = &analysis.Analyzer{
	Name: "cancelnevercalled",
	Doc: "report cancel functions that are kept in a field or package variable and never called\n\n" +
		"What waits for the context waits as long as its parent lives.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/cancelnevercalled.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

// makers are the functions of package context whose second result cancels.
var makers = map[string]bool{
	"context.WithCancel":        true,
	"context.WithCancelCause":   true,
	"context.WithTimeout":       true,
	"context.WithTimeoutCause":  true,
	"context.WithDeadline":      true,
	"context.WithDeadlineCause": true,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	for _, v := range info.Private(isCancel) {
		access := info.AccessOf(v)
		if len(access.Reads) > 0 && !onlyTested(access.Reads) {
			checkWaits(pass, info, v, access)
			continue
		}
		for _, s := range access.Settings {
			if maker := madeBy(info, s); maker != "" && !chanflow.Skip(pass, s.At.Node()) {
				pass.Report(analysis.Diagnostic{
					Pos: s.At.Node().Pos(), End: s.At.Node().End(),
					Message: fmt.Sprintf("nothing calls the cancel function kept in `%s`: the context of %s and all that waits for it stay until the parent ends; call it where the work ends", v.Name(), maker),
					Related: []analysis.RelatedInformation{{Pos: v.Pos(), Message: "declared here"}},
				})
				break
			}
		}
	}
	return nil, nil
}

func isCancel(t types.Type) bool {
	return chanflow.IsNamed(t, "context", "CancelFunc") || chanflow.IsNamed(t, "context", "CancelCauseFunc")
}

func onlyTested(reads []inspector.Cursor) bool {
	for _, r := range reads {
		if !chanflow.IsNilTest(r) {
			return false
		}
	}
	return true
}

// madeBy returns the function of package context whose result s stores, or "": a
// cancel function from elsewhere may be somebody else's to call.
func madeBy(info *chanflow.Info, s chanflow.Setting) string {
	var call *ast.CallExpr
	switch p := s.At.Parent().Node().(type) {
	case *ast.AssignStmt:
		if len(p.Rhs) == 1 {
			call, _ = ast.Unparen(p.Rhs[0]).(*ast.CallExpr)
		}
	case *ast.ValueSpec:
		if len(p.Values) == 1 {
			call, _ = ast.Unparen(p.Values[0]).(*ast.CallExpr)
		}
	}
	if call == nil {
		return storedLocal(info, s)
	}
	if name := info.CalleeName(call); makers[name] {
		return name
	}
	return ""
}

// storedLocal handles a cancel function that comes from a local variable which
// is used for nothing else.
func storedLocal(info *chanflow.Info, s chanflow.Setting) string {
	id, ok := ast.Unparen(s.Value).(*ast.Ident)
	if !ok {
		return ""
	}
	v, ok := info.Object(id).(*types.Var)
	if !ok || v.IsField() || len(info.Uses(v)) != 1 {
		return ""
	}
	a := info.AccessOf(v)
	if len(a.Settings) != 1 {
		return ""
	}
	return madeBy(info, a.Settings[0])
}
