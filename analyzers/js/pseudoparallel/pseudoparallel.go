package pseudoparallel

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/cost"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/yields"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer is the rule.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "pseudoparallel",
	Doc:      "Promise.all over async functions that only compute: they run one after the other on the same thread",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/pseudoparallel.md",
	Groups:   []string{"blocking"},
	Level:    jsanalysis.Warning,
	Words:    []string{"Promise.all"},
	Wants:    func(p *jsanalysis.Pass, _ string) bool { return execcontext.MayWait(p) },
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, cost.Analyzer, execcontext.Analyzer, yields.Analyzer},
	Run:      run,
}

// A callback is worth a word if one call takes this long, or grows with its data.
const worthMillis = 0.05

func run(p *jsanalysis.Pass) (any, error) {
	callees, turns, costs := callee.Of(p), yields.Of(p), cost.Of(p)
	for call := range p.File.Root().Preorder(jsparse.Call) {
		if !callees.MayBe(call, isAll) {
			continue
		}
		switch callees.CallName(call) {
		case "Promise.all", "Promise.allSettled":
		default:
			continue
		}
		list := call.Arg(0)
		if list.Kind() == jsparse.Ident {
			if v, ok := callee.Value(list.File(), list.Sym()); ok {
				list = v
			}
		}
		fn := yields.MapCallback(callees, list)
		if !fn.Ok() || fn.Has(jsparse.FlagGenerator) || !execcontext.Of(p).At(call).SomebodyWaits() || turns.Func(fn) != yields.Never {
			continue
		}
		work := costs.Func(fn)
		top, ok := computes(fn, work, callees)
		if !ok {
			continue
		}
		d := diagnostic(call, list, top)
		d.Measure = call.Func() // all items together hold the event loop
		if !d.Measure.Ok() {
			d.Measure = fn
		}
		p.Report(d)
	}
	return nil, nil
}

func isAll(last string) bool { return last == "all" || last == "allSettled" }

// computes reports whether a callback does work that one would want to spread: it
// makes the items' promises itself, and its cost grows with its data.
func computes(fn jsparse.Cursor, work cost.Poly, callees *callee.Oracle) (cost.Term, bool) {
	if !fn.Has(jsparse.FlagAsync) && !callsAsync(fn, callees) {
		return cost.Term{}, false // Promise.all over plain values
	}
	top, ok := work.Top()
	if !ok || !top.Site.Ok() {
		return top, false
	}
	mass := false
	for _, t := range work {
		mass = mass || t.IsMass() && len(t.Sizes) > 0
	}
	return top, work.Millis() >= worthMillis || mass
}

// callsAsync reports whether a plain callback hands on an async function's promise.
func callsAsync(fn jsparse.Cursor, callees *callee.Oracle) bool {
	for c := range fn.Body().Preorder(jsparse.Call) {
		if callees.Call(c).Func().Has(jsparse.FlagAsync) {
			return true
		}
	}
	return false
}

func diagnostic(call, list jsparse.Cursor, top cost.Term) jsanalysis.Diagnostic {
	items := list.Callee().Object()
	if list.Callee().Name() == "from" {
		items = list.Arg(0)
	}
	text := strings.Join(strings.Fields(items.Text()), " ")
	if len(text) > 40 {
		text = text[:37] + "…"
	}
	d := jsanalysis.Diagnostic{Grow: []string{text}, Size: top.Largest().N, Diagnostic: analysis.Diagnostic{Pos: call.Callee().Pos(), End: call.Callee().TokenEnd(), Message: fmt.Sprintf(
		"%s waits for functions that only compute: each item of `%s` runs to its end before the next one starts, with the event loop held; give them to workers, or write a plain loop",
		call.Callee().Text(), text)}}
	if top.Deep.Ok() {
		d.Related = append(d.Related, jsanalysis.Related(top.Deep, "the work is done here"))
	}
	return d
}
