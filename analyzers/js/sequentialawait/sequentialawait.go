package sequentialawait

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports reads that wait for each other without need.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "sequentialawait",
	Doc:      "reports adjacent awaits of independent reads, which could run together",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/sequentialawait.md",
	Groups:   []string{"awaits"},
	Level:    jsanalysis.Hint,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"await"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, effects.Analyzer, execcontext.Analyzer},
	Run:      run,
}

func run(pass *jsanalysis.Pass) (any, error) {
	r := rule{pass, effects.Of(pass)}
	for block := range pass.File.Root().Preorder(jsparse.Block, jsparse.Program, jsparse.Case) {
		var row []read
		for s := range block.Children() {
			next, ok := r.readOf(s)
			if ok && !next.dependsOn(row) {
				row = append(row, next)
				continue
			}
			r.report(row)
			if row = nil; ok {
				row = []read{next}
			}
		}
		r.report(row)
	}
	return nil, nil
}

type rule struct {
	pass    *jsanalysis.Pass
	effects *effects.Oracle
}

// read is one statement const target = await call.
type read struct {
	stmt, target, await, call jsparse.Cursor
}

// readOf reports whether a statement is nothing but one awaited read.
func (r rule) readOf(s jsparse.Cursor) (read, bool) {
	d := s.Child(jsparse.EdgeDecl)
	a := d.Child(jsparse.EdgeInit)
	if s.Kind() != jsparse.VarDecl || s.Op() != "const" || s.Count(jsparse.EdgeDecl) != 1 || a.Kind() != jsparse.Await || s.Has(jsparse.FlagExport) {
		return read{}, false
	}
	x := read{s, d.Child(jsparse.EdgeTarget), a, a.Operand()}
	if x.call.Kind() != jsparse.Call || effects.OneAtATime(x.call) || isBody(x.call) || isGate(x.call) {
		return read{}, false
	}
	for n := range varflow.Own(x.call, jsparse.Await, jsparse.Assign, jsparse.Update, jsparse.Yield) {
		_ = n
		return read{}, false
	}
	ans := r.effects.Call(x.call)
	return x, ans.Class == effects.Read
}

// isBody: response.json() and the like use the body up.
func isBody(call jsparse.Cursor) bool {
	switch call.Callee().Name() {
	case "json", "text", "blob", "formData", "arrayBuffer", "bytes", "next", "read":
		return call.Callee().Kind() == jsparse.Member
	}
	return false
}

// isGate: what asks whether the rest may happen comes first on purpose.
func isGate(call jsparse.Cursor) bool {
	words := effects.Words(effects.Name(call.Callee()))
	if len(words) == 0 {
		return true
	}
	switch words[0] {
	case "validate", "verify", "check", "assert", "can", "is", "has", "authorize", "authenticate", "exists", "require", "ensure", "decrypt", "test":
		return true
	}
	for _, w := range words {
		switch w {
		case "session", "auth", "permission", "permissions", "fail", "throw", "token":
			return true
		}
	}
	return false
}

// dependsOn reports whether the read uses what one of the row gave.
func (x read) dependsOn(row []read) bool {
	for _, before := range row {
		for _, id := range varflow.Bound(before.target) {
			if varflow.Mentions(x.stmt, id.Sym()) {
				return true
			}
		}
	}
	return false
}

func (r rule) report(row []read) {
	if len(row) < 2 || r.nobodyWaits(row[0].stmt) {
		return
	}
	second := row[1]
	msg := fmt.Sprintf("`%s` waits for `%s` though it does not use its result: the reads take the sum of their times; start them together with Promise.all", name(second.call), name(row[0].call))
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: second.await.Pos(), End: second.await.TokenEnd(), Message: msg}}
	d.Related = []analysis.RelatedInformation{jsanalysis.Related(row[0].await, "the read before")}
	if fix, ok := together(row); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{fix}
	}
	r.pass.Report(d)
}

// nobodyWaits: tests, builds, scripts, and what runs once at the start.
func (r rule) nobodyWaits(n jsparse.Cursor) bool {
	return execcontext.Of(r.pass).At(n).Only(execcontext.Test | execcontext.Build | execcontext.Script | execcontext.Startup)
}

func name(call jsparse.Cursor) string {
	if t := call.Callee().Text(); len(t) <= 40 && !strings.Contains(t, "\n") {
		return t
	}
	return effects.Name(call.Callee())
}

// together rewrites the row as const [a, b] = await Promise.all([f(), g()]).
func together(row []read) (analysis.SuggestedFix, bool) {
	f := row[0].stmt.File()
	start, end := row[0].stmt.Start(), row[len(row)-1].stmt.End()
	for _, c := range f.Comments() {
		if c.Start >= start && c.Start < end {
			return analysis.SuggestedFix{}, false
		}
	}
	var targets, calls []string
	for _, x := range row {
		if x.target.Annotation() != "" {
			return analysis.SuggestedFix{}, false
		}
		targets = append(targets, x.target.Text())
		calls = append(calls, strings.TrimSpace(strings.TrimPrefix(x.await.Text(), "await")))
	}
	text := "const [" + strings.Join(targets, ", ") + "] = await Promise.all([" + strings.Join(calls, ", ") + "]);"
	return analysis.SuggestedFix{Message: "start them together", TextEdits: []analysis.TextEdit{{Pos: f.Pos(start), End: f.Pos(end), NewText: []byte(text)}}}, true
}
