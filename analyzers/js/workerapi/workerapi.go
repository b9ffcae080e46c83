package workerapi

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports calls of one platform's worker interface on a worker of the
// other.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "workerapi",
	Doc:      "report the browser's worker interface on a worker of node:worker_threads, the reverse, and an origin given to a worker's postMessage",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/workerapi.md",
	Groups:   []string{"workers"},
	Level:    jsanalysis.Error,
	Fix:      jsanalysis.Safe,
	Words:    []string{"Worker", "?worker", "worker-loader", "parentPort", "postMessage"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, workers.Analyzer},
	Run:      run,
}

// nodeOnly are methods of node:worker_threads' Worker that a browser's lacks.
// Source: Node.js 20, worker_threads and events; HTML Standard, Worker.
var nodeOnly = map[string]bool{
	"on": true, "once": true, "off": true, "addListener": true, "removeListener": true, "removeAllListeners": true,
	"prependListener": true, "getHeapSnapshot": true,
}

// webOnly are what a browser's Worker has and node:worker_threads' lacks.
var webOnly = map[string]bool{
	"onmessage": true, "onerror": true, "onmessageerror": true, "addEventListener": true, "removeEventListener": true,
}

func run(p *jsanalysis.Pass) (any, error) {
	if isShimmed(p.File.Text) {
		return nil, nil
	}
	c := checker{p: p, callee: callee.Of(p), workers: workers.Of(p)}
	for m := range p.File.Root().Preorder(jsparse.Member, jsparse.Call) {
		if m.Kind() == jsparse.Call {
			c.ownPost(m)
			continue
		}
		switch name := m.Name(); {
		case webOnly[name]:
			c.webOnNode(m, name)
		case nodeOnly[name]:
			c.nodeOnWeb(m, name)
			c.eventData(m)
		case name == "postMessage":
			c.origin(m)
		}
	}
	return nil, nil
}

// isShimmed reports whether a file runs where both interfaces exist, or makes
// one of the other.
func isShimmed(text string) bool {
	for _, w := range []string{"Bun.", "Deno.", "\"bun\"", "'bun'", "\"bun:", "'bun:", "Worker.prototype"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

type checker struct {
	p       *jsanalysis.Pass
	callee  *callee.Oracle
	workers *workers.Oracle
}

// thread returns what kind of thread an expression is for certain: a variable or
// field with one value, which is a new thread, or one so annotated.
func (c *checker) thread(x jsparse.Cursor) workers.Kind {
	switch x.Kind() {
	case jsparse.Ident:
		return c.made(valueOf(x))
	case jsparse.Member:
		return c.made(fieldOf(x))
	case jsparse.New:
		return c.made(x)
	}
	return workers.None
}

func valueOf(id jsparse.Cursor) jsparse.Cursor {
	v, _ := callee.Value(id.File(), id.Sym())
	return v
}

func fieldOf(m jsparse.Cursor) jsparse.Cursor {
	if m.Object().Kind() != jsparse.ThisExpr {
		return jsparse.Cursor{}
	}
	return onlyValue(callee.EnclosingClass(m), m.Name())
}

func (c *checker) made(v jsparse.Cursor) workers.Kind {
	for v.Kind() == jsparse.Call && v.Callee().Kind() == jsparse.Member && nodeOnly[v.Callee().Name()] {
		v = v.Callee().Object() // new Worker(f).on("error", g)
	}
	if v.Kind() != jsparse.New {
		return workers.None
	}
	t := c.workers.New(v)
	if t.Either || t.Class.Ok() || t.Name != "Worker" && t.Name != "node:worker_threads.Worker" {
		return workers.None
	}
	return t.Kind
}

// onlyValue returns the one value that a class gives a field.
func onlyValue(class jsparse.Cursor, name string) (v jsparse.Cursor) {
	if !class.Ok() {
		return v
	}
	n := 0
	for x := range class.Preorder(jsparse.Assign, jsparse.Field) {
		switch {
		case x.Kind() == jsparse.Field && x.Name() == name:
			if i := x.Child(jsparse.EdgeInit); i.Ok() && i.Kind() != jsparse.NullLit {
				v, n = i, n+1
			}
		case x.Kind() == jsparse.Assign:
			l := x.Left()
			if l.Kind() == jsparse.Member && l.Name() == name && l.Object().Kind() == jsparse.ThisExpr {
				if r := x.Right(); r.Kind() != jsparse.NullLit && r.Kind() != jsparse.UndefinedLit {
					v, n = r, n+1
				}
			}
		}
	}
	if n != 1 {
		return jsparse.Cursor{}
	}
	return v
}

// webOnNode matches w.onmessage = f and w.addEventListener(…) on a Node worker.
func (c *checker) webOnNode(m jsparse.Cursor, name string) {
	if c.thread(m.Object()) != workers.Node {
		return
	}
	p := m.Parent()
	switch {
	case p.Kind() == jsparse.Assign && m.Edge() == jsparse.EdgeLeft:
		if p.Right().Is(jsparse.NullLit, jsparse.UndefinedLit) || !strings.HasPrefix(name, "on") {
			return // worker.addEventListener = … gives it the browser's interface
		}
		event := strings.TrimPrefix(name, "on")
		d := diagnostic(m, fmt.Sprintf("`%s` is never called: a worker of node:worker_threads emits events; use %s.on(%q, …), which gets the message itself", m.Text(), m.Object().Text(), event))
		if edits, ok := toListener(p, event); ok {
			d.SuggestedFixes = []analysis.SuggestedFix{{Message: "listen with on()", TextEdits: edits}}
		}
		c.p.Report(d)
	case p.Kind() == jsparse.Call && m.Edge() == jsparse.EdgeCallee:
		c.p.Report(diagnostic(m, fmt.Sprintf("`%s` is not a function: a worker of node:worker_threads is an EventEmitter; use on() and off(), whose listeners get the message itself", m.Text())))
	}
}

// nodeOnWeb matches w.on("message", …) on a browser's worker.
func (c *checker) nodeOnWeb(m jsparse.Cursor, name string) {
	if p := m.Parent(); p.Kind() != jsparse.Call || m.Edge() != jsparse.EdgeCallee || m.Has(jsparse.FlagOptional) {
		return
	}
	if c.thread(m.Object()) != workers.Web || execcontext.Of(c.p).At(m).Only(execcontext.Test) {
		return
	}
	if m.Parent().Has(jsparse.FlagOptional) || isAskedFor(m, name) {
		return
	}
	c.p.Report(diagnostic(m, fmt.Sprintf("`%s` is not a function: a browser's worker is an EventTarget; use addEventListener, whose listeners get an event with the message in data", m.Text())))
}

// isAskedFor reports whether a condition around asks for the method first.
func isAskedFor(m jsparse.Cursor, name string) bool {
	for p := m.Parent(); p.Ok(); p = p.Parent() {
		test := p.Child(jsparse.EdgeTest)
		if p.Kind() == jsparse.Binary {
			test = p.Left()
		}
		for x := range test.Preorder(jsparse.Member, jsparse.StringLit) {
			if x != m && (x.Name() == name || x.Str() == name) {
				return true
			}
		}
	}
	return false
}

// origin matches w.postMessage(x, "*") on a thread.
func (c *checker) origin(m jsparse.Cursor) {
	call := m.Parent()
	if call.Kind() != jsparse.Call || m.Edge() != jsparse.EdgeCallee {
		return
	}
	arg := call.Arg(1)
	if s, ok := arg.IsString(); !ok || !isOrigin(s) {
		return
	}
	if k := c.thread(m.Object()); k != workers.Web && k != workers.Node {
		return
	}
	c.reportOrigin(call, arg, true)
}

// ownPost matches postMessage(x, "*") and self.postMessage(x, "*") in a worker's
// own file.
func (c *checker) ownPost(call jsparse.Cursor) {
	if call.Callee().GlobalName() != "postMessage" {
		return
	}
	arg := call.Arg(1)
	s, ok := arg.IsString()
	if !ok || !isOrigin(s) || !execcontext.Of(c.p).At(call).Only(execcontext.Worker) {
		return
	}
	c.reportOrigin(call, arg, false)
}

// isOrigin reports whether a string is meant as a window's target origin.
func isOrigin(s string) bool { return s == "*" || s == "/" || strings.Contains(s, "://") }

func (c *checker) reportOrigin(call, arg jsparse.Cursor, safe bool) {
	d := diagnostic(arg, fmt.Sprintf("a worker's postMessage takes a list of what to transfer, not the origin %s, and throws; leave it out", arg.Text()))
	start, end := call.Arg(0).End(), arg.End()
	d.SuggestedFixes = []analysis.SuggestedFix{{Message: "leave out the origin", TextEdits: []analysis.TextEdit{{
		Pos: call.File().Pos(start), End: call.File().Pos(end),
	}}}}
	d.Safe = safe
	c.p.Report(d)
}

func diagnostic(at jsparse.Cursor, message string) jsanalysis.Diagnostic {
	return jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: at.Pos(), End: at.TokenEnd(), Message: message}}
}

// toListener turns w.onmessage = (e) => f(e.data) into w.on("message", (e) => f(e)),
// where the event is used for nothing but its data.
func toListener(assign jsparse.Cursor, event string) ([]analysis.TextEdit, bool) {
	fn := assign.Right()
	f := assign.File()
	if !fn.Kind().IsFunc() || assign.Parent().Kind() != jsparse.ExprStmt {
		return nil, false
	}
	edits := []analysis.TextEdit{
		{Pos: f.Pos(assign.Left().Object().End()), End: f.Pos(fn.Start()), NewText: []byte(fmt.Sprintf(".on(%q, ", event))},
	}
	if p := fn.Child(jsparse.EdgeParam); p.Ok() && event == "message" {
		id := p.Child(jsparse.EdgeTarget)
		if id.Kind() != jsparse.Ident {
			return nil, false
		}
		for u := range f.Uses(id.Sym()) {
			if u.IsDecl() {
				continue
			}
			m := u.Parent()
			if m.Kind() != jsparse.Member || m.Name() != "data" || m.Edge() == jsparse.EdgeLeft {
				return nil, false
			}
			edits = append(edits, jsanalysis.Replace(m, u.Text()))
		}
	}
	return append(edits, jsanalysis.Insert(f, fn.End(), ")")), true
}
