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
