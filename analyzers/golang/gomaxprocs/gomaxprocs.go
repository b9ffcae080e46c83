package gomaxprocs

import (
	"go/ast"
	"go/types"
	"go/version"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/importedit"
)

// Analyzer reports runtime.GOMAXPROCS(runtime.NumCPU()) in files from Go 1.25.
var Analyzer = &analysis.Analyzer{
	Name: "gomaxprocs",
	Doc: "report runtime.GOMAXPROCS(runtime.NumCPU()), which switches off the container's CPU limit\n\n" +
		"From Go 1.25 on the default follows the limit; this call makes it the host's cores.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/gomaxprocs.md",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      run,
}

// since is the first version whose default follows the container's limit.
const since = "go1.25"

func run(pass *analysis.Pass) (any, error) {
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for cur := range in.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		if !isRuntime(pass, call, "GOMAXPROCS") || len(call.Args) != 1 {
			continue
		}
		arg, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr)
		if !ok || !isRuntime(pass, arg, "NumCPU") {
			continue
		}
		file := importedit.FileOf(pass, call.Pos())
		if file == nil || version.Compare(pass.TypesInfo.FileVersions[file], since) < 0 {
			continue
		}
		if strings.HasSuffix(pass.Fset.Position(call.Pos()).Filename, "_test.go") || restored(pass, cur) {
			continue
		}
		report(pass, cur, file, call)
	}
	return nil, nil
}

func isRuntime(pass *analysis.Pass, call *ast.CallExpr, name string) bool {
	fn := typeutil.StaticCallee(pass.TypesInfo, call)
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "runtime" && fn.Name() == name
}

// restored reports whether the function sets GOMAXPROCS again, from a variable:
//
//	old := runtime.GOMAXPROCS(runtime.NumCPU())
//	defer runtime.GOMAXPROCS(old)
func restored(pass *analysis.Pass, call inspector.Cursor) bool {
	for fn := range call.Enclosing((*ast.FuncDecl)(nil)) {
		for other := range fn.Preorder((*ast.CallExpr)(nil)) {
			n := other.Node().(*ast.CallExpr)
			if isRuntime(pass, n, "GOMAXPROCS") && len(n.Args) == 1 {
				if id, ok := ast.Unparen(n.Args[0]).(*ast.Ident); ok {
					if _, ok := pass.TypesInfo.Uses[id].(*types.Var); ok {
						return true
					}
				}
			}
		}
	}
	return false
}

func report(pass *analysis.Pass, cur inspector.Cursor, file *ast.File, call *ast.CallExpr) {
	d := analysis.Diagnostic{
		Pos:     call.Pos(),
		End:     call.End(),
		Message: "`runtime.GOMAXPROCS(runtime.NumCPU())` makes Go ignore the container's CPU limit, which it follows by itself since 1.25; delete the call",
	}
	if edits, ok := deletion(pass, cur, file); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: "Delete the call", TextEdits: edits}}
	}
	pass.Report(d)
}

// deletion returns the edits that delete the call if nobody uses its result,
// and the import if nothing else needs it.
func deletion(pass *analysis.Pass, cur inspector.Cursor, file *ast.File) ([]analysis.TextEdit, bool) {
	stmt, ok := cur.Parent().Node().(*ast.ExprStmt)
	if !ok {
		return nil, false
	}
	tokens := pass.Fset.File(stmt.Pos())
	for _, group := range file.Comments {
		if tokens.Line(group.Pos()) <= tokens.Line(stmt.Pos()) && tokens.Line(group.End()) >= tokens.Line(stmt.Pos())-1 {
			return nil, false // it would lose its comment, or leave one about nothing
		}
	}
	edit := analysis.TextEdit{Pos: stmt.Pos(), End: stmt.End()}
	if alone(pass, cur.Parent()) {
		if line, ok := importedit.Line(tokens, stmt.Pos(), stmt.End()); ok {
			edit = line
		}
	}
	edits := []analysis.TextEdit{edit}
	if usesOf(pass, file, "runtime") == 2 { // the two in this statement
		drop, ok := importedit.Remove(pass.Fset, file, "runtime")
		if !ok {
			return nil, false
		}
		edits = append(edits, drop)
	}
	return edits, true
}

// alone reports whether nothing else stands on a statement's line.
func alone(pass *analysis.Pass, stmt inspector.Cursor) bool {
	line := func(n ast.Node, end bool) int {
		if end {
			return pass.Fset.Position(n.End()).Line
		}
		return pass.Fset.Position(n.Pos()).Line
	}
	here := line(stmt.Node(), false)
	parent := stmt.Parent().Node()
	if line(parent, false) == here || line(parent, true) == here {
		return false
	}
	if prev, ok := stmt.PrevSibling(); ok && line(prev.Node(), true) == here {
		return false
	}
	if next, ok := stmt.NextSibling(); ok && line(next.Node(), false) == here {
		return false
	}
	return true
}

// usesOf counts the uses of an imported package in a file.
func usesOf(pass *analysis.Pass, file *ast.File, path string) int {
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok {
			if pkg, ok := pass.TypesInfo.Uses[id].(*types.PkgName); ok && pkg.Imported().Path() == path {
				n++
			}
		}
		return true
	})
	return n
}
