// Package yields says where code gives the event loop a turn.
//
// # Model
//
// An await suspends a function; whether anything else gets to run depends on
// what it waits for. A promise that settles in the microtask queue (await null,
// await Promise.resolve(), an async function that never leaves that queue) lets
// no timer, no input and no other request through: the event loop goes on only
// when the queue is empty. A promise that settles in a later macrotask (I/O, a
// timer, a message, scheduler.yield) does.
//
// A Turn says this of an expression that is awaited, of a function whose call
// is awaited, or of one round of a loop. It is computed over all paths: Always
// holds on each of them, Never on each of them, and Sometimes means that some
// path gets by without. What cannot be followed (an unknown callee, a
// parameter) is Unknown: it may well be I/O, and rules keep silent about it.
// Calls are followed across files; circles run to a fixed point from Never.
//
// # What it ignores
//
// Exceptions: a try block is taken to run to its end. Thenables with a
// synchronous then are Unknown. Which promise of several settles last is not
// asked: Promise.all yields if one of its items does.
package yields

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/jsparse"
)

// Turn says whether the event loop gets a turn.
type Turn uint8

// The answers, rising. One after the other, the higher one holds for both.
const (
	Never     Turn = iota // on no path
	Sometimes             // some path gets by without
	Unknown               // every path awaits, and what some of them await is unknown
	Always                // on every path
)

var turnNames = [...]string{"never", "sometimes", "unknown", "always"}

func (t Turn) String() string { return turnNames[t] }

// either is the Turn of two paths of which one is taken.
func either(a, b Turn) Turn {
	switch {
	case a == b:
		return a
	case a <= Sometimes || b <= Sometimes:
		return Sometimes
	}
	return Unknown
}

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "yields",
	Doc:      "where code gives the event loop a turn",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		o := &Oracle{callees: callee.Of(p)}
		o.funcs = jsanalysis.NewFacts(Never, func(a, b Turn) bool { return a == b }, o.compute)
		return o, nil
	},
}

// Oracle answers where the event loop gets a turn. It is safe for concurrent use.
type Oracle struct {
	callees *callee.Oracle
	funcs   *jsanalysis.Facts[Turn]
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// Func returns whether `await fn()` gives the event loop a turn before it goes on.
func (o *Oracle) Func(fn jsparse.Cursor) Turn { return o.funcs.Of(fn) }

// Awaited returns whether `await x` gives the event loop a turn before it goes
// on, the evaluation of x included.
func (o *Oracle) Awaited(x jsparse.Cursor) Turn {
	return (&walker{o: o, get: o.funcs.Of}).awaited(x, maxSteps)
}

// Round returns whether a round of a loop, from its head to its head, gives the
// event loop a turn. A round that leaves the loop does not count.
func (o *Oracle) Round(loop jsparse.Cursor) Turn {
	return (&walker{o: o, get: o.funcs.Of}).round(loop)
}

// maxSteps bounds how long values are followed, maxUses how many uses of a
// variable are looked at, maxFollowed how many variables for one function.
const (
	maxSteps    = 12
	maxUses     = 100
	maxFollowed = 1000
)

func (o *Oracle) compute(fn jsparse.Cursor, get func(jsparse.Cursor) Turn) Turn {
	w := &walker{o: o, get: get}
	body := fn.Body()
	if body.Kind() != jsparse.Block {
		if !body.Ok() {
			return Unknown
		}
		return w.awaited(body, maxSteps)
	}
	s := &scope{returns: nothing}
	end, falls := w.list(body, Never, s)
	if falls {
		s.returns = join(s.returns, end)
	}
	if s.returns == nothing {
		return Unknown // it only throws, or never ends
	}
	return s.returns
}

// nothing stands for no path at all.
const nothing Turn = 0xff

func join(a, b Turn) Turn {
	switch {
	case a == nothing:
		return b
	case b == nothing:
		return a
	}
	return either(a, b)
}

// walker evaluates one function.
type walker struct {
	o        *Oracle
	get      func(jsparse.Cursor) Turn
	followed int // variables so far
}

// expr returns the Turn of evaluating an expression: of the awaits in it.
func (w *walker) expr(x jsparse.Cursor) Turn {
	switch x.Kind() {
	case jsparse.Invalid, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl, jsparse.ClassExpr, jsparse.Ident, jsparse.StringLit, jsparse.NumberLit:
		return Never
	case jsparse.Await:
		return w.awaited(x.Operand(), maxSteps)
	case jsparse.Yield:
		return Unknown // who asks for the next value decides
	case jsparse.Conditional:
		return max(w.expr(x.Child(jsparse.EdgeTest)), either(w.expr(x.Child(jsparse.EdgeThen)), w.expr(x.Child(jsparse.EdgeElse))))
	case jsparse.Binary:
		if op := x.Op(); op == "&&" || op == "||" || op == "??" {
			return max(w.expr(x.Left()), either(Never, w.expr(x.Right())))
		}
	}
	t := Never
	for c := range x.Children() {
		t = max(t, w.expr(c))
	}
	return t
}

// awaited returns the Turn of `await x`.
func (w *walker) awaited(x jsparse.Cursor, steps int) Turn {
	if steps == 0 {
		return Unknown
	}
	steps--
	inner := w.expr(x)
	if inner == Always {
		return Always
	}
	return max(inner, w.settles(x, steps))
}

// settles returns when the value of x, if a promise, settles.
func (w *walker) settles(x jsparse.Cursor, steps int) Turn {
	switch x.Kind() {
	case jsparse.NullLit, jsparse.UndefinedLit, jsparse.BoolLit, jsparse.NumberLit, jsparse.BigIntLit, jsparse.StringLit,
		jsparse.RegExpLit, jsparse.ArrayLit, jsparse.ObjectLit, jsparse.Arrow, jsparse.FuncExpr, jsparse.ClassExpr,
		jsparse.Update, jsparse.Unary, jsparse.ThisExpr, jsparse.ImportMeta:
		return Never
	case jsparse.TemplateLit:
		if !x.Child(jsparse.EdgeTag).Ok() {
			return Never
		}
	case jsparse.Await:
		return Never // a promise's value is no promise
	case jsparse.ImportCall:
		return Always
	case jsparse.Assign:
		if x.Op() == "=" {
			return w.settles(x.Right(), steps)
		}
		return Never
	case jsparse.Sequence:
		var last jsparse.Cursor
		for c := range x.Children() {
			last = c
		}
		return w.settles(last, steps)
	case jsparse.Conditional:
		return either(w.settles(x.Child(jsparse.EdgeThen), steps), w.settles(x.Child(jsparse.EdgeElse), steps))
	case jsparse.Binary:
		switch x.Op() {
		case "&&", "||", "??":
			return either(w.settles(x.Left(), steps), w.settles(x.Right(), steps))
		}
		return Never // arithmetic and comparisons
	case jsparse.Ident:
		return w.variable(x, steps)
	case jsparse.New:
		return w.constructed(x)
	case jsparse.Call:
		return w.called(x, steps)
	}
	return Unknown
}

// variable returns when any of the values that a variable is given settles.
func (w *walker) variable(x jsparse.Cursor, steps int) Turn {
	decl := x.File().Decl(x.Sym())
	if w.followed++; w.followed > maxFollowed {
		return Unknown
	}
	if steps == 0 || decl.Parent().Kind() != jsparse.Declarator || decl.Parent().Parent().Edge() == jsparse.EdgeLeft {
		return Unknown // a parameter, a loop's variable
	}
	t, uses := nothing, 0
	for u := range x.File().Uses(x.Sym()) {
		if uses++; uses > maxUses {
			return Unknown
		}
		p := u.Parent()
		switch {
		case u.IsDecl() && p.Kind() == jsparse.Declarator:
			if v := p.Child(jsparse.EdgeInit); v.Ok() {
				t = join(t, w.settles(v, steps-1))
			}
		case p.Kind() == jsparse.Assign && u.Edge() == jsparse.EdgeLeft:
			if p.Op() == "=" {
				t = join(t, w.settles(p.Right(), steps-1))
			} else {
				t = join(t, Never)
			}
		case callee.IsWrite(u) && p.Kind() != jsparse.Update:
			return Unknown
		}
	}
	if t == nothing {
		return Unknown
	}
	return t
}

// called returns when the result of a call settles.
func (w *walker) called(call jsparse.Cursor, steps int) Turn {
	f := call.Callee()
	switch f.Kind() {
	case jsparse.Arrow, jsparse.FuncExpr:
		return w.get(f)
	case jsparse.Member:
		switch f.Name() {
		case "then", "catch", "finally":
			return w.chained(call, steps)
		}
	}
	e := w.o.callees.Call(call)
	if fn := e.Func(); fn.Ok() {
		if fn.Has(jsparse.FlagGenerator) {
			return Never // an iterator, not yet started
		}
		return w.get(fn)
	}
	if e.Instance || e.Name == "" {
		return Unknown
	}
	switch platform.Settles(e.Name) {
	case platform.Microtask:
		if arg := call.Arg(0); arg.Ok() && e.Name == "Promise.resolve" {
			return w.settles(arg, steps)
		}
		return Never
	case platform.Macrotask:
		return Always
	}
	switch e.Name {
	case "Promise.all", "Promise.allSettled":
		return w.all(call.Arg(0), steps)
	case "Promise.race", "Promise.any":
		return w.any(call.Arg(0), steps)
	}
	if isSynchronous(e.Name) {
		return Never
	}
	return Unknown
}

// isSynchronous reports whether a platform call never returns a promise.
func isSynchronous(name string) bool {
	head, _, _ := strings.Cut(name, ".")
	switch head {
	case "Math", "JSON", "Object", "Number", "String", "Boolean", "Date", "Array", "Symbol", "BigInt", "parseInt", "parseFloat", "isNaN", "console", "structuredClone", "performance":
		return name != "Array.fromAsync" && name != "performance.measureUserAgentSpecificMemory"
	}
	_, blocks := platform.BlockingCall(name)
	return blocks
}

// chained returns when x.then(f) settles: not before x, and not before what f
// returns.
func (w *walker) chained(call jsparse.Cursor, steps int) Turn {
	t := w.settles(call.Callee().Object(), steps)
	for arg := range call.All(jsparse.EdgeArg) {
		if arg.Kind().IsFunc() {
			t = max(t, either(Never, w.get(arg)))
		} else {
			t = max(t, Unknown)
		}
	}
	return t
}

// all returns when Promise.all of a list settles: with the last of its items.
func (w *walker) all(list jsparse.Cursor, steps int) Turn {
	if steps <= 0 {
		return Unknown
	}
	if list.Kind() == jsparse.ArrayLit {
		t := Never
		for item := range list.Children() {
			if item.Kind() == jsparse.Spread {
				t = max(t, w.all(item.Operand(), steps-1))
				continue
			}
			t = max(t, w.settles(item, steps-1))
		}
		return t
	}
	if fn := MapCallback(w.o.callees, list); fn.Ok() {
		return w.get(fn)
	}
	if list.Kind() == jsparse.Ident {
		if v, ok := callee.Value(list.File(), list.Sym()); ok && v.Kind() != jsparse.ArrayLit {
			return w.all(v, steps-1)
		}
	}
	return Unknown
}

// any returns when Promise.race of a list settles: with the first of its items.
func (w *walker) any(list jsparse.Cursor, steps int) Turn {
	if list.Kind() != jsparse.ArrayLit {
		return w.all(list, steps)
	}
	t := nothing
	for item := range list.Children() {
		if item.Kind() == jsparse.Spread {
			return Unknown
		}
		if s := w.settles(item, steps-1); t == nothing || s < t {
			t = s
		}
	}
	if t == nothing {
		return Unknown
	}
	return t
}

// MapCallback returns the project's function f of xs.map(f), xs.flatMap(f) and
// Array.from(xs, f), or no node.
func MapCallback(o *callee.Oracle, call jsparse.Cursor) jsparse.Cursor {
	if call.Kind() != jsparse.Call {
		return jsparse.Cursor{}
	}
	f, at := call.Callee(), 0
	switch {
	case f.Kind() == jsparse.Member && (f.Name() == "map" || f.Name() == "flatMap"):
	case o.CallName(call) == "Array.from":
		at = 1
	default:
		return jsparse.Cursor{}
	}
	arg := call.Arg(at)
	if arg.Kind().IsFunc() {
		return arg
	}
	return o.Expr(arg).Func()
}
