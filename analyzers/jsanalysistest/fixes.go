package jsanalysistest

import (
	"context"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// CheckFixes runs an analyzer over one text, as the only module of a graph, and
// carries out every fix that it offers, each by itself. It returns an error if a
// mended text does not parse, or if the analyzer has as many findings in it as
// before, so that mending would never end. A text that does not parse has none.
// name gives the language.
func CheckFixes(a *jsanalysis.Analyzer, name, text string) error {
	reports, ok, err := runText(a, name, text)
	if err != nil || !ok {
		return err
	}
	for _, r := range reports {
		for _, fix := range r.Diagnostic.SuggestedFixes {
			var edits []edit
			for _, e := range fix.TextEdits {
				end := e.End
				if !end.IsValid() {
					end = e.Pos
				}
				edits = append(edits, edit{r.File.Offset(e.Pos), r.File.Offset(end), string(e.NewText)})
			}
			mended, err := apply(text, edits)
			if err != nil {
				return fmt.Errorf("%s: fix %q: %w", where(r), fix.Message, err)
			}
			again, ok, err := runText(a, name, mended)
			switch {
			case err != nil:
				return fmt.Errorf("%s: after fix %q: %w", where(r), fix.Message, err)
			case !ok:
				return fmt.Errorf("%s: after fix %q the text does not parse:\n%s", where(r), fix.Message, mended)
			case len(again) >= len(reports):
				return fmt.Errorf("%s: after fix %q there are %d findings where there were %d:\n%s", where(r), fix.Message, len(again), len(reports), mended)
			}
		}
	}
	return nil
}

func where(r jsanalysis.Report) string {
	line, col := r.File.Line(r.File.Offset(r.Diagnostic.Pos))
	return fmt.Sprintf("%s:%d:%d", r.File.Path, line, col)
}

// runText returns what an analyzer reports on one text; ok is false if the text
// does not parse.
func runText(a *jsanalysis.Analyzer, name, text string) (reports []jsanalysis.Report, ok bool, err error) {
	path := "/project/" + name
	g := jsparse.NewGraph(token.NewFileSet(), "/project", []string{path}, func(p string) (string, error) {
		if p == path {
			return text, nil
		}
		return "", fs.ErrNotExist
	})
	if _, err := g.Modules()[0].Files(); err != nil {
		return nil, false, nil
	}
	reports, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Analyzers: []*jsanalysis.Analyzer{a}, Modules: g.Modules(), Workers: 1})
	for _, f := range failures {
		return nil, true, f.Err
	}
	return reports, true, err
}

// FuzzFixes checks an analyzer's fixes (see CheckFixes) on the rule's own cases,
// and on what a fuzzer makes of them.
func FuzzFixes(f *testing.F, a *jsanalysis.Analyzer) {
	err := filepath.WalkDir("testdata/src", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !jsparse.IsSource(path) {
			return err
		}
		text, err := os.ReadFile(path)
		f.Add("a"+filepath.Ext(path), string(text))
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		if !jsparse.IsSource(name) || filepath.Base(name) != name {
			return
		}
		if err := CheckFixes(a, name, text); err != nil {
			t.Error(err)
		}
	})
}

// Count returns how many findings an analyzer has in one text, as the only
// module of a graph.
func Count(a *jsanalysis.Analyzer, name, text string) (int, error) {
	reports, _, err := runText(a, name, text)
	return len(reports), err
}
