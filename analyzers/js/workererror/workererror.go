package workererror

import (
	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/ownership"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports workers whose messages are handled and whose errors are not.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "workererror",
	Doc:      "report workers whose messages are handled and whose errors are not: who waits for the answer waits for ever",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/workererror.md",
	Groups:   []string{"workers"},
	Level:    jsanalysis.Warning,
	Words:    []string{"Worker", "?worker", "worker-loader"},
	Requires: []*jsanalysis.Analyzer{execcontext.Analyzer, workers.Analyzer, ownership.Analyzer},
	Run:      run,
}

func run(p *jsanalysis.Pass) (any, error) {
	for n := range p.File.Root().Preorder(jsparse.New) {
		t := workers.Of(p).New(n)
		if t.Kind != workers.Web && t.Kind != workers.Node || t.Class.Ok() {
			continue // a class that extends Worker may listen itself
		}
		if execcontext.Of(p).At(n).Only(execcontext.Test | execcontext.Build) {
			continue
		}
		u := ownership.Of(p).Uses(t)
		if len(u.Escapes) > 0 {
			continue // others may listen
		}
		if t.Kind == workers.Web && len(u.Wrapped) > 0 {
			continue // Comlink and its kin own the conversation
		}
		heard, ok := listened(u)
		if !heard.Ok() && t.Kind == workers.Node && len(u.Wrapped) > 0 {
			heard = u.Wrapped[len(u.Wrapped)-1] // Comlink passes on what a call throws, not what the thread does
		}
		if ok || !heard.Ok() {
			continue
		}
		d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: n.Pos(), End: n.TokenEnd(), Message: message(t, heard)}}
		d.Related = append(d.Related, jsanalysis.Related(heard, "its messages are handled here"))
		p.Report(d)
	}
	return nil, nil
}

func message(t workers.Thread, heard jsparse.Cursor) string {
	const cure = "; listen to its error event"
	switch {
	case t.Kind == workers.Node:
		return `nobody listens to this worker's errors: an exception in it is uncaught here and ends the process; add worker.on("error", …)`
	case inPromise(heard):
		return "nobody listens to this worker's errors: when it fails the promise around it never settles" + cure + " and reject"
	}
	return "nobody listens to this worker's errors: when it fails to load or throws, its answer never comes" + cure
}

// listened returns where the worker's messages are handled, and whether its
// errors are, or may be.
func listened(u *ownership.Use) (heard jsparse.Cursor, errors bool) {
	if len(u.Awaited) > 0 {
		return heard, true // events.once rejects
	}
	for _, m := range u.Members {
		p := m.Parent()
		switch name := m.Name(); name {
		case "onmessage":
			if p.Kind() == jsparse.Assign && m.Edge() == jsparse.EdgeLeft && p.Right().Kind() != jsparse.NullLit {
				heard = m
			}
		case "onerror", "onmessageerror":
			if p.Kind() == jsparse.Assign && m.Edge() == jsparse.EdgeLeft {
				return heard, true
			}
		case "addEventListener", "on", "once", "addListener", "prependListener":
			if p.Kind() != jsparse.Call || m.Edge() != jsparse.EdgeCallee {
				return heard, true // handed on
			}
			event, known := p.Arg(0).IsString()
			switch {
			case !known, event == "error", event == "messageerror", event == "exit":
				return heard, true
			case event == "message":
				heard = m
			}
		case "catch":
			return heard, true
		}
	}
	return heard, false
}

// inPromise reports whether a node stands in the function of a new Promise.
func inPromise(n jsparse.Cursor) bool {
	for fn := n.Func(); fn.Ok(); fn = fn.Func() {
		if p := fn.Parent(); p.Kind() == jsparse.New && p.Callee().GlobalName() == "Promise" {
			return true
		}
	}
	return false
}
