// Package jsanalysistest checks JS/TS analyzers against `// want "…"` comments,
// as golang.org/x/tools/go/analysis/analysistest does for Go.
//
// A case is a folder below testdata/src: one module graph, with whatever
// package.json, tsconfig.json and files it needs. Every source file in it is
// analysed. A line that bears
//
//	// want "regexp" `regexp`
//
// must have exactly as many diagnostics as regular expressions, each matching
// one; a line without must have none. In .vue, .svelte, .astro and .html the
// comment may also be <!-- want "…" -->.
package jsanalysistest

import (
	"bytes"
	"context"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// Run analyses the named cases, or all of them, below dir/src, and returns what
// was reported, in the order of files and positions.
func Run(t *testing.T, dir string, a *jsanalysis.Analyzer, cases ...string) []jsanalysis.Report {
	t.Helper()
	return RunOptions(t, dir, jsanalysis.Options{}, a, cases...)
}

// RunOptions is Run with the user's options.
func RunOptions(t *testing.T, dir string, opt jsanalysis.Options, a *jsanalysis.Analyzer, cases ...string) []jsanalysis.Report {
	t.Helper()
	var all []jsanalysis.Report
	for _, c := range list(t, dir, cases) {
		t.Run(c, func(t *testing.T) {
			root := filepath.Join(dir, "src", c)
			g := Load(t, root)
			reports := analyze(t, g, opt, a)
			all = append(all, reports...)
			check(t, g, reports)
		})
	}
	return all
}

// RunWithFixes is Run, and compares each file, with all fixes applied, with
// FILE.golden beside it. A file that has fixes must have a golden file. Where
// diagnostics offer several fixes the first is taken. The mended text must
// parse, and the analyzer must not report there again what the fix mended.
func RunWithFixes(t *testing.T, dir string, a *jsanalysis.Analyzer, cases ...string) []jsanalysis.Report {
	t.Helper()
	var all []jsanalysis.Report
	for _, c := range list(t, dir, cases) {
		t.Run(c, func(t *testing.T) {
			root := filepath.Join(dir, "src", c)
			g := Load(t, root)
			reports := analyze(t, g, jsanalysis.Options{}, a)
			all = append(all, reports...)
			check(t, g, reports)
			fixes(t, g, reports, a)
		})
	}
	return all
}

// list returns the cases to run.
func list(t *testing.T, dir string, cases []string) []string {
	t.Helper()
	if len(cases) > 0 {
		return cases
	}
	entries, err := os.ReadDir(filepath.Join(dir, "src"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			cases = append(cases, e.Name())
		}
	}
	if len(cases) == 0 {
		t.Fatalf("no cases below %s/src", dir)
	}
	return cases
}

// Load returns the graph of the source files below a folder.
func Load(t testing.TB, root string) *jsparse.Graph {
	t.Helper()
	root, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() && jsparse.IsSource(path) {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return jsparse.NewGraph(token.NewFileSet(), root, paths, nil)
}

func analyze(t *testing.T, g *jsparse.Graph, opt jsanalysis.Options, a *jsanalysis.Analyzer) []jsanalysis.Report {
	t.Helper()
	reports, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{
		Graph: g, Analyzers: []*jsanalysis.Analyzer{a}, Modules: g.Modules(), Options: opt, Workers: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		t.Errorf("%s %s: %v", f.Path, f.Analyzer, f.Err)
	}
	return reports
}

type place struct {
	path string
	line int
}

// check compares reports with the want comments.
func check(t *testing.T, g *jsparse.Graph, reports []jsanalysis.Report) {
	t.Helper()
	want := map[place][]*regexp.Regexp{}
	for _, m := range g.Modules() {
		text, err := m.Text()
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(text, "\n") {
			if at := wantAt(line); at >= 0 {
				p := place{m.Path, i + 1}
				want[p] = patterns(t, p, line[at:])
			}
		}
	}
	for _, r := range reports {
		pos := g.Fset().Position(r.Diagnostic.Pos)
		p := place{pos.Filename, pos.Line}
		k := slices.IndexFunc(want[p], func(re *regexp.Regexp) bool { return re.MatchString(r.Diagnostic.Message) })
		if k < 0 {
			t.Errorf("%s:%d:%d: unexpected: %s", rel(g, p.path), p.line, pos.Column, r.Diagnostic.Message)
			continue
		}
		want[p] = slices.Delete(want[p], k, k+1)
	}
	for p, left := range want {
		for _, re := range left {
			t.Errorf("%s:%d: no diagnostic matches %q", rel(g, p.path), p.line, re)
		}
	}
}

func wantAt(line string) int {
	for _, mark := range []string{"// want ", "<!-- want ", "/* want "} {
		if at := strings.Index(line, mark); at >= 0 {
			return at + len(mark)
		}
	}
	return -1
}

// patterns reads Go string literals until something else follows.
func patterns(t *testing.T, p place, s string) (list []*regexp.Regexp) {
	t.Helper()
	for {
		s = strings.TrimSpace(s)
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			if len(list) == 0 {
				t.Fatalf("%s:%d: want is followed by no string", p.path, p.line)
			}
			return list
		}
		text, _ := strconv.Unquote(quoted)
		re, err := regexp.Compile(text)
		if err != nil {
			t.Fatalf("%s:%d: %v", p.path, p.line, err)
		}
		list, s = append(list, re), s[len(quoted):]
	}
}

func rel(g *jsparse.Graph, path string) string {
	if r, err := filepath.Rel(g.Root(), path); err == nil {
		return r
	}
	return path
}

type edit struct {
	start, end int
	text       string
}

// fixes applies the first fix of each report and compares with the golden files.
func fixes(t *testing.T, g *jsparse.Graph, reports []jsanalysis.Report, a *jsanalysis.Analyzer) {
	t.Helper()
	edits := map[string][]edit{}
	for _, r := range reports {
		if len(r.Diagnostic.SuggestedFixes) == 0 {
			continue
		}
		for _, e := range r.Diagnostic.SuggestedFixes[0].TextEdits {
			f := g.Fset().File(e.Pos)
			end := e.End
			if !end.IsValid() {
				end = e.Pos
			}
			edits[f.Name()] = append(edits[f.Name()], edit{f.Offset(e.Pos), f.Offset(end), string(e.NewText)})
		}
	}
	for _, m := range g.Modules() {
		text, _ := m.Text()
		golden, err := os.ReadFile(m.Path + ".golden")
		list := edits[m.Path]
		if len(list) == 0 {
			if err == nil {
				t.Errorf("%s has a golden file but no fixes", rel(g, m.Path))
			}
			continue
		}
		if err != nil {
			t.Errorf("%s has fixes but no golden file", rel(g, m.Path))
		}
		mended, err := apply(text, list)
		if err != nil {
			t.Errorf("%s: %v", rel(g, m.Path), err)
			continue
		}
		if _, err := jsparse.Parse(nil, m.Path, mended); err != nil {
			t.Errorf("the mended text does not parse: %v", err)
		}
		if !bytes.Equal(golden, []byte(mended)) {
			t.Errorf("%s: mended text differs from the golden file; got:\n%s", rel(g, m.Path), mended)
		}
	}
}

// apply carries out the edits, which must not overlap; equal ones count once.
func apply(text string, list []edit) (string, error) {
	slices.SortStableFunc(list, func(x, y edit) int {
		if x.start != y.start {
			return x.start - y.start
		}
		return x.end - y.end
	})
	list = slices.Compact(list)
	var sb strings.Builder
	last := 0
	for _, e := range list {
		if e.start < last {
			return "", fmt.Errorf("edits overlap at offset %d", e.start)
		}
		sb.WriteString(text[last:e.start])
		sb.WriteString(e.text)
		last = e.end
	}
	sb.WriteString(text[last:])
	return sb.String(), nil
}
