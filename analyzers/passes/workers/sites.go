package workers

import (
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// A Site is a place that says how many threads there shall be.
type Site struct {
	Size   jsparse.Cursor // the expression that is the number
	Thread Thread         // what is made that many times, or the pool
	Option string         // name of the option, for a library's pool; "" for loops
	At     jsparse.Cursor // the pool's creation, or the loop
}

// Sites returns the places of a file that say how many threads there shall be:
// options of pools, loops and array constructions that make threads, and
// constructors of the project's pools that hand the number on.
func (o *Oracle) Sites(f *jsparse.File) (sites []Site) {
	for n := range f.Root().Preorder(jsparse.New, jsparse.Call) {
		if s, ok := o.limit(n); ok {
			sites = append(sites, s)
			continue
		}
		t := o.New(n)
		switch t.Kind {
		case None:
			if n.Kind() == jsparse.New {
				sites = append(sites, o.ownPool(n)...)
			} else if o.saysNumber(n) {
				sites = append(sites, o.poolFunction(n, maxForwards)...)
			}
			sites = append(sites, o.helperLoop(n)...)
		case Pool:
			sites = append(sites, o.poolSizes(t)...)
		case Web, Node, Managed:
			sites = append(sites, o.repeated(t, n)...)
		case Process:
			if t.Name == "node:cluster.fork" {
				sites = append(sites, o.repeated(t, n)...)
			}
		}
	}
	return sites
}

// limit matches loader.setWorkerLimit(n).
func (o *Oracle) limit(n jsparse.Cursor) (Site, bool) {
	if n.Kind() != jsparse.Call || n.Callee().Kind() != jsparse.Member || n.Callee().Name() != "setWorkerLimit" {
		return Site{}, false
	}
	return Site{Size: n.Arg(0), Thread: Thread{Kind: Pool, Node: n, Name: "setWorkerLimit"}, Option: "setWorkerLimit", At: n}, true
}

// poolSizes returns the options of a library's pool that are sizes.
func (o *Oracle) poolSizes(t Thread) (sites []Site) {
	l := t.Library
	if l.Size >= 0 {
		if a := t.Node.Arg(l.Size); a.Ok() && a.Kind() != jsparse.ObjectLit && !a.Kind().IsFunc() {
			sites = append(sites, Site{Size: a, Thread: t, At: t.Node})
		}
	}
	for a := range t.Node.All(jsparse.EdgeArg) {
		if a.Kind() == jsparse.Ident {
			if v, ok := callee.Value(a.File(), a.Sym()); ok {
				a = v
			}
		}
		for _, name := range l.Sizes {
			if p := a.Prop(name); p.Ok() {
				if v := p.Child(jsparse.EdgeValue); v.Ok() {
					sites = append(sites, Site{Size: v, Thread: t, Option: name, At: t.Node})
				}
			}
		}
	}
	return sites
}

// repeated returns the bound of the loop or array construction that makes a
// thread again and again; made is the expression that has the thread.
func (o *Oracle) repeated(t Thread, made jsparse.Cursor) []Site {
	for p := made; p.Ok(); p = p.Parent() {
		up := p.Parent()
		switch {
		case up.Kind().IsLoop() && p.Edge() == jsparse.EdgeBody:
			if b := bound(up); b.Ok() {
				return []Site{{Size: b, Thread: t, At: up}}
			}
		case p.Kind().IsFunc():
			if b := arrayBound(p); b.Ok() {
				return []Site{{Size: b, Thread: t, At: up}}
			}
			return nil
		}
	}
	return nil
}

// Counted reports whether a counted loop or array construction makes the thread:
// one of a pool.
func (o *Oracle) Counted(t Thread) bool { return len(o.repeated(t, t.Node)) > 0 }

// helperLoop matches a loop around a call of a function of the same project that
// makes and returns a thread, or forks:
//
//	for (let i = 0; i < n; i++) workers.push(createWorker())
func (o *Oracle) helperLoop(n jsparse.Cursor) []Site {
	if n.Kind() != jsparse.Call || !inRepetition(n) {
		return nil
	}
	fn := o.callee.Call(n).Func()
	if !fn.Ok() {
		return nil
	}
	for m := range fn.Preorder(jsparse.New, jsparse.Call) {
		if m.Func() != fn {
			continue
		}
		t := o.New(m)
		if t.Kind == Web || t.Kind == Node || t.Kind == Managed || t.Name == "node:cluster.fork" {
			return o.repeated(t, n)
		}
	}
	return nil
}

// inRepetition is the cheap question: is there a loop or callback around?
func inRepetition(n jsparse.Cursor) bool {
	for p := n.Parent(); p.Ok(); p = p.Parent() {
		if p.Kind().IsLoop() {
			return true
		}
		if p.Kind().IsFunc() {
			return p.Edge() == jsparse.EdgeArg
		}
	}
	return false
}

// bound returns n of for (let i = 0; i < n; i++) and while (list.length < n).
func bound(loop jsparse.Cursor) jsparse.Cursor {
	if !loop.Is(jsparse.For, jsparse.While) {
		return jsparse.Cursor{}
	}
	test := loop.Child(jsparse.EdgeTest)
	if test.Kind() == jsparse.Binary && test.Op() == "&&" {
		test = test.Left()
	}
	if test.Kind() != jsparse.Binary {
		return jsparse.Cursor{}
	}
	switch test.Op() {
	case "<", "<=", "!==", "!=":
		return test.Right()
	case ">", ">=":
		return test.Left()
	}
	return jsparse.Cursor{}
}

// arrayBound returns n of Array.from({length: n}, fn), Array(n).fill().map(fn)
// and [...Array(n)].map(fn).
func arrayBound(fn jsparse.Cursor) jsparse.Cursor {
	call := fn.Parent()
	if call.Kind() != jsparse.Call || fn.Edge() != jsparse.EdgeArg || call.Callee().Kind() != jsparse.Member {
		return jsparse.Cursor{}
	}
	c := call.Callee()
	if c.Name() == "from" && c.Object().GlobalName() == "Array" {
		if n := call.Arg(0).Prop("length").Child(jsparse.EdgeValue); n.Ok() {
			return n
		}
		return newArray(call.Arg(0))
	}
	if c.Name() != "map" && c.Name() != "forEach" {
		return jsparse.Cursor{}
	}
	return newArray(c.Object())
}

// newArray returns n of Array(n), new Array(n), also behind fill, keys and spread.
func newArray(x jsparse.Cursor) jsparse.Cursor {
	for range 6 {
		switch x.Kind() {
		case jsparse.ArrayLit:
			x = x.FirstChild()
		case jsparse.Spread:
			x = x.Operand()
		case jsparse.New, jsparse.Call:
			c := x.Callee()
			if c.GlobalName() == "Array" && x.Count(jsparse.EdgeArg) == 1 {
				return x.Arg(0)
			}
			if c.Kind() != jsparse.Member {
				return jsparse.Cursor{}
			}
			if c.Name() == "from" && c.Object().GlobalName() == "Array" {
				return x.Arg(0).Prop("length").Child(jsparse.EdgeValue)
			}
			x = c.Object()
		default:
			return jsparse.Cursor{}
		}
	}
	return jsparse.Cursor{}
}

// ownPool matches new WorkerPool(n) and new WorkerPool({size: n}) of a class of
// the project that makes that many threads.
func (o *Oracle) ownPool(n jsparse.Cursor) (sites []Site) {
	class := o.callee.Call(n).Class()
	if !class.Ok() || n.Count(jsparse.EdgeArg) == 0 {
		return nil
	}
	text := class.Text()
	if !namesThreads(text) {
		return nil
	}
	ctor := jsparse.Cursor{}
	for m := range class.All(jsparse.EdgeMember) {
		if m.Kind() == jsparse.Method && m.Name() == "constructor" {
			ctor = m.FuncValue()
		}
	}
	if !ctor.Ok() {
		return nil
	}
	for m := range class.Preorder(jsparse.New, jsparse.Call) {
		t := o.New(m)
		var inner []Site
		switch t.Kind {
		case Web, Node, Managed:
			inner = o.repeated(t, m)
		case Pool:
			inner = o.poolSizes(t)
		case None:
			if m.Kind() == jsparse.Call && inRepetition(m) {
				if fn := o.methodOf(m, class); fn.Ok() {
					inner = o.repeated(o.madeBy(fn), m)
				}
			}
		}
		for _, s := range inner {
			if s.Thread.Kind == None {
				continue
			}
			if a := o.argumentFor(s.Size, ctor, n); a.Ok() {
				sites = append(sites, Site{Size: a, Thread: s.Thread, At: n})
			}
		}
	}
	return sites
}

// maxForwards is how many functions a number is followed through.
const maxForwards = 3

// saysNumber is the cheap question: does a call have an argument that can be
// the size of a pool?
func (o *Oracle) saysNumber(call jsparse.Cursor) bool {
	for a := range call.All(jsparse.EdgeArg) {
		if n, ok := a.Number(); ok && n > 1 || len(o.CoresIn(a)) > 0 {
			return true
		}
	}
	return false
}

// poolFunction matches startWorkers(n) of a function of the project that makes
// that many threads, or hands the number on to one that does.
func (o *Oracle) poolFunction(call jsparse.Cursor, steps int) (sites []Site) {
	fn := o.callee.Call(call).Func()
	if !fn.Ok() || steps == 0 || fn.Count(jsparse.EdgeParam) == 0 || !o.mayMake(fn.File()) {
		return nil
	}
	for m := range fn.Preorder(jsparse.New, jsparse.Call) {
		t := o.New(m)
		var inner []Site
		switch {
		case t.Kind == Web || t.Kind == Node || t.Kind == Managed || t.Name == "node:cluster.fork":
			inner = o.repeated(t, m)
		case t.Kind == Pool:
			inner = o.poolSizes(t)
		case t.Kind == None && m.Kind() == jsparse.New:
			inner = o.ownPool(m)
		case t.Kind == None && m != call:
			if inner = o.helperLoop(m); inner == nil && m.Count(jsparse.EdgeArg) > 0 {
				inner = o.poolFunction(m, steps-1)
			}
		}
		for _, s := range inner {
			if a := o.argumentFor(s.Size, fn, call); a.Ok() {
				sites = append(sites, Site{Size: a, Thread: s.Thread, At: call})
			}
		}
	}
	return sites
}

// methodOf returns the method of a class that this.m() calls.
func (o *Oracle) methodOf(call, class jsparse.Cursor) jsparse.Cursor {
	c := call.Callee()
	if c.Kind() != jsparse.Member || c.Object().Kind() != jsparse.ThisExpr {
		return jsparse.Cursor{}
	}
	for m := range class.All(jsparse.EdgeMember) {
		if m.Name() == c.Name() {
			return m.FuncValue()
		}
	}
	return jsparse.Cursor{}
}

// madeBy returns the thread that a function itself makes, if it makes one.
func (o *Oracle) madeBy(fn jsparse.Cursor) Thread {
	for m := range fn.Preorder(jsparse.New, jsparse.Call) {
		if m.Func() != fn {
			continue
		}
		if t := o.New(m); t.Kind == Web || t.Kind == Node || t.Kind == Managed {
			return t
		}
	}
	return Thread{}
}

// mayMake reports whether a file may make threads.
func (o *Oracle) mayMake(f *jsparse.File) bool {
	if v, ok := o.makers.Load(f); ok {
		return v.(bool)
	}
	is := namesThreads(f.Text)
	o.makers.Store(f, is)
	return is
}

// namesThreads reports whether a text holds one of Words.
func namesThreads(text string) bool {
	return slices.ContainsFunc(Words, func(w string) bool { return strings.Contains(text, w) })
}

// argumentFor returns the argument of a construction that becomes a size inside
// the class: the constructor's parameter, a member of it, or a field that only
// the constructor writes.
func (o *Oracle) argumentFor(size, ctor, made jsparse.Cursor) jsparse.Cursor {
	for range 4 {
		switch size.Kind() {
		case jsparse.Ident:
			d := size.File().Decl(size.Sym())
			if !d.Ok() {
				return jsparse.Cursor{}
			}
			if p := d.Parent(); p.Kind() == jsparse.Param && p.Parent() == ctor {
				return made.Arg(paramIndex(ctor, p))
			}
			if p := d.Parent(); p.Kind() == jsparse.PatternElem && p.Parent().Parent().Kind() == jsparse.Param && p.Parent().Parent().Parent() == ctor {
				return made.Arg(paramIndex(ctor, p.Parent().Parent())).Prop(p.Name()).Child(jsparse.EdgeValue)
			}
			v, ok := callee.Value(size.File(), size.Sym())
			if !ok {
				return jsparse.Cursor{}
			}
			size = v
		case jsparse.Member:
			if size.Object().Kind() == jsparse.ThisExpr {
				if size = fieldValue(ctor, size.Name()); !size.Ok() {
					return size
				}
				continue
			}
			// options.size
			obj := o.argumentFor(size.Object(), ctor, made)
			return obj.Prop(size.Name()).Child(jsparse.EdgeValue)
		default:
			return jsparse.Cursor{}
		}
	}
	return jsparse.Cursor{}
}

func paramIndex(fn, param jsparse.Cursor) int {
	i := 0
	for p := range fn.All(jsparse.EdgeParam) {
		if p == param {
			return i
		}
		i++
	}
	return -1
}

// fieldValue returns what a constructor assigns to this.name, or the parameter
// property of that name.
func fieldValue(ctor jsparse.Cursor, name string) (v jsparse.Cursor) {
	for a := range ctor.Preorder(jsparse.Assign) {
		if l := a.Left(); l.Kind() == jsparse.Member && l.Name() == name && l.Object().Kind() == jsparse.ThisExpr && a.Op() == "=" {
			if v.Ok() {
				return jsparse.Cursor{}
			}
			v = a.Right()
		}
	}
	return v
}
