package jsanalysis

import (
	"context"
	"errors"
	"go/token"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/jsparse"
)

// A rule that panics, or a shared pass that does, is one line for each file, and
// the other rules say what they have to say.
func TestBugOfOneRule(t *testing.T) {
	broken := &Analyzer{Name: "broken", Run: func(p *Pass) (any, error) {
		var list []int
		return list[p.File.NumNodes()], nil
	}}
	refuses := &Analyzer{Name: "refuses", Run: func(*Pass) (any, error) { return nil, errors.New("no") }}
	loud := &Analyzer{Name: "loud", Level: Hint, Run: func(p *Pass) (any, error) {
		p.Report(Diagnostic{Level: Error})
		return nil, nil
	}}
	pass := &Analyzer{Name: "pass", Project: true, Run: func(*Pass) (any, error) { panic("in a pass") }}
	sound := &Analyzer{Name: "sound", Requires: []*Analyzer{pass}, Run: func(p *Pass) (any, error) {
		p.Report(Diagnostic{Diagnostic: analysis.Diagnostic{Pos: p.File.Root().Pos(), Message: "here"}})
		return nil, nil
	}}
	g := jsparse.NewGraph(token.NewFileSet(), "/", []string{"/a.js", "/b.js"}, func(string) (string, error) { return "a()", nil })
	reports, failures, err := Run(context.Background(), Job{Graph: g, Modules: g.Modules(), Workers: 2, Analyzers: []*Analyzer{broken, refuses, loud, sound}})
	if err != nil || len(reports) != 2 || reports[0].Analyzer != sound || reports[1].File.Path != "/b.js" {
		t.Errorf("%v, %v", reports, err)
	}
	var got []string
	for _, f := range failures {
		got = append(got, f.Path+" "+f.Analyzer)
	}
	if want := " pass|/a.js broken|/a.js refuses|/a.js loud|/b.js broken|/b.js refuses|/b.js loud"; strings.Join(got, "|") != want {
		t.Errorf("failures %q", got)
	}
	if msg := failures[1].Err.Error(); !strings.Contains(msg, "index out of range") || !strings.Contains(msg, "run_test.go:") || strings.Contains(msg, "\n") {
		t.Errorf("message %q", msg)
	}
}

// A rule that does not want a text does not see it, and a text that no rule
// wants is not parsed. A bug in the question is one line, too.
func TestWants(t *testing.T) {
	texts := map[string]string{"/a.js": "a()", "/b.js": "a(); // this is no /* code", "/c.js": "a(("}
	see := func(p *Pass) (any, error) {
		p.Report(Diagnostic{Diagnostic: analysis.Diagnostic{Pos: p.File.Root().Pos(), Message: "here"}})
		return nil, nil
	}
	picky := &Analyzer{Name: "picky", Words: []string{"a("}, Run: see, Wants: func(p *Pass, text string) bool {
		return text == texts[p.Module.Path] && p.File == nil && text == "a()"
	}}
	broken := &Analyzer{Name: "broken", Run: see, Wants: func(p *Pass, text string) bool {
		if strings.Contains(text, "no") {
			panic("why")
		}
		return false
	}}
	g := jsparse.NewGraph(token.NewFileSet(), "/", []string{"/a.js", "/b.js", "/c.js"}, func(p string) (string, error) { return texts[p], nil })
	var parsed []string
	reports, failures, err := Run(context.Background(), Job{Graph: g, Modules: g.Modules(), Workers: 1, Analyzers: []*Analyzer{picky, broken},
		Done: func(m *jsparse.Module, p bool) {
			if p {
				parsed = append(parsed, m.Path)
			}
		}})
	if err != nil || len(reports) != 1 || reports[0].Analyzer != picky || reports[0].File.Path != "/a.js" {
		t.Errorf("%v, %v", reports, err)
	}
	if strings.Join(parsed, " ") != "/a.js" {
		t.Errorf("parsed %v", parsed)
	}
	if len(failures) != 1 || failures[0].Analyzer != "broken" || failures[0].Path != "/b.js" || !strings.Contains(failures[0].Err.Error(), "run_test.go:") {
		t.Errorf("failures %v", failures)
	}
}
