package messages

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// carrier is a function of the project that posts what it is given, at once and
// whatever else it does:
//
//	post(message, list) { this.worker.postMessage(message, list); }
//	const send = (worker, packet) => new Promise((done) => { …; worker.postMessage({ id, packet }); });
type carrier struct {
	post  Post        // inside the function; no Call if it is no carrier
	parts map[int]int // parameter -> how often the function uses it, for those that are posted
	list  int         // the parameter that is the transfer list, or -1
	via   int         // the parameter that posts, or -1
}

// through returns what a call of a carrier sends.
func (o *Oracle) through(call, fn jsparse.Cursor) (Post, bool) {
	c, ok := o.carrier(fn)
	if !ok {
		return Post{}, false
	}
	p := Post{Call: call, Channel: c.post.Channel, Carrier: fn}
	if c.via >= 0 {
		e := o.callee.Expr(call.Arg(c.via))
		if e.Name == "" || !e.Instance {
			return Post{}, false
		}
		p.Channel = channels[e.Name+"#postMessage"]
	}
	if !p.Channel.Threads() {
		return Post{}, false
	}
	for k := range call.Count(jsparse.EdgeArg) {
		if c.parts[k] == 1 { // else the carrier may keep it
			p.passed = append(p.passed, Parts(call.Arg(k))...)
		}
	}
	if c.list >= 0 {
		p.Options = call.Arg(c.list)
		p.List = list(p.Options)
		p.TakesList = c.list == call.Count(jsparse.EdgeArg)
	} else {
		p.Options = c.post.Options
	}
	return p, len(p.passed) > 0 || p.List.Ok()
}

// carrier looks a function up.
func (o *Oracle) carrier(fn jsparse.Cursor) (carrier, bool) {
	if c, ok := o.carriers.Load(fn); ok {
		return c.(carrier), c.(carrier).post.Call.Ok()
	}
	var c carrier
	if strings.Contains(fn.Text(), "postMessage") {
		c = o.makeCarrier(fn)
	}
	o.carriers.Store(fn, c)
	return c, c.post.Call.Ok()
}

func (o *Oracle) makeCarrier(fn jsparse.Cursor) (c carrier) {
	var posts []jsparse.Cursor
	for call := range fn.Body().Preorder(jsparse.Call) {
		if name(call.Callee()) == "postMessage" {
			posts = append(posts, call)
		}
	}
	if len(posts) != 1 || !runsAtOnce(posts[0], fn) {
		return c
	}
	call := posts[0]
	p := Post{Call: call, Value: call.Arg(0), Options: call.Arg(1)}
	c = carrier{parts: map[int]int{}, list: -1, via: -1}
	if q, ok := o.Post(call); ok {
		p = q
	}
	if p.Channel == Unknown {
		obj := call.Callee().Object()
		if c.via = parameter(fn, obj); c.via < 0 {
			return carrier{}
		}
	}
	c.list = parameter(fn, p.Options)
	if opt := p.Options.Prop("transfer"); opt.Ok() {
		c.list = parameter(fn, opt.Child(jsparse.EdgeValue))
	}
	for _, x := range Parts(p.Value) {
		if k := parameter(fn, x); k >= 0 && k != c.via {
			c.parts[k] = uses(fn, x)
		}
	}
	if len(c.parts) == 0 || p.Options.Ok() && c.list < 0 {
		return carrier{}
	}
	c.post = p
	return c
}

// runsAtOnce reports whether a call runs whenever its function is called, before
// that returns: in no loop, behind no await, in no function but an executor.
func runsAtOnce(call, fn jsparse.Cursor) bool {
	for a := range fn.Body().Preorder(jsparse.Await) {
		if a.Start() < call.Start() {
			return false
		}
	}
	for c := call; c != fn; c = c.Parent() {
		p := c.Parent()
		switch {
		case p.Kind().IsLoop(), p.Kind() == jsparse.Switch, p.Kind() == jsparse.If && c.Edge() != jsparse.EdgeThen:
			return false
		case p.Kind().IsFunc() && p != fn:
			made := p.Parent()
			if made.Kind() != jsparse.New || made.Callee().GlobalName() != "Promise" {
				return false
			}
		}
	}
	return true
}

// parameter returns the index of the parameter that an expression is, if the
// function gives it no other value, or -1.
func parameter(fn, x jsparse.Cursor) int {
	if x.Kind() != jsparse.Ident {
		return -1
	}
	for u := range x.File().Uses(x.Sym()) {
		if callee.IsWrite(u) {
			return -1
		}
	}
	k := 0
	for p := range fn.All(jsparse.EdgeParam) {
		if t := p.Child(jsparse.EdgeTarget); t.Kind() == jsparse.Ident && t.Sym() == x.Sym() && !p.Has(jsparse.FlagRest) {
			return k
		}
		k++
	}
	return -1
}

// uses counts how often a function mentions a parameter.
func uses(fn, x jsparse.Cursor) (n int) {
	for u := range x.File().Uses(x.Sym()) {
		if !u.IsDecl() && fn.Contains(u) {
			n++
		}
	}
	return n
}
