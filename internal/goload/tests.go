package goload

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// onlyTests returns the packages among the roots that have nothing but _test.go
// files, of the package itself: what would be a program elsewhere. The go command
// lists them without files unless it is asked for tests.
func onlyTests(roots []*packages.Package) []string {
	var paths []string
	for _, pkg := range roots {
		if len(pkg.GoFiles)+len(pkg.CompiledGoFiles)+len(pkg.IgnoredFiles) > 0 || pkg.Module == nil || len(pkg.Errors) > 0 {
			continue
		}
		below := strings.TrimPrefix(pkg.PkgPath, pkg.Module.Path)
		if hasInnerTests(filepath.Join(pkg.Module.Dir, filepath.FromSlash(below))) {
			paths = append(paths, pkg.PkgPath)
		}
	}
	return paths
}

// hasInnerTests reports whether a _test.go file in dir is of the package itself,
// and not of its external tests.
func hasInnerTests(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		return false
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
		if err == nil && !strings.HasSuffix(f.Name.Name, "_test") {
			return true
		}
	}
	return false
}
