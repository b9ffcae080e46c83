package lateevent

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports calls that steer an event after its dispatch has ended.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "lateevent",
	Doc:      "reports preventDefault, respondWith and the like behind an await, when the event is over",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/lateevent.md",
	Groups:   []string{"awaits"},
	Level:    jsanalysis.Error,
	Words:    []string{"preventDefault", "stopPropagation", "stopImmediatePropagation", "respondWith", "waitUntil", "intercept"},
	Requires: []*jsanalysis.Analyzer{execcontext.Analyzer},
	Run:      run,
}

// effect is what a method has no longer, behind an await.
var effect = map[string]string{
	// DOM Standard, 2.2.
	"preventDefault":           "the browser has already done what the event does by default",
	"stopPropagation":          "the other listeners have already run",
	"stopImmediatePropagation": "the other listeners have already run",
	// Service Workers, 4.4 and 4.5.
	"respondWith": "it throws an InvalidStateError and the request has already gone to the network",
	"waitUntil":   "it throws an InvalidStateError and the worker may be stopped at any time",
	// HTML Standard, 7.2.6.
	"intercept": "it throws an InvalidStateError and the navigation goes on",
}

func run(pass *jsanalysis.Pass) (any, error) {
	for call := range pass.File.Root().Preorder(jsparse.Call) {
		c := call.Callee()
		why, ok := effect[c.Name()]
		if !ok || c.Kind() != jsparse.Member || c.Object().Kind() != jsparse.Ident {
			continue
		}
		h, ok := handlerOf(c.Object())
		if !ok || call.Func() != h.fn || h.steersBefore(c.Name()) {
			continue
		}
		await := h.awaitBefore(call)
		if !await.Ok() || execcontext.Of(pass).At(call).Only(execcontext.Test) {
			continue
		}
		pass.Report(jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{
			Pos: call.Pos(), End: call.TokenEnd(),
			Message: fmt.Sprintf("`%s` comes after an await, when the event is over: %s; call it before the first await", call.Text(), why),
			Related: []analysis.RelatedInformation{jsanalysis.Related(await, "the handler returns to the dispatcher here")},
		}})
	}
	return nil, nil
}

// handler is an async function that gets an event.
type handler struct {
	fn    jsparse.Cursor
	event jsparse.Cursor // the parameter's name
}

func handlerOf(id jsparse.Cursor) (handler, bool) {
	d := id.File().Decl(id.Sym())
	p := d.Parent()
	if !d.Ok() || p.Kind() != jsparse.Param || !p.Parent().IsAsync() {
		return handler{}, false
	}
	return handler{p.Parent(), d}, isEvent(d)
}

// isEvent reports whether a parameter is an event, by its annotation or, where
// there is none, by its name.
func isEvent(d jsparse.Cursor) bool {
	if t := d.Annotation(); t != "" && t != "any" {
		t, _, _ = strings.Cut(t, "<")
		return strings.HasSuffix(t, "Event") || t == "JQuery.Event"
	}
	switch d.Name() {
	case "e", "ev", "evt", "event", "$event":
		return true
	}
	return strings.HasSuffix(d.Name(), "Event")
}

// steersBefore reports whether the handler calls the method before its first
// await too, so that the later call is only one more; or whether it has already
// extended the event's life.
func (h handler) steersBefore(name string) bool {
	first := -1
	for a := range varflow.Own(h.fn, jsparse.Await) {
		first = a.End()
		break
	}
	for u := range h.event.File().Uses(h.event.Sym()) {
		m := u.Parent()
		if m.Kind() != jsparse.Member || m.Edge() != jsparse.EdgeCallee || u.Start() > first {
			continue
		}
		if m.Name() == name || name == "waitUntil" && m.Name() == "respondWith" {
			return true
		}
	}
	return false
}

// awaitBefore returns an await from which a path leads to the call.
func (h handler) awaitBefore(call jsparse.Cursor) (found jsparse.Cursor) {
	event := call.Callee().Object()
	for a := range varflow.Own(h.fn, jsparse.Await) {
		varflow.After(a, func(n jsparse.Cursor) varflow.Step {
			if n == event {
				found = a
			}
			return varflow.Go
		})
		if found.Ok() {
			return found
		}
	}
	return found
}
