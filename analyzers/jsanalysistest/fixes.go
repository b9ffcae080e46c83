package jsanalysistest

import (
	"bytes"
	"context"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// CheckFixes runs an analyzer over one text, as the only module of a graph, and
// carries out every fix that it offers, each by itself and then one after the
// other until none is offered. It returns an error if a mended text does not
// parse, lost a comment, or has as many findings as before, so that mending
// would never end. A text that does not parse has no fixes. name gives the
// language.
func CheckFixes(a *jsanalysis.Analyzer, name, text string) error {
	reports, ok, err := runText(a, name, text)
	if err != nil || !ok {
		return err
	}
	var first string
	for _, r := range reports {
		for _, fix := range r.Diagnostic.SuggestedFixes {
			mended, err := checkFix(a, name, text, r, fix, len(reports))
			if err != nil {
				return fmt.Errorf("%s: fix %q: %w", where(r), fix.Message, err)
			}
			if first == "" {
				first = mended
			}
		}
	}
	if first == "" {
		return nil
	}
	return CheckFixes(a, name, first) // fewer findings each time
}

// Mended returns what the fixes make of a text, each carried out by itself.
func Mended(a *jsanalysis.Analyzer, name, text string) (list []string, err error) {
	reports, _, err := runText(a, name, text)
	for _, r := range reports {
		for _, fix := range r.Diagnostic.SuggestedFixes {
			mended, err := applyFix(text, r, fix)
			if err != nil {
				return nil, err
			}
			list = append(list, mended)
		}
	}
	return list, err
}

// checkFix carries out one fix of a text that had so many findings.
func checkFix(a *jsanalysis.Analyzer, name, text string, r jsanalysis.Report, fix analysis.SuggestedFix, findings int) (string, error) {
	mended, err := applyFix(text, r, fix)
	if err != nil {
		return "", err
	}
	again, ok, err := runText(a, name, mended)
	switch {
	case err != nil:
		return "", fmt.Errorf("then %w", err)
	case !ok:
		return "", fmt.Errorf("then the text does not parse:\n%s", mended)
	case len(again) >= findings:
		return "", fmt.Errorf("then there are %d findings where there were %d:\n%s", len(again), findings, mended)
	}
	if lost := lostComment(name, text, mended); lost != "" {
		return "", fmt.Errorf("then the comment %q is lost:\n%s", lost, mended)
	}
	return mended, nil
}

// lostComment returns a comment that a mended text has less often.
func lostComment(name, text, mended string) string {
	kept := map[string]int{}
	for _, c := range comments(name, mended) {
		kept[c]++
	}
	for _, c := range comments(name, text) {
		if kept[c]--; kept[c] < 0 {
			return c
		}
	}
	return ""
}

func comments(name, text string) (list []string) {
	files, _ := jsparse.Parse(nil, name, text)
	for _, f := range files {
		for _, c := range f.Comments() {
			list = append(list, f.Slice(c.Start, c.End))
		}
	}
	return list
}

// applyFix carries out one fix of a finding in a text.
func applyFix(text string, r jsanalysis.Report, fix analysis.SuggestedFix) (string, error) {
	var edits []edit
	for _, e := range fix.TextEdits {
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		edits = append(edits, edit{r.File.Offset(e.Pos), r.File.Offset(end), string(e.NewText)})
	}
	return apply(text, edits)
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

// Corpus names the environment variable that lists folders, as PATH does, whose
// source files FuzzFixes takes for seeds beside the rule's own cases: code that
// nobody wrote for the tests.
const Corpus = "ASYNCLINT_FIX_CORPUS"

// FuzzFixes checks an analyzer's fixes (see CheckFixes) on the rule's own cases,
// on the folders of Corpus, and on what a fuzzer makes of them.
func FuzzFixes(f *testing.F, a *jsanalysis.Analyzer) {
	for _, root := range append([]string{"testdata"}, filepath.SplitList(os.Getenv(Corpus))...) {
		seeds, err := sources(root, a)
		if err != nil {
			f.Fatal(err)
		}
		for _, s := range seeds {
			f.Add(s.name, s.text)
		}
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

type seed struct{ name, text string }

// sources returns the source files below a folder that an analyzer has something
// to say about.
func sources(root string, a *jsanalysis.Analyzer) (seeds []seed, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !jsparse.IsSource(path) {
			return err
		}
		text, err := os.ReadFile(path)
		if a.Words == nil || slices.ContainsFunc(a.Words, func(w string) bool { return bytes.Contains(text, []byte(w)) }) {
			seeds = append(seeds, seed{"a" + filepath.Ext(path), string(text)})
		}
		return err
	})
	return seeds, err
}

// Count returns how many findings an analyzer has in one text, as the only
// module of a graph.
func Count(a *jsanalysis.Analyzer, name, text string) (int, error) {
	reports, _, err := runText(a, name, text)
	return len(reports), err
}
