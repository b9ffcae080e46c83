package goload_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/internal/goload"
)

// module writes files, given as name and content in turn, into a new module.
func module(t *testing.T, files ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, "go.mod", "module example.com/m\n\ngo 1.26\n")
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A marked is the fact that a function's name starts with Bad.
type marked struct{ Why string }

func (*marked) AFact() {}

// calls reports calls of functions that are marked, in any package, and offers
// to delete the argument list.
var calls = &analysis.Analyzer{
	Name:      "calls",
	Doc:       "report calls of functions whose name starts with Bad",
	FactTypes: []analysis.Fact{(*marked)(nil)},
	URL:       "https://example.com/calls",
	Run: func(pass *analysis.Pass) (any, error) {
		for _, file := range pass.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					if strings.HasPrefix(n.Name.Name, "Bad") {
						pass.ExportObjectFact(pass.TypesInfo.Defs[n.Name], &marked{Why: n.Name.Name})
					}
				case *ast.CallExpr:
					var fact marked
					sel, ok := n.Fun.(*ast.SelectorExpr)
					if !ok || !pass.ImportObjectFact(pass.TypesInfo.Uses[sel.Sel], &fact) {
						break
					}
					pass.Report(analysis.Diagnostic{
						Pos: n.Pos(), End: n.End(), Message: "calls " + fact.Why,
						Related: []analysis.RelatedInformation{{Pos: sel.Sel.Pos(), End: sel.Sel.End(), Message: "here"}},
						SuggestedFixes: []analysis.SuggestedFix{{Message: "Drop", TextEdits: []analysis.TextEdit{
							{Pos: n.Lparen, End: n.End(), NewText: []byte("/**/")}}}},
					})
				}
				return true
			})
		}
		return nil, nil
	},
}

const (
	user   = "package user\n\nimport \"example.com/m/lib\"\n\n// ä\nfunc f() { /* ä */ lib.BadIdea(1) }\n"
	lib    = "package lib\n\nfunc BadIdea(n int) {}\n"
	broken = "package broken\n\nfunc f() int { return \"x\" }\n"
)

func run(t *testing.T, dir string, opts goload.Options, patterns ...string) ([]goload.Diagnostic, []goload.Error) {
	t.Helper()
	ds, es, err := goload.Run(t.Context(), dir, patterns, []*analysis.Analyzer{calls}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return ds, es
}

func TestFinding(t *testing.T) {
	dir := module(t, "user/user.go", user, "lib/lib.go", lib)
	for _, pattern := range []string{"./...", "./user"} { // with a dependency's facts, asked for or not
		ds, es := run(t, dir, goload.Options{}, pattern)
		if len(ds) != 1 || len(es) != 0 {
			t.Fatalf("%s: got %v, %v", pattern, ds, es)
		}
		d := ds[0]
		file := filepath.Join(dir, "user", "user.go")
		offset := strings.Index(user, "lib.Bad")
		if want := (goload.Position{File: file, Line: 6, Column: 21, Offset: offset}); d.Pos != want {
			t.Errorf("%s: at %+v, want %+v", pattern, d.Pos, want)
		}
		if d.End.Offset != offset+len("lib.BadIdea(1)") {
			t.Errorf("%s: ends at %+v", pattern, d.End)
		}
		if d.Analyzer != "calls" || d.Message != "calls BadIdea" || d.URL != "https://example.com/calls" || d.Package != "example.com/m/user" {
			t.Errorf("%s: %+v", pattern, d)
		}
		if len(d.Related) != 1 || d.Related[0].Pos.Offset != offset+len("lib.") || d.Related[0].End.Offset != offset+len("lib.BadIdea") {
			t.Errorf("%s: related %+v", pattern, d.Related)
		}
		if got := fmt.Sprint(d.Fixes); got != fmt.Sprint([]goload.Fix{{Message: "Drop", Edits: []goload.Edit{
			{File: file, Start: offset + len("lib.BadIdea"), End: d.End.Offset, Text: "/**/"}}}}) {
			t.Errorf("%s: fixes %s", pattern, got)
		}
	}
}

func TestBrokenPackage(t *testing.T) {
	dir := module(t, "user/user.go", user, "lib/lib.go", lib, "broken/broken.go", broken,
		"above/above.go", "package above\n\nimport _ \"example.com/m/broken\"\n",
		"syntax/syntax.go", "package syntax\n\nfunc {\n",
		"gone/gone.go", "package gone\n\nimport _ \"example.com/m/nowhere\"\n")
	ds, es := run(t, dir, goload.Options{}, "./...")
	if len(ds) != 1 {
		t.Errorf("findings in the package that compiles: %v", ds)
	}
	want := map[string]int{"broken.go": 3, "syntax.go": 3, "gone.go": 3}
	for _, e := range es {
		name := filepath.Base(e.Pos.File)
		if want[name] != e.Pos.Line {
			t.Errorf("unexpected error %v", e)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("no errors for %v in %v", want, es)
	}
}

// A module outside imports a package of the main module, as those that belong to
// one project do. Its export data must not bring a second set of that package's
// types, even when it is read before the package is checked.
func TestImportedFromOutside(t *testing.T) {
	dir := module(t,
		"zoo/zoo.go", "package zoo\n\nimport \"example.com/m/food\"\n\ntype Animal interface{ Feed(*Food) }\n\ntype Food struct{ food.Kind }\n",
		"food/food.go", "package food\n\ntype Kind int\n", // so that early's turn is before zoo's
		"early/early.go", "package early\n\nimport _ \"example.com/outside\"\n",
		"use/use.go", "package use\n\nimport (\n\t\"example.com/m/zoo\"\n\t\"example.com/outside\"\n)\n\ntype cat struct{}\n\nfunc (cat) Feed(*zoo.Food) { outside.Visit(cat{}) }\n",
		"outside/outside.go", "package outside\n\nimport \"example.com/m/zoo\"\n\nfunc Visit(zoo.Animal) {}\n",
		"outside/go.mod", "module example.com/outside\n\ngo 1.26\n",
	)
	gomod := "module example.com/m\n\ngo 1.26\n\nrequire example.com/outside v0.0.0\n\nreplace example.com/outside => ./outside\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(gomod), 0o666); err != nil {
		t.Fatal(err)
	}
	_, errs, err := goload.Run(context.Background(), dir, []string{"./..."}, []*analysis.Analyzer{calls}, goload.Options{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(errs) > 0 {
		t.Errorf("errors: %v", errs)
	}
}

func TestTestsAndTags(t *testing.T) {
	dir := module(t, "user/user.go", user, "lib/lib.go", lib,
		"user/user_test.go", "package user\n\nimport \"example.com/m/lib\"\n\nfunc g() { lib.BadIdea(2) }\n",
		"user/x_test.go", "package user_test\n\nimport \"example.com/m/lib\"\n\nfunc g() { lib.BadIdea(3) }\n",
		"user/tagged.go", "//go:build special\n\npackage user\n\nimport \"example.com/m/lib\"\n\nfunc h() { lib.BadIdea(4) }\n")
	for _, c := range []struct {
		opts goload.Options
		want int
	}{{goload.Options{}, 1}, {goload.Options{Tests: true}, 3}, {goload.Options{Tags: []string{"special"}}, 2}} {
		if ds, es := run(t, dir, c.opts, "./..."); len(ds) != c.want || len(es) != 0 {
			t.Errorf("%+v: %d findings, want %d; %v %v", c.opts, len(ds), c.want, ds, es)
		}
	}
}

// A package of nothing but tests is loaded without being asked for; external
// tests, and those beside other files, are not.
func TestOnlyTests(t *testing.T) {
	const test = "\n\nimport \"example.com/m/lib\"\n\nfunc g() { lib.BadIdea(2) }\n"
	dir := module(t, "lib/lib.go", lib, "lib/lib_test.go", "package lib\n\nfunc g() { BadIdea(2) }\n",
		"kernel/kernel_test.go", "package kernel"+test, "e2e/e2e_test.go", "package e2e_test"+test)
	ds, es := run(t, dir, goload.Options{}, "./...")
	if len(ds) != 1 || len(es) != 0 || filepath.Base(ds[0].Pos.File) != "kernel_test.go" {
		t.Errorf("got %v, %v", ds, es)
	}
}

func TestOverlay(t *testing.T) {
	dir := module(t, "user/user.go", "package user\n", "lib/lib.go", lib)
	overlay := map[string][]byte{filepath.Join(dir, "user", "user.go"): []byte(user)}
	if ds, es := run(t, dir, goload.Options{Overlay: overlay}, "./..."); len(ds) != 1 || len(es) != 0 {
		t.Errorf("got %v, %v", ds, es)
	}
}

func TestGenerated(t *testing.T) {
	dir := module(t, "user/user.go", "// Code generated by hand. DO NOT EDIT.\n\n"+user, "lib/lib.go", lib)
	if ds, _ := run(t, dir, goload.Options{}, "./..."); len(ds) != 1 || !ds[0].Generated {
		t.Errorf("got %+v", ds)
	}
}

func TestLineDirective(t *testing.T) {
	dir := module(t, "user/user.go", strings.Replace(user, "// ä", "//line grammar.y:100", 1), "lib/lib.go", lib)
	if ds, _ := run(t, dir, goload.Options{}, "./..."); len(ds) != 1 || ds[0].Pos.Line != 6 || filepath.Base(ds[0].Pos.File) != "user.go" {
		t.Errorf("got %+v", ds)
	}
}

func TestCrash(t *testing.T) {
	dir := module(t, "user/user.go", user, "lib/lib.go", lib)
	crash := &analysis.Analyzer{Name: "crash", Doc: "crash", Run: func(pass *analysis.Pass) (any, error) {
		if pass.Pkg.Name() == "user" {
			panic("out of luck")
		}
		return nil, nil
	}}
	after := &analysis.Analyzer{Name: "after", Doc: "after", Requires: []*analysis.Analyzer{crash}, Run: func(*analysis.Pass) (any, error) { return nil, nil }}
	ds, es, err := goload.Run(t.Context(), dir, []string{"./..."}, []*analysis.Analyzer{crash, after, calls}, goload.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(ds) != 1 {
		t.Errorf("the other analyzer's findings: %v", ds)
	}
	if len(es) != 2 || es[0].Analyzer != "after" || es[1].Analyzer != "crash" || !strings.Contains(es[1].Message, "out of luck") {
		t.Errorf("errors: %v", es)
	}
}

func TestNothing(t *testing.T) {
	dir := module(t)
	ds, es := run(t, dir, goload.Options{}, "./...")
	if len(ds) != 0 || len(es) != 0 {
		t.Errorf("an empty module: %v, %v", ds, es)
	}
	if _, es := run(t, dir, goload.Options{}, "./nowhere"); len(es) == 0 {
		t.Error("a pattern without a package gave no error")
	}
}

func TestCancel(t *testing.T) {
	dir := module(t, "user/user.go", user, "lib/lib.go", lib)
	ctx, cancel := context.WithCancel(t.Context())
	slow := &analysis.Analyzer{Name: "slow", Doc: "slow", Run: func(pass *analysis.Pass) (any, error) {
		cancel()
		return nil, nil
	}}
	start := time.Now()
	ds, _, err := goload.Run(ctx, dir, []string{"./..."}, []*analysis.Analyzer{slow}, goload.Options{Jobs: 1})
	if !errors.Is(err, context.Canceled) || len(ds) != 0 {
		t.Errorf("got %v, %v", ds, err)
	}
	cancel()
	if _, _, err := goload.Run(ctx, dir, []string{"./..."}, []*analysis.Analyzer{slow}, goload.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("took %v", d)
	}
}

func TestNoGoCommand(t *testing.T) {
	dir := module(t, "user/user.go", user, "lib/lib.go", lib)
	t.Setenv("PATH", t.TempDir())
	if _, _, err := goload.Run(t.Context(), dir, []string{"./..."}, []*analysis.Analyzer{calls}, goload.Options{}); err == nil {
		t.Error("no error without a go command")
	}
}

const script = "package %s\n\nimport (\n\t\"syscall/js\"\n\n\t\"example.com/m/lib\"\n)\n\nfunc f(js.Value) { lib.BadIdea(1) }\n"

func TestBrowser(t *testing.T) {
	dir := module(t, "lib/lib.go", lib, "user/user.go", user,
		"plain/plain.go", fmt.Sprintf(script, "plain"),
		"tagged/tagged.go", "//go:build js\n\n"+fmt.Sprintf(script, "tagged"),
		"tagged/other.go", "package tagged\n",
		"page/page.go", "package page\n\nimport (\n\t\"example.com/m/lib\"\n\t_ \"example.com/m/plain\"\n)\n\nfunc f() { lib.BadIdea(1) }\n")
	ds, es := run(t, dir, goload.Options{}, "./...")
	var got []string
	for _, d := range ds {
		got = append(got, filepath.Base(d.Pos.File))
	}
	if strings.Join(got, " ") != "page.go plain.go tagged.go user.go" || len(es) != 0 {
		t.Errorf("got findings in %v, errors %v", got, es)
	}
}
