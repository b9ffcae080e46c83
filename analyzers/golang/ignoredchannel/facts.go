package ignoredchannel

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// ignores is the fact that a function does nothing with some of the channels that
// it is given.
type ignores struct{ Params []int }

func (*ignores) AFact()           {}
func (f *ignores) String() string { return fmt.Sprintf("ignores%v", f.Params) }

// exportIgnored gives the fact to the functions of the package that others can
// name. A method may ignore what its interface hands it, so only functions have it.
func exportIgnored(pass *analysis.Pass, info *chanflow.Info) {
	for cur := range info.Root().Preorder((*ast.FuncDecl)(nil)) {
		decl := cur.Node().(*ast.FuncDecl)
		fn, ok := info.Object(decl.Name).(*types.Func)
		if !ok || decl.Body == nil || decl.Recv != nil || !decl.Name.IsExported() {
			continue
		}
		var fact ignores
		params := fn.Signature().Params()
		for i := range params.Len() {
			_, isChan := params.At(i).Type().Underlying().(*types.Chan)
			if isChan && len(info.Uses(params.At(i))) == 0 {
				fact.Params = append(fact.Params, i)
			}
		}
		if fact.Params != nil && !fn.Signature().Variadic() {
			pass.ExportObjectFact(fn, &fact)
		}
	}
}

// isIgnored reports whether everything that lets ch out of sight is an argument
// for a parameter that a function of another package ignores, and there is some.
func isIgnored(pass *analysis.Pass, info *chanflow.Info, ch *chanflow.Chan) bool {
	for _, escape := range ch.Escapes {
		if _, ok := escape.Node().(*ast.FuncLit); !ok {
			if !goesNowhere(pass, escape) {
				return false
			}
			continue
		}
		if starts, ok := info.Starts(escape); !ok || len(starts) == 0 {
			return false
		}
		for _, use := range info.Uses(ch.Var) {
			if escape.Contains(use) && !goesNowhere(pass, use) {
				return false
			}
		}
	}
	return len(ch.Escapes) > 0
}

// goesNowhere reports whether the channel at cur is an argument that the function
// called ignores.
func goesNowhere(pass *analysis.Pass, cur inspector.Cursor) bool {
	if cur.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	fn := typeutil.StaticCallee(pass.TypesInfo, cur.Parent().Node().(*ast.CallExpr))
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == pass.Pkg {
		return false
	}
	var fact ignores
	return pass.ImportObjectFact(fn.Origin(), &fact) && slices.Contains(fact.Params, cur.ParentEdgeIndex())
}
