package atomicswait

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/messages"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports waits for shared memory on threads that must not stand still.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "atomicswait",
	Doc:      "reports Atomics.wait on a main thread, where it throws or stops the event loop",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/atomicswait.md",
	Groups:   []string{"memory"},
	Level:    jsanalysis.Error,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"Atomics"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer},
	Run:      run,
}

func run(pass *jsanalysis.Pass) (any, error) {
	for call := range pass.File.Root().Preorder(jsparse.Call) {
		if callee.Of(pass).CallName(call) != "Atomics.wait" || isGuarded(call) {
			continue
		}
		why := effect(execcontext.Of(pass).At(call), messages.OnNodeOnly(call.File()))
		if why == "" {
			continue
		}
		d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: call.Pos(), End: call.TokenEnd(),
			Message: fmt.Sprintf("`Atomics.wait` %s; wait in a worker, or use `await Atomics.waitAsync(…).value`", why)}}
		if fn := call.Func(); fn.Ok() && fn.IsAsync() && call.Callee().Kind() == jsparse.Member && call.Callee().Object().GlobalName() == "Atomics" {
			d.SuggestedFixes = []analysis.SuggestedFix{waitAsync(call)}
		}
		pass.Report(d)
	}
	return nil, nil
}

// effect says what the call does in the places where it runs, or "" where it is
// fine: in workers, and where nobody waits.
func effect(i execcontext.Info, node bool) string {
	switch {
	case !i.SomebodyWaits(), i.Places&execcontext.Worker != 0, i.Places&execcontext.Unknown != 0:
		return ""
	case !node && i.Places&(execcontext.Main|execcontext.ServiceWorker) != 0:
		return "throws a TypeError here: a browser's main thread must not wait"
	case i.Places&execcontext.Server != 0:
		return "stops the event loop here, with all requests, until another thread notifies"
	}
	return ""
}

// isGuarded: if (!isMainThread) …, also as an early return above, and a try
// whose catch takes the error for an answer.
func isGuarded(n jsparse.Cursor) bool {
	for c := n; c.Ok(); c = c.Parent() {
		p := c.Parent()
		if p.Kind() == jsparse.Try && c.Edge() == jsparse.EdgeBody && p.Child(jsparse.EdgeHandler).Ok() && !throws(p.Child(jsparse.EdgeHandler)) {
			return true
		}
		if p.Is(jsparse.If, jsparse.Conditional) && c.Edge() != jsparse.EdgeTest && asksThread(p.Child(jsparse.EdgeTest)) {
			return true
		}
		if p.Is(jsparse.Block, jsparse.Program) {
			for s := range p.Children() {
				if s == c {
					break
				}
				if s.Kind() == jsparse.If && asksThread(s.Child(jsparse.EdgeTest)) {
					return true
				}
			}
		}
	}
	return false
}

func throws(handler jsparse.Cursor) bool {
	for range handler.Preorder(jsparse.Throw) {
		return true
	}
	return false
}

// asksThread reports whether a condition asks on which thread the code runs.
func asksThread(test jsparse.Cursor) bool {
	for n := range test.Preorder(jsparse.Ident, jsparse.Member) {
		switch n.Name() {
		case "isMainThread", "window", "document", "WorkerGlobalScope", "importScripts", "parentPort", "isWorker", "ENVIRONMENT_IS_WORKER", "ENVIRONMENT_IS_WEB", "ENVIRONMENT_IS_PTHREAD":
			return true
		}
	}
	return false
}

func waitAsync(call jsparse.Cursor) analysis.SuggestedFix {
	f, c := call.File(), call.Callee()
	before, after := "await ", ".value"
	if p := call.Parent(); !p.Is(jsparse.ExprStmt, jsparse.Declarator, jsparse.Assign, jsparse.Return) {
		before, after = "(await ", ".value)"
	}
	return analysis.SuggestedFix{Message: "wait without holding the thread", TextEdits: []analysis.TextEdit{
		jsanalysis.Insert(f, call.Start(), before),
		jsanalysis.Insert(f, c.End(), "Async"),
		jsanalysis.Insert(f, call.End(), after),
	}}
}
