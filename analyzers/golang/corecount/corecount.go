package corecount

import (
	"go/ast"
	"go/types"
	"go/version"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/importedit"
	"github.com/asynclint/asynclint/analyzers/golang/internal/pools"
	"github.com/asynclint/asynclint/analyzers/golang/internal/purecpu"
)

// Analyzer reports pools sized by runtime.NumCPU in files from Go 1.25.
var Analyzer = &analysis.Analyzer{
	Name: "corecount",
	Doc: "report pools sized by runtime.NumCPU, which in a container is the host's number of cores\n\n" +
		"From Go 1.25 on runtime.GOMAXPROCS(0) knows the container's CPU limit.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/corecount.md",
	Requires: []*analysis.Analyzer{inspect.Analyzer, purecpu.Analyzer},
	Run:      run,
}

// since is the first version whose GOMAXPROCS knows the container's limit.
const since = "go1.25"

func run(pass *analysis.Pass) (any, error) {
	prover := pass.ResultOf[purecpu.Analyzer].(*purecpu.Prover)
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	reported := make(map[*ast.CallExpr]bool)
	for decl := range in.Root().Preorder((*ast.FuncDecl)(nil)) {
		for _, pool := range pools.Find(pass, prover, decl) {
			call := numCPU(pass, prover, pool.Size, 0)
			if call == nil || reported[call] {
				continue
			}
			file := importedit.FileOf(pass, call.Pos())
			if file == nil || version.Compare(pass.TypesInfo.FileVersions[file], since) < 0 {
				continue
			}
			reported[call] = true
			report(pass, pool, call)
		}
	}
	return nil, nil
}

// maxResolve bounds how many definitions are followed from a size.
const maxResolve = 3

// numCPU returns the call of runtime.NumCPU that a size is computed from.
func numCPU(pass *analysis.Pass, prover *purecpu.Prover, size ast.Expr, depth int) *ast.CallExpr {
	var found *ast.CallExpr
	ast.Inspect(size, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			fn := typeutil.StaticCallee(pass.TypesInfo, n)
			if fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "runtime" && fn.Name() == "NumCPU" {
				found = n
			}
		case *ast.Ident:
			if v, ok := pass.TypesInfo.Uses[n].(*types.Var); ok && depth < maxResolve {
				if def := prover.Definition(v); def != nil && found == nil {
					found = numCPU(pass, prover, def, depth+1)
				}
			}
		}
		return found == nil
	})
	return found
}

func report(pass *analysis.Pass, pool pools.Pool, call *ast.CallExpr) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return // a dot import
	}
	runtime := types.ExprString(sel.X)
	d := analysis.Diagnostic{
		Pos:     call.Pos(),
		End:     call.End(),
		Message: "`" + types.ExprString(call) + "` sizes this " + pool.What + " by the host's cores, whatever the container's CPU limit; use " + runtime + ".GOMAXPROCS(0)",
		SuggestedFixes: []analysis.SuggestedFix{{
			Message:   "Use " + runtime + ".GOMAXPROCS(0)",
			TextEdits: []analysis.TextEdit{{Pos: call.Pos(), End: call.End(), NewText: []byte(runtime + ".GOMAXPROCS(0)")}},
		}},
	}
	if pool.Size.Pos() != call.Pos() {
		d.Related = []analysis.RelatedInformation{{Pos: pool.Size.Pos(), Message: "the size of the " + pool.What}}
	}
	pass.Report(d)
}
