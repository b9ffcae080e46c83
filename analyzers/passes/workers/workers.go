// Package workers says whether a call makes a thread, a process or a pool of
// them, and of which API.
//
// # Model
//
// What is called is resolved to its qualified name (passes/callee), through
// imports, aliases, fallbacks and classes of the project that extend a thread's
// class; the name is then looked up in tables (tables.go). What is not in a
// table is no thread, whatever it is called: BullMQ's and Temporal's Worker
// (consumers of a queue), mediasoup's (a process of its own), a service class
// of the project called DecryptionWorker, a database's Pool.
//
// Imports that a bundler turns into a constructor ("./x?worker",
// "worker-loader!./x") are read from the specifier.
package workers

import (
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// Kind says what a call makes.
type Kind uint8

// The kinds.
const (
	None    Kind = iota // nothing of the sort, or unknown
	Web                 // dedicated Worker of browsers, Deno and Bun
	Shared              // SharedWorker: its life is the browser's business
	Node                // Worker of node:worker_threads
	Process             // child_process.fork, cluster.fork
	Pool                // a library's pool of threads
	Managed             // a thread that a library wraps: threads.js
)

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "workers",
	Doc:      "which calls make threads",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		return &Oracle{graph: p.Graph, callee: callee.Of(p)}, nil
	},
}

// Oracle answers what calls make. It is safe for concurrent use.
type Oracle struct {
	graph  *jsparse.Graph
	callee *callee.Oracle
	makers sync.Map // *jsparse.File -> whether it may make threads
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// Thread is what a call makes. Its zero value is nothing.
type Thread struct {
	Kind Kind
	Node jsparse.Cursor // the New or Call
	// Name is the qualified name that was called: "Worker",
	// "node:worker_threads.Worker", "piscina".
	Name string
	// Library is what is known of a Pool.
	Library *Library
	// Either says that the code picks a browser's or Node's class at run time, so
	// that nothing can be said of the API.
	Either bool
	// Class is the project's class that extends the thread's, if one does.
	Class jsparse.Cursor
}

// Words are the words without one of which a text makes no thread. (A class of
// the project that extends Worker under a name without the word is missed in
// files that only make instances.)
var Words = []string{"Worker", "?worker", "?sharedworker", "worker-loader", "worker-farm", "workerpool", "poolifier", "Pool", "piscina", "Piscina", "tinypool", "threads", "geotiff", "throng", "cluster"}

// maxColumn is where a line is no longer one that somebody wrote.
const maxColumn = 1000

// New returns what a New or Call makes; nothing in minified code, which nobody
// mends.
func (o *Oracle) New(n jsparse.Cursor) (t Thread) {
	switch n.Kind() {
	case jsparse.New:
		t = o.constructed(n)
	case jsparse.Call:
		t = o.called(n)
	}
	if t.Kind != None {
		if _, column := n.File().Line(n.Start()); column > maxColumn {
			return Thread{}
		}
	}
	return t
}

func (o *Oracle) constructed(n jsparse.Cursor) Thread {
	c := n.Callee()
	if k := byQuery(c); k != None {
		return Thread{Kind: k, Node: n, Name: "Worker"}
	}
	if c.Kind() == jsparse.Binary || c.Kind() == jsparse.Conditional || o.isEither(c) {
		if t := o.either(n, c); t.Kind != None {
			return t
		}
	}
	e := o.callee.Expr(c)
	t := Thread{Node: n}
	for range 8 { // class MyWorker extends Worker
		if e.Instance {
			return Thread{}
		}
		if e.Name != "" {
			break
		}
		if !e.Node.Kind().IsClass() {
			return Thread{}
		}
		t.Class = e.Node
		super := e.Node.Child(jsparse.EdgeExtends)
		if !super.Ok() {
			return Thread{}
		}
		e = o.callee.Expr(super)
	}
	t.Name = e.Name
	if k, ok := constructors[canonical(e.Name)]; ok {
		t.Kind = k
		return t
	}
	if l := libraries[canonical(e.Name)]; l != nil {
		t.Kind, t.Library = Pool, l
		return t
	}
	return Thread{}
}

func (o *Oracle) called(n jsparse.Cursor) Thread {
	if !mayBeKnown(n.Callee()) {
		return Thread{}
	}
	name := canonical(o.callee.CallName(n))
	if name == "" {
		return Thread{}
	}
	if k, ok := functions[name]; ok {
		return Thread{Kind: k, Node: n, Name: name}
	}
	if l := libraries[name]; l != nil && l.Callable {
		return Thread{Kind: Pool, Node: n, Name: name, Library: l}
	}
	return Thread{}
}

// mayBeKnown is the cheap question before a call is resolved: could it be one of
// the functions in the tables?
func mayBeKnown(c jsparse.Cursor) bool {
	switch c.Kind() {
	case jsparse.Member:
		switch c.Name() {
		case "fork", "pool", "Pool", "default":
			return true
		}
	case jsparse.Ident:
		s := c.File().Symbol(c.Sym())
		if s.Kind == jsparse.SymImport {
			return true
		}
		switch s.Name {
		case "fork", "pool", "Pool", "farm", "workerFarm", "throng":
			return true
		}
	}
	return false
}

// isEither reports whether a name's value is chosen at run time:
//
//	const W = globalThis.Worker ?? require("worker_threads").Worker
func (o *Oracle) isEither(c jsparse.Cursor) bool {
	if c.Kind() != jsparse.Ident {
		return false
	}
	v, ok := callee.Value(c.File(), c.Sym())
	return ok && v.Is(jsparse.Binary, jsparse.Conditional)
}

// either returns a thread if both sides of a choice make one.
func (o *Oracle) either(n, c jsparse.Cursor) Thread {
	if c.Kind() == jsparse.Ident {
		c, _ = callee.Value(c.File(), c.Sym())
	}
	sides := [2]jsparse.Cursor{c.Left(), c.Right()}
	if c.Kind() == jsparse.Conditional {
		sides = [2]jsparse.Cursor{c.Child(jsparse.EdgeThen), c.Child(jsparse.EdgeElse)}
	}
	var kinds [2]Kind
	for i, s := range sides {
		kinds[i] = constructors[canonical(o.callee.Expr(s).Name)]
	}
	t := Thread{Node: n, Name: "Worker"}
	switch {
	case kinds[0] == None && kinds[1] == None:
		return Thread{}
	case kinds[0] == kinds[1] || kinds[1] == None:
		t.Kind = kinds[0]
	case kinds[0] == None:
		t.Kind = kinds[1]
	default:
		t.Kind, t.Either = kinds[0], true
	}
	return t
}

// byQuery reads "./x?worker" and "worker-loader!./x".
func byQuery(c jsparse.Cursor) Kind {
	if c.Kind() != jsparse.Ident {
		return None
	}
	s := c.File().Symbol(c.Sym())
	if s.Kind != jsparse.SymImport || s.ImportName != "default" {
		return None
	}
	if strings.HasPrefix(s.ImportPath, "worker-loader") {
		return Web
	}
	_, query, ok := strings.Cut(s.ImportPath, "?")
	if !ok {
		return None
	}
	for _, q := range strings.Split(query, "&") {
		switch q {
		case "worker":
			return Web
		case "sharedworker":
			return Shared
		}
	}
	return None
}

// canonical gives built-in modules their "node:" and drops ".default".
func canonical(name string) string {
	for _, builtin := range []string{"worker_threads", "child_process", "cluster", "os"} {
		if rest, ok := strings.CutPrefix(name, builtin); ok && (rest == "" || rest[0] == '.') {
			name = "node:" + name
		}
	}
	return strings.ReplaceAll(name, ".default", "")
}

// Entry returns the module that a thread runs, or nil: unknown, or not in the
// project.
func (o *Oracle) Entry(t Thread) *jsparse.Module {
	m := t.Node.File().Module()
	if m == nil {
		return nil
	}
	if k := byQuery(t.Node.Callee()); k != None {
		path := t.Node.File().Symbol(t.Node.Callee().Sym()).ImportPath
		bare, _, _ := strings.Cut(path, "?")
		for _, r := range m.Refs() {
			if r.Spec == path || r.Spec == bare && r.Kind == jsparse.WorkerQuery {
				return r.To
			}
		}
		return nil
	}
	for _, r := range m.Refs() {
		switch r.Kind {
		case jsparse.WorkerURL, jsparse.NodeWorker, jsparse.PoolFile, jsparse.SharedWorkerRef, jsparse.Fork:
			if r.Start >= t.Node.Start() && r.End <= t.Node.End() {
				return r.To
			}
		}
	}
	arg := t.Node.Arg(0)
	if arg.IsGlobal("__filename") {
		return m
	}
	if arg.Kind() == jsparse.New && arg.Callee().GlobalName() == "URL" {
		if spec, ok := arg.Arg(0).IsString(); ok {
			to, _ := m.Resolve(spec, jsparse.WorkerURL)
			return to
		}
	}
	if spec, ok := arg.IsString(); ok && (t.Kind == Web || t.Kind == Node) && strings.HasPrefix(spec, ".") {
		to, _ := m.Resolve(spec, jsparse.NodeWorker) // relative to the page or to the process's folder: a guess
		return to
	}
	return nil
}

// Inline reports whether a thread's code is written in the file that makes it:
// from a Blob, a data URL, a function's text, or with {eval: true}.
func (t Thread) Inline() bool {
	if p := t.Node.Arg(1).Prop("eval"); p.Ok() {
		if v, known := p.Child(jsparse.EdgeValue).Bool(); !known || v {
			return true
		}
	}
	return mentionsBlob(t.Node.Arg(0), 4)
}

func mentionsBlob(x jsparse.Cursor, steps int) bool {
	if steps == 0 || !x.Ok() {
		return false
	}
	for n := range x.Preorder(jsparse.Ident, jsparse.Member, jsparse.StringLit, jsparse.TemplateLit) {
		switch n.Kind() {
		case jsparse.Member:
			if n.Name() == "createObjectURL" || n.Name() == "toString" {
				return true
			}
		case jsparse.Ident:
			if n.IsGlobal("Blob") {
				return true
			}
			if v, ok := callee.Value(n.File(), n.Sym()); ok && !v.Contains(n) && mentionsBlob(v, steps-1) {
				return true
			}
		default:
			if strings.HasPrefix(n.Str(), "data:") || strings.HasPrefix(n.Text(), "`data:") {
				return true
			}
		}
	}
	return false
}
