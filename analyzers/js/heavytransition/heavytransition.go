package heavytransition

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/cost"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer is the rule.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "heavytransition",
	Doc:      "a long computation inside a React transition: rendering becomes interruptible there, this does not",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/heavytransition.md",
	Groups:   []string{"blocking"},
	Level:    jsanalysis.Measured,
	Words:    []string{"startTransition", "useTransition"},
	Wants:    func(p *jsanalysis.Pass, _ string) bool { return execcontext.MayWait(p) },
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, cost.Analyzer, execcontext.Analyzer},
	Run:      run,
}

func run(p *jsanalysis.Pass) (any, error) {
	callees, costs := callee.Of(p), cost.Of(p)
	for call := range p.File.Root().Preorder(jsparse.Call) {
		fn := call.Arg(0)
		if !fn.Ok() || !startsTransition(call, callees) {
			continue
		}
		if !fn.Kind().IsFunc() {
			fn = callees.Expr(fn).Func()
		}
		if !fn.Ok() {
			continue
		}
		work := costs.Func(fn)
		top, _ := work.Top()
		if work.Millis() < cost.LongTask || !top.IsMass() || !top.Site.Ok() || !execcontext.Of(p).At(call).SomebodyWaits() {
			continue
		}
		p.Report(diagnostic(call, fn, top))
	}
	return nil, nil
}

// startsTransition reports whether a call is React's startTransition, imported,
// or taken from useTransition in the same file.
func startsTransition(call jsparse.Cursor, callees *callee.Oracle) bool {
	f := call.Callee()
	switch callees.CallName(call) {
	case "react.startTransition", "preact/compat.startTransition", "preact.startTransition":
		return true
	}
	if f.Kind() != jsparse.Ident || f.Sym() == jsparse.NoSym {
		return false
	}
	// const [isPending, startTransition] = useTransition()
	elem := f.File().Decl(f.Sym()).Parent()
	if elem.Kind() != jsparse.PatternElem || elem.Parent().Kind() != jsparse.ArrayPattern || elem.PrevSibling() != elem.Parent().FirstChild() {
		return false
	}
	hook := elem.Parent().Parent().Child(jsparse.EdgeInit)
	return hook.Kind() == jsparse.Call && strings.HasSuffix(callees.CallName(hook), ".useTransition")
}

func diagnostic(call, fn jsparse.Cursor, top cost.Term) jsanalysis.Diagnostic {
	at := top.Site
	if !fn.Contains(at) || !call.Contains(at) {
		at = call.Callee()
	}
	var names []string
	for _, s := range top.Sizes {
		names = append(names, s.Name)
	}
	grows := ""
	if len(names) > 0 {
		grows = ", and grows with " + strings.Join(names, " × ")
	}
	end := at.TokenEnd()
	if body := at.Body(); at.Kind().IsLoop() && body.Ok() {
		end = body.Pos()
	}
	d := jsanalysis.Diagnostic{Measure: fn, Grow: names, Size: top.Largest().N, Diagnostic: analysis.Diagnostic{Pos: at.Pos(), End: end, Message: fmt.Sprintf(
		"this runs in one piece inside `%s`%s: a transition makes rendering interruptible, not the callback; compute in a worker and set the state with the answer",
		call.Callee().Text(), grows)}}
	if top.Deep.Ok() && top.Deep != at {
		d.Related = append(d.Related, jsanalysis.Related(top.Deep, "the work is done here"))
	}
	return d
}
