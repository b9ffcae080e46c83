package cost

import (
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/analyzers/passes/yields"
	"github.com/asynclint/asynclint/jsparse"
)

// native is the cost of one element in an array method without callback.
var native = map[string]float64{
	"includes": 1, "indexOf": 1, "lastIndexOf": 1, "concat": 1, "flat": 10, "shift": 0.3, "unshift": 0.5, "splice": 0.5, "sort": 13 * 60, "toSorted": 13 * 60, "localeCompare": 0,
}

// iterating are the array methods that call a function for each element, and
// how many calls that are for one element.
var iterating = map[string]float64{
	"forEach": 1, "map": 1, "filter": 1, "reduce": 1, "reduceRight": 1, "some": 1, "every": 1, "find": 1, "findIndex": 1,
	"findLast": 1, "findLastIndex": 1, "flatMap": 1, "sort": 13, "toSorted": 13, "sortBy": 13, "each": 1, "groupBy": 1,
}

// searching are the methods that make a loop around them quadratic.
var searching = map[string]bool{
	"find": true, "findIndex": true, "findLast": true, "findLastIndex": true, "some": true, "every": true, "filter": true,
	"includes": true, "indexOf": true, "lastIndexOf": true, "concat": true,
}

// slowMethods is the cost of a call of a method with that name, whoever has it.
var slowMethods = map[string]float64{
	"localeCompare": 400, "toLocaleString": 20_000, "toLocaleDateString": 20_000, "toLocaleTimeString": 20_000, "normalize": 200,
	"match": 300, "matchAll": 500, "replace": 200, "replaceAll": 200, "test": 100, "exec": 200, "split": 300, "join": 200,
	"toISOString": 400, "toFixed": 200, "trim": 30, "toLowerCase": 50, "toUpperCase": 50, "format": 1000, "push": 8,
	"get": 15, "has": 15, "set": 40, "add": 40, "charCodeAt": 3, "codePointAt": 4, "charAt": 4, "at": 4, "pop": 4, "hasOwnProperty": 15,
	"getInt8": 2, "getUint8": 2, "getInt16": 2, "getUint16": 2, "getInt32": 2, "getUint32": 2, "getFloat32": 2, "getFloat64": 2,
	"setInt8": 2, "setUint8": 2, "setInt16": 2, "setUint16": 2, "setInt32": 2, "setUint32": 2, "setFloat32": 2, "setFloat64": 2,
}

// cheapNames is the cost of calls of the platform that are nearly free.
var cheapNames = map[string]float64{
	"Math.*": 4, "Number.isInteger": 2, "Array.isArray": 2, "String.fromCharCode": 10, "parseInt": 40, "parseFloat": 40, "Number": 20,
	"isNaN": 2, "Boolean": 1, "String": 30,
}

// call returns the cost of a call.
func (w *walker) call(call jsparse.Cursor) Poly {
	f := call.Callee()
	if f.Kind().IsFunc() { // (() => {…})()
		return w.arguments(call).add(w.inline(f, call))
	}
	if p, ok := w.iterationCost(call); ok {
		return p
	}
	p := w.arguments(call)
	if f.Kind() == jsparse.Member {
		p = p.add(w.node(f.Object()))
	}
	e := w.o.callees.Call(call)
	if fn := e.Func(); fn.Ok() {
		return p.add(w.project(fn, call))
	}
	if e.Name != "" && !e.Instance {
		if _, ok := platform.BlockingCall(e.Name); ok {
			return p.add(constant(callNanos)) // another rule's
		}
		if h, ok := platform.HeavyCall(e.Name); ok {
			return p.add(w.heavy(call, h))
		}
		if ns, ok := cheapNames[e.Name]; ok {
			return p.add(constant(ns))
		}
		if strings.HasPrefix(e.Name, "Math.") {
			return p.add(constant(cheapNames["Math.*"]))
		}
	}
	if f.Kind() == jsparse.Member {
		return p.add(w.method(call, f))
	}
	if k := w.parameterOf(f); k > 0 {
		return p.add(Poly{{Nanos: callbackNanos, Site: call, Deep: call, Callback: k}})
	}
	return p.add(constant(callNanos))
}

// inline returns the cost of a function that is called where it stands.
func (w *walker) inline(fn, call jsparse.Cursor) Poly {
	if fn.Has(jsparse.FlagGenerator) || fn.Has(jsparse.FlagAsync) && w.o.turns.Func(fn) != yields.Never {
		return nil
	}
	return w.node(fn.Body())
}

// parameterOf returns one more than the number of the parameter of the function
// that an expression is, or 0.
func (w *walker) parameterOf(x jsparse.Cursor) int {
	if x.Kind() != jsparse.Ident || x.Sym() == jsparse.NoSym {
		return 0
	}
	decl := x.File().Decl(x.Sym())
	if !decl.Ok() || decl.Parent().Kind() != jsparse.Param || decl.Parent().Parent() != w.fn {
		return 0
	}
	k := 1
	for p := range w.fn.All(jsparse.EdgeParam) {
		if p == decl.Parent() {
			return k
		}
		k++
	}
	return 0
}

// iteration reports whether a call is an array method with a function, or its
// twin in lodash, and returns the receiver and the function.
func (w *walker) iteration(call jsparse.Cursor) (recv, fn jsparse.Cursor, ok bool) {
	if call.Kind() != jsparse.Call {
		return recv, fn, false
	}
	f := call.Callee()
	if f.Kind() != jsparse.Member {
		return recv, fn, false
	}
	recv, fn = f.Object(), call.Arg(0)
	if isProbed(f) {
		return recv, fn, false
	}
	if _, known := iterating[f.Name()]; !known {
		if f.Name() == "from" && call.Arg(1).Kind().IsFunc() && recv.IsGlobal("Array") {
			return call.Arg(0), call.Arg(1), true
		}
		return recv, fn, false
	}
	if recv.Kind() == jsparse.Ident && (recv.Name() == "_" || recv.Name() == "lodash" || recv.Name() == "underscore") {
		return call.Arg(0), call.Arg(1), call.Arg(1).Ok()
	}
	return recv, fn, fn.Ok() && !fn.Is(jsparse.ObjectLit, jsparse.StringLit, jsparse.TemplateLit, jsparse.ThisExpr)
}

// isProbed reports whether a method is asked for before it is called, as an
// array's never is: options.filter && !options.filter(x), options.filter?.(x).
func isProbed(f jsparse.Cursor) bool {
	text := f.Text()
	for p := f.Parent(); p.Ok() && !p.Kind().IsFunc() && !p.Kind().IsStmt(); p = p.Parent() {
		test := p.Left()
		if p.Kind() == jsparse.Conditional {
			test = p.Child(jsparse.EdgeTest)
		}
		if p.Is(jsparse.Binary, jsparse.Conditional) && !test.Contains(f) {
			for m := range test.Preorder(jsparse.Member) {
				if m.Text() == text && m.Edge() != jsparse.EdgeCallee {
					return true
				}
			}
		}
	}
	return false
}

// startsPromises reports whether an array method's result is a list of promises,
// so that its callback returns at its first await: Promise.all(xs.map(f)).
func startsPromises(call jsparse.Cursor) bool {
	p := call.Parent()
	return p.Kind() == jsparse.Call && call.Edge() == jsparse.EdgeArg && p.Callee().Kind() == jsparse.Member && p.Callee().Object().IsGlobal("Promise")
}

// iterationCost returns the cost of xs.map(f) and its like.
func (w *walker) iterationCost(call jsparse.Cursor) (Poly, bool) {
	recv, fn, ok := w.iteration(call)
	if !ok {
		return nil, false
	}
	name := call.Callee().Name()
	p := w.node(recv)
	for a := range call.All(jsparse.EdgeArg) {
		if a != fn {
			p = p.add(w.node(a))
		}
	}
	var body Poly
	w.loops++
	defer func() { w.loops-- }()
	switch {
	case fn.Kind().IsFunc():
		body = w.inline(fn, call)
	default:
		e := w.o.callees.Expr(fn)
		k := w.parameterOf(fn)
		switch {
		case e.Func().Ok():
			body = w.project(e.Func(), jsparse.Cursor{})
		case k > 0 && startsPromises(call):
			body = constant(callNanos)
		case k > 0:
			body = Poly{{Nanos: callbackNanos, Site: call, Deep: call, Callback: k}}
		case e.Name == "Boolean" || e.Name == "Number" || e.Name == "String" || e.Name == "parseInt":
			body = constant(20)
		case fn.Kind() == jsparse.Ident || fn.Kind() == jsparse.Member || fn.Kind() == jsparse.Call:
			body = constant(callNanos)
		default:
			return nil, false
		}
	}
	s := w.size(recv, maxSteps)
	if s.Origin == Text { // a text has no such method: the answer was parsed
		s.Origin, s.N = Answer, plausible[Answer]
	}
	body = slices.Clone(body).add(constant(innerNanos))
	factor := iterating[name]
	if factor == 0 {
		factor = 1
	}
	if factor != 1 {
		for i := range body {
			body[i].Nanos *= factor
		}
	}
	q := body.times([]Size{s}, call)
	if searching[name] && w.loops > 1 {
		for i := range q {
			if q[i].Why == "" {
				q[i].Why = name + " in a loop"
			}
		}
	}
	return p.add(q), true
}

// method returns the cost of a method of something unknown.
func (w *walker) method(call, f jsparse.Cursor) Poly {
	name := f.Name()
	if p := w.matched(call, f); p != nil {
		return p
	}
	nanos, known := native[name]
	if !known {
		if ns, ok := slowMethods[name]; ok {
			return constant(ns)
		}
		return constant(callNanos)
	}
	if name == "concat" && !accumulates(call) {
		return constant(callNanos)
	}
	s := w.size(f.Object(), maxSteps)
	switch s.Origin {
	case Unseen, Constant, Member, Few, Text, Bytes, Keys:
		if ns, ok := slowMethods[name]; ok {
			return constant(ns)
		}
		return constant(callNanos)
	}
	if s.Origin == Array || s.Origin == Pixels || s.Origin == Points {
		nanos = min(nanos, 13*5) // numbers, sorted natively
	}
	q := constant(nanos).times([]Size{s}, call)
	for i := range q {
		if w.loops > 0 {
			q[i].Why = name + " in a loop"
		}
	}
	return q.add(constant(callNanos))
}

// accumulates reports whether a call's result replaces its receiver: xs = xs.concat(ys).
func accumulates(call jsparse.Cursor) bool {
	p, recv := call.Parent(), call.Callee().Object()
	return p.Kind() == jsparse.Assign && p.Left().Text() == recv.Text()
}

// heavy returns the cost of a call that has a figure.
func (w *walker) heavy(call jsparse.Cursor, h platform.Heavy) Poly {
	var p Poly
	if n := call.Count(jsparse.EdgeArg); n > 1 && call.Arg(n-1).Kind().IsFunc() {
		return constant(2000) // answers later: generateKeyPair(options, (error, pair) => …)
	}
	if h.Millis > 0 {
		p = p.add(Poly{{Nanos: h.Millis * 1e6, Site: call, Deep: call, Why: h.What}})
	}
	if h.PerUnit > 0 {
		s := w.size(call.Arg(h.Arg), maxSteps)
		if s.Origin == Unseen && s.Param == 0 || s.Origin == Constant || s.Origin == Member || s.Origin == Few {
			return p.add(constant(2000))
		}
		q := constant(h.PerUnit).times([]Size{s}, call)
		for i := range q {
			q[i].Why = h.What
		}
		p = p.add(q)
	}
	return p
}

// project returns the cost of a call of the project's function. Without a call
// (a function given to map) the parameters keep what their names say.
func (w *walker) project(fn, call jsparse.Cursor) Poly {
	if fn == w.fn {
		if call.Ok() {
			w.self = append(w.self, call)
		}
		return constant(innerNanos)
	}
	if fn.Has(jsparse.FlagGenerator) {
		return constant(callNanos)
	}
	async := fn.Has(jsparse.FlagAsync)
	if async && w.o.turns.Func(fn) != yields.Never {
		return constant(callNanos)
	}
	p := w.substituted(fn, call)
	if call.Ok() && p.Millis() > 1 && execcontext.RunsOnce(call) {
		return constant(innerNanos) // its result is kept
	}
	if async {
		for i := range p {
			p[i].Async = true
		}
	}
	return p.add(constant(innerNanos))
}

// isOwn reports whether a callee's work is done in, or by way of, the function
// itself: the two call each other.
func (w *walker) isOwn(t Term) bool {
	if w.owns(t.Deep) {
		return true
	}
	return slices.ContainsFunc(t.Chain, w.owns)
}

// owns reports whether a node belongs to the function's own flow, callbacks that
// are given to calls included, other inner functions not.
func (w *walker) owns(n jsparse.Cursor) bool {
	if !w.fn.Contains(n) {
		return false
	}
	fn := n.Func()
	for fn.Ok() && fn != w.fn && fn.Edge() == jsparse.EdgeArg {
		fn = fn.Func()
	}
	return fn == w.fn
}

// maxChain bounds how many calls a term remembers.
const maxChain = 5

// substituted returns a function's cost with the arguments of a call in the
// place of its parameters.
func (w *walker) substituted(fn, call jsparse.Cursor) Poly {
	var out Poly
	for _, t := range w.get(fn) {
		if w.isOwn(t) {
			continue // a call circle: what this function does is counted here
		}
		t.Sizes = slices.Clone(t.Sizes)
		sizes := t.Sizes
		t.Sizes = nil
		for _, s := range sizes {
			if s.Param > 0 && call.Ok() {
				s = w.argument(s, call, maxSteps)
			} else if s.Param > 0 {
				s.Param, s.Path = 0, ""
				if s.Origin == Bulk || s.Origin == Items {
					s.Origin, s.N = Member, plausible[Member]
				}
			}
			if s.Origin == Constant {
				t.Nanos *= s.N
				continue
			}
			t.Sizes = append(t.Sizes, s)
		}
		if t.Callback > 0 && call.Ok() {
			arg := call.Arg(t.Callback - 1)
			t.Callback = 0
			switch k := w.parameterOf(arg); {
			case k > 0:
				t.Callback = k
			case arg.Kind().IsFunc() || w.o.callees.Expr(arg).Func().Ok():
				t.Nanos = min(t.Nanos, t.Nanos/callbackNanos*200)
			}
		}
		if call.Ok() && t.Site.Ok() {
			if t.Deep != call && len(t.Chain) < maxChain {
				t.Chain = append([]jsparse.Cursor{call}, t.Chain...)
			}
			t.Site = call
		}
		out = out.plus(t)
	}
	return out
}
