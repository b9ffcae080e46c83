package chanflow

import (
	"flag"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Flags returns the flag set of a rule about goroutines: -tests includes
// _test.go files, which are left out otherwise, because a leak in a test ends
// with its process. A package that has no other files is looked at all the same.
func Flags() flag.FlagSet {
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	fs.Bool("tests", false, "also report in _test.go files")
	return *fs
}

// Skip reports whether the rule of pass has nothing to say about the file of n:
// a test file beside others or a test's helper, unless -tests is set.
func Skip(pass *analysis.Pass, n ast.Node) bool { return SkipPos(pass, n.Pos()) }

// SkipPos is Skip for a position.
func SkipPos(pass *analysis.Pass, pos token.Pos) bool {
	if f := pass.Analyzer.Flags.Lookup("tests"); f != nil && f.Value.String() == "true" {
		return false
	}
	return isTest(pass, pos) && !isAllTests(pass) || isHelper(pass, pos)
}

func isTest(pass *analysis.Pass, pos token.Pos) bool {
	return strings.HasSuffix(pass.Fset.Position(pos).Filename, "_test.go")
}

// isAllTests reports whether the package consists of test files. External tests,
// which are a package of their own, are not meant.
func isAllTests(pass *analysis.Pass) bool {
	if strings.HasSuffix(pass.Pkg.Name(), "_test") || len(pass.Files) == 0 {
		return false
	}
	for _, f := range pass.Files {
		if !isTest(pass, f.FileStart) {
			return false
		}
	}
	return true
}

// isHelper reports whether the code at pos serves tests without being in a test
// file: its package or file is named so, or its function takes a testing.TB, or
// what another testing package has in the place of testing.T.
func isHelper(pass *analysis.Pass, pos token.Pos) bool {
	if isHelperName(path.Base(pass.Pkg.Path())) {
		return true
	}
	file := strings.TrimSuffix(filepath.Base(pass.Fset.Position(pos).Filename), ".go")
	if isHelperName(file) || strings.HasSuffix(file, "_testing") {
		return true
	}
	for _, f := range pass.Files {
		if pos < f.FileStart || pos >= f.FileEnd {
			continue
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Pos() <= pos && pos < fn.End() {
				return takesTB(pass, fn)
			}
		}
	}
	return false
}

// isHelperName reports whether a package or file of this name is for tests.
func isHelperName(name string) bool {
	switch strings.ReplaceAll(name, "_", "") {
	case "testing", "testutil", "testutils", "testhelper", "testhelpers", "testsupport":
		return true
	}
	return false
}

func takesTB(pass *analysis.Pass, fn *ast.FuncDecl) bool {
	for _, field := range fn.Type.Params.List {
		t := types.Unalias(pass.TypesInfo.TypeOf(field.Type))
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
		}
		n, ok := t.(*types.Named)
		if !ok || n.Obj().Pkg() == nil {
			continue
		}
		of, name := n.Obj().Pkg().Path(), n.Obj().Name()
		if of == "testing" && name == "TB" || of != "testing" && name == "T" && strings.Contains(of, "test") {
			return true
		}
	}
	return false
}

// InCommand reports whether the package is part of a command, by the folder cmd in
// its path: there a function that ends with an error mostly ends the process.
func InCommand(pass *analysis.Pass) bool {
	for _, folder := range strings.Split(pass.Pkg.Path(), "/") {
		if folder == "cmd" {
			return true
		}
	}
	return false
}
