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
	Wants:    wants,
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

// wants: the call comes after an await.
func wants(p *jsanalysis.Pass, text string) bool {
	if p.Module != nil && execcontext.Of(p).NamedFor(p.Module) == execcontext.Test {
		return false
	}
	await := strings.Index(text, "await")
	if await < 0 {
		return false
	}
	for name := range effect {
		if strings.LastIndex(text, name) > await {
			return true
		}
	}
	return false
}

func run(pass *jsanalysis.Pass) (any, error) {
	for call := range pass.File.Root().Preorder(jsparse.Call) {
		c := call.Callee()
		why, ok := effect[c.Name()]
		if !ok || c.Kind() != jsparse.Member || c.Object().Kind() != jsparse.Ident {
			continue
		}
		h, ok := handlerOf(c.Object())
		if !ok || call.Func() != h.fn || h.steersBefore(c.Name()) || c.Name() == "waitUntil" && !h.isListener() {
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

// isListener reports whether the function itself is registered. A helper may run
// while a respondWith around it keeps the event alive.
func (h handler) isListener() bool {
	p := h.fn.Parent()
	return p.Kind() == jsparse.Call && p.Callee().Name() == "addEventListener" || p.Kind() == jsparse.Assign
}

// isEvent reports whether a parameter is an event that a browser or framework
// dispatches, by its annotation or, where there is none, by its name. A type of
// the project's own may be dispatched by code that waits for its listeners.
func isEvent(d jsparse.Cursor) bool {
	if t := d.Annotation(); t != "" && t != "any" {
		t, _, _ = strings.Cut(t, "<")
		if strings.HasPrefix(t, "JQuery.") || strings.HasPrefix(t, "JSX.") {
			return true
		}
		if at := strings.LastIndexByte(t, '.'); at >= 0 {
			t = t[at+1:]
		}
		return events[t]
	}
	switch d.Name() {
	case "e", "ev", "evt", "event", "$event":
		return true
	}
	return false
}

// events: the interfaces of events that have a default action, or that listeners
// can stop. DOM, UI Events, HTML, Service Workers, Push; React 19, React Native.
var events = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(`Event UIEvent MouseEvent KeyboardEvent PointerEvent FocusEvent InputEvent SubmitEvent DragEvent TouchEvent WheelEvent
		ClipboardEvent CompositionEvent BeforeUnloadEvent PopStateEvent HashChangeEvent NavigateEvent ToggleEvent CustomEvent MessageEvent
		FetchEvent ExtendableEvent ExtendableMessageEvent InstallEvent PushEvent NotificationEvent SyncEvent PeriodicSyncEvent BackgroundFetchEvent
		PaymentRequestEvent CanMakePaymentEvent ContentIndexEvent BeforeInstallPromptEvent
		FormEvent ChangeEvent SyntheticEvent BaseSyntheticEvent AnimationEvent TransitionEvent GestureResponderEvent`) {
		m[name] = true
	}
	return m
}()

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

// awaitBefore returns an await from which a path leads to the call, and which
// the call cannot well go without: it stands before it in the same block, on
// whatever condition, or further out on none. Conditions further out tend to
// exclude each other:
//
//	if (key === "a") await f();
//	if (key === "b") event.preventDefault();
func (h handler) awaitBefore(call jsparse.Cursor) jsparse.Cursor {
	event := call.Callee().Object()
	for a := range varflow.Own(h.fn, jsparse.Await) {
		if !a.Contains(call) && a.Start() < call.Start() && h.goesBefore(a, call) && reaches(a, event) {
			return a
		}
	}
	return jsparse.Cursor{}
}

func reaches(from, to jsparse.Cursor) (yes bool) {
	varflow.After(from, func(n jsparse.Cursor) varflow.Step {
		yes = yes || n == to
		return varflow.Go
	})
	return yes
}

// goesBefore compares the ways of the await and of the call down from what is
// around both.
func (h handler) goesBefore(a, call jsparse.Cursor) bool {
	branch := call // the child, on the call's side, of what is around both
	for branch.Parent() != h.fn && !branch.Parent().Contains(a) {
		branch = branch.Parent()
	}
	if branch == statement(call) {
		return true
	}
	for c := a; c.Parent() != branch.Parent(); c = c.Parent() {
		if isOptional(c) {
			return false
		}
	}
	return true
}

// statement returns the statement that a node is part of, guards of one
// statement included: if (event) event.preventDefault().
func statement(n jsparse.Cursor) jsparse.Cursor {
	for p := n.Parent(); p.Ok() && !p.Is(jsparse.Block, jsparse.Program, jsparse.Case) && !p.Kind().IsFunc(); n, p = p, p.Parent() {
	}
	return n
}

// isOptional reports whether a node may be left out when its parent runs.
func isOptional(c jsparse.Cursor) bool {
	switch p := c.Parent(); p.Kind() {
	case jsparse.If, jsparse.Conditional:
		return c.Edge() != jsparse.EdgeTest
	case jsparse.Binary:
		return c.Edge() == jsparse.EdgeRight && (p.Op() == "&&" || p.Op() == "||" || p.Op() == "??")
	case jsparse.For, jsparse.ForIn, jsparse.ForOf, jsparse.While:
		return c.Edge() == jsparse.EdgeBody
	case jsparse.Switch:
		return c.Edge() == jsparse.EdgeCase
	case jsparse.Try:
		return c.Edge() == jsparse.EdgeHandler
	}
	return false
}
