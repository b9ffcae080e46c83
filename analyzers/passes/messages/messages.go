// Package messages finds what crosses from one thread to another: the calls of
// postMessage and their like, the value sent, and the transfer list.
//
// # Model
//
// A Post is a call that clones a value for another thread. Its channel is known
// when the receiver is: an instance of Worker, a MessagePort, parentPort, the
// global scope of a worker. A call of postMessage on something unknown is a Post
// of unknown channel, unless the project defines that method. A call of a function
// of the project that hands its arguments to one of these is a Post, too.
//
// Values are looked at as far as literals go: the parts of {a, b: [c]} are a, b
// and c. What a variable holds is said by the one value it is declared with or
// by its TypeScript annotation.
package messages

import (
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
)

// Channel is what a message goes through.
type Channel uint8

// The channels.
const (
	Unknown   Channel = iota
	ToWorker          // worker.postMessage of a browser's worker
	ToNode            // worker.postMessage of node:worker_threads
	ToOwner           // self.postMessage in a worker
	ToParent          // parentPort.postMessage in Node
	Port              // a MessagePort
	Broadcast         // a BroadcastChannel: clones, takes no transfer list
	Window            // window.postMessage(value, origin, list)
	Clone             // structuredClone(value, {transfer})
	Mark              // Comlink.transfer(value, list): moves value when it is sent
)

// Threads reports whether the channel ends in another thread for sure.
func (c Channel) Threads() bool {
	return c == ToWorker || c == ToNode || c == ToOwner || c == ToParent || c == Port
}

// Post is one message sent.
type Post struct {
	Call    jsparse.Cursor
	Channel Channel
	Value   jsparse.Cursor // what is sent; may be no node
	Options jsparse.Cursor // the argument that holds the transfer list, in whatever form; none if not given
	List    jsparse.Cursor // the transfer list as an array literal; none if it is not written out

	// Carrier is the project's function that posts, where Call only calls it. Then
	// Value is unknown, and Parts are those that the carrier does nothing else with.
	Carrier   jsparse.Cursor
	TakesList bool // the carrier takes a transfer list as the next argument of Call
	passed    []jsparse.Cursor
}

// Parts returns the expressions whose values the message holds, as far as
// literals say.
func (p Post) Parts() []jsparse.Cursor {
	if p.Carrier.Ok() {
		return p.passed
	}
	return Parts(p.Value)
}

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "messages",
	Doc:      "what crosses between threads",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		return &Oracle{callee: callee.Of(p), places: execcontext.Of(p)}, nil
	},
}

// Words are the words without one of which a text sends no message.
var Words = []string{"postMessage", "structuredClone", "transfer"}

// Oracle answers what calls send. It is safe for concurrent use.
type Oracle struct {
	callee *callee.Oracle
	places *execcontext.Oracle

	carriers sync.Map // function -> carrier
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// channels: the senders by qualified name. HTML Standard; Node.js 20.
var channels = map[string]Channel{
	"Worker#postMessage":                          ToWorker,
	"web-worker#postMessage":                      ToWorker,
	"node:worker_threads.Worker#postMessage":      ToNode,
	"node:worker_threads.parentPort.postMessage":  ToParent,
	"MessagePort#postMessage":                     Port,
	"node:worker_threads.MessagePort#postMessage": Port,
	"SharedWorker#port.postMessage":               Port,
	"BroadcastChannel#postMessage":                Broadcast,
	"DedicatedWorkerGlobalScope#postMessage":      ToOwner,
	"Window#postMessage":                          Window,
	"ServiceWorker#postMessage":                   Port,
	"Client#postMessage":                          Port,
	"structuredClone":                             Clone,
	"comlink.transfer":                            Mark,
}

// Post returns what a Call sends.
func (o *Oracle) Post(call jsparse.Cursor) (Post, bool) {
	if call.Kind() != jsparse.Call || !call.Arg(0).Ok() {
		return Post{}, false
	}
	e := o.callee.Call(call)
	if fn := e.Func(); fn.Ok() {
		return o.through(call, fn)
	}
	name := name(call.Callee())
	if name != "postMessage" && name != "structuredClone" && name != "transfer" {
		return Post{}, false
	}
	p := Post{Call: call, Value: call.Arg(0), Options: call.Arg(1)}
	known := false
	if p.Channel, known = channels[e.Name]; !known {
		if name != "postMessage" {
			return Post{}, false
		}
		p.Channel = o.byReceiver(call, e.Name)
	}
	if p.Channel == Unknown && isOrigin(p.Options) {
		p.Channel = Window
	}
	if p.Channel == Window && !isTransferObject(p.Options) {
		p.Options = call.Arg(2)
	}
	p.List = list(p.Options)
	return p, true
}

func name(c jsparse.Cursor) string {
	if c.Is(jsparse.Ident, jsparse.Member) {
		return c.Name()
	}
	return ""
}

// byReceiver judges postMessage(…), self.postMessage(…), port1.postMessage(…).
func (o *Oracle) byReceiver(call jsparse.Cursor, qualified string) Channel {
	c := call.Callee()
	if qualified == "postMessage" {
		if o.places.At(call).Only(execcontext.Worker) {
			return ToOwner
		}
		return Unknown
	}
	if c.Kind() == jsparse.Member {
		if ch := o.field(c.Object()); ch != Unknown {
			return ch
		}
		switch obj := c.Object(); {
		case obj.Kind() == jsparse.Member && (obj.Name() == "port1" || obj.Name() == "port2") && o.callee.Expr(obj.Object()).Name == "MessageChannel":
			return Port
		case obj.Kind() == jsparse.Member && obj.Name() == "port" && o.callee.Expr(obj.Object()).Name == "SharedWorker":
			return Port
		case obj.GlobalName() == "window", obj.GlobalName() == "parent", obj.Kind() == jsparse.Member && (obj.Name() == "contentWindow" || obj.Name() == "opener" || obj.Name() == "parent"):
			return Window
		}
	}
	return Unknown
}

// field knows the channel of this.worker, where whatever the class assigns to the
// field is a new worker or port of one kind, or nothing.
func (o *Oracle) field(x jsparse.Cursor) (ch Channel) {
	if x.Kind() != jsparse.Member || x.Object().Kind() != jsparse.ThisExpr {
		return Unknown
	}
	class := callee.EnclosingClass(x)
	if !class.Ok() {
		return Unknown
	}
	for n := range class.Preorder(jsparse.Assign, jsparse.Field) {
		value := n.Child(jsparse.EdgeInit)
		if n.Kind() == jsparse.Assign {
			value = n.Right()
			if t := n.Left(); t.Kind() != jsparse.Member || t.Name() != x.Name() || t.Object().Kind() != jsparse.ThisExpr {
				continue
			}
		} else if n.Name() != x.Name() || !value.Ok() {
			continue
		}
		if value.Is(jsparse.NullLit, jsparse.UndefinedLit) {
			continue
		}
		e := o.callee.Expr(value)
		made := channels[e.Name+"#postMessage"]
		if !e.Instance || made == Unknown || ch != Unknown && ch != made {
			return Unknown
		}
		ch = made
	}
	return ch
}

// isOrigin: "*", "https://…", location.origin.
func isOrigin(x jsparse.Cursor) bool {
	if _, ok := x.IsString(); ok {
		return true
	}
	return x.Kind() == jsparse.Member && strings.Contains(strings.ToLower(x.Name()), "origin")
}

func isTransferObject(x jsparse.Cursor) bool {
	return x.Prop("transfer").Ok() || x.Prop("transferList").Ok()
}

// list returns the array literal of a transfer list: [a], {transfer: [a]}.
func list(x jsparse.Cursor) jsparse.Cursor {
	for _, name := range []string{"transfer", "transferList"} {
		if p := x.Prop(name); p.Ok() {
			x = p.Child(jsparse.EdgeValue)
		}
	}
	if x.Kind() == jsparse.ArrayLit {
		return x
	}
	return jsparse.Cursor{}
}

// OnNodeOnly reports whether a file imports modules that only Node and its like
// have, so that it runs in no browser, whoever imports it.
func OnNodeOnly(f *jsparse.File) bool {
	for _, i := range f.Imports {
		if strings.HasPrefix(i.Path, "node:") || nodeModules[i.Path] {
			return true
		}
	}
	return false
}

// nodeModules: the built-in modules, without those that bundlers have a
// replacement for. Node.js 20.
var nodeModules = map[string]bool{
	"fs": true, "fs/promises": true, "child_process": true, "worker_threads": true, "cluster": true, "net": true, "tls": true, "dgram": true,
	"module": true, "v8": true, "vm": true, "repl": true, "readline": true, "inspector": true, "async_hooks": true, "perf_hooks": true,
}

// Parts yields the expressions whose values a message holds, as far as literals
// say: {a, b: [c]} holds a and c. ok is false in the pair when the expression
// may be taken away by a condition.
func Parts(value jsparse.Cursor) (parts []jsparse.Cursor) {
	switch value.Kind() {
	case jsparse.Invalid, jsparse.Spread, jsparse.Hole:
	case jsparse.ObjectLit, jsparse.ArrayLit:
		for it := range value.All(jsparse.EdgeItem) {
			switch {
			case it.Is(jsparse.Property, jsparse.Method) && (it.Has(jsparse.FlagGetter) || it.Has(jsparse.FlagSetter)):
			case it.Is(jsparse.Property, jsparse.Method):
				parts = append(parts, Parts(it.Child(jsparse.EdgeValue))...)
			default:
				parts = append(parts, Parts(it)...)
			}
		}
	default:
		parts = append(parts, value)
	}
	return parts
}
