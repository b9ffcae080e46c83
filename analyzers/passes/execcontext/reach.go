package execcontext

import (
	"github.com/asynclint/asynclint/jsparse"
)

// Wait says how sure it is that somebody waits for code.
type Wait uint8

// The answers.
const (
	Nobody   Wait = iota // all that is known to reach it runs where nobody waits
	Perhaps              // something may reach it of which nothing is known: a library's export
	Somebody             // a handler reaches it
)

// Way is how somebody who waits comes to a node.
type Way struct {
	Wait Wait
	// Info is that of the handler, or of the node itself if none is known.
	Info Info
	// Calls lead from the node's function up to the handler, each in the function
	// that the next one calls. Empty if the node is in the handler itself.
	Calls []jsparse.Cursor
}

// Bounds of one search upwards.
const (
	maxUp    = 6
	maxFuncs = 80
)

// Reach says who waits for the code at a node, following calls of its function
// upwards through the project. It parses files that may call it: ask it last.
func (o *Oracle) Reach(n jsparse.Cursor) Way {
	info := o.At(n)
	if !info.SomebodyWaits() {
		return Way{Nobody, info, nil}
	}
	fn := Flow(n)
	if info.Handler != "" || !fn.Ok() {
		return Way{Somebody, info, nil}
	}
	if w, ok := o.ways.Load(fn); ok {
		return w.(Way)
	}
	w := o.climb(fn, info)
	o.ways.Store(fn, w)
	return w
}

type step struct {
	fn    jsparse.Cursor
	calls []jsparse.Cursor
}

// climb walks the callers breadth first, so that the way it finds is a shortest one.
func (o *Oracle) climb(fn jsparse.Cursor, own Info) Way {
	known, open := false, false // a caller is known; something may reach it of which nothing is known
	seen := map[jsparse.Cursor]bool{fn: true}
	for queue := []step{{fn: fn}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if info, ok := o.givenAway(at.fn); ok {
			if info.Handler != "" && info.SomebodyWaits() {
				return Way{Somebody, info, at.calls}
			}
			open = open || info.Handler == "" // kept by somebody for later
			known = true
		}
		callers := 0
		for _, call := range o.callers.Of(at.fn) {
			if at.fn.Contains(call) {
				continue
			}
			info := o.At(call)
			if info.Only(Test) {
				continue // that a test calls it says nothing
			}
			callers++
			known = true
			if !info.SomebodyWaits() || RunsOnce(call) {
				continue
			}
			g := Flow(call)
			calls := append(append([]jsparse.Cursor(nil), at.calls...), call)
			switch {
			case info.Handler != "":
				return Way{Somebody, info, calls}
			case !g.Ok() || seen[g]:
			case len(calls) >= maxUp || len(seen) >= maxFuncs:
				open = true
			default:
				seen[g] = true
				queue = append(queue, step{g, calls})
			}
		}
		open = open || callers == 0 || !o.callers.All(at.fn)
	}
	if known && !open {
		return Way{Nobody, own, nil}
	}
	return Way{Perhaps, own, nil}
}

// givenAway says what is done with a function that is used as a value in other
// files: router.get("/", users.list). ok is false if it is used as none.
func (o *Oracle) givenAway(fn jsparse.Cursor) (info Info, ok bool) {
	for _, x := range o.callers.Values(fn) {
		ok = true
		p, why, at := o.given(x, fn)
		if why == "" || p == Test {
			continue
		}
		if m := x.File().Module(); m != nil {
			info.Places = o.Module(m)
		}
		if p == Shutdown {
			info.Places = p
			continue
		}
		if p != 0 {
			info.Places = info.Places&^(Script|Unknown) | p
		}
		info.Handler, info.At = why, at
		return info, true
	}
	return info, ok
}

// Flow returns the function whose flow a node belongs to: callbacks that run at
// once, as those of array methods do, belong to the function around them, unless
// they are async.
func Flow(n jsparse.Cursor) jsparse.Cursor {
	fn := n
	if !fn.Kind().IsFunc() {
		fn = n.Func()
	}
	for fn.Ok() && !fn.Has(jsparse.FlagAsync) {
		p := fn.Parent()
		if p.Kind() != jsparse.Call || fn.Edge() != jsparse.EdgeCallee && !isImmediate(fn, p) || p.Callee().Name() == "then" || p.Callee().Name() == "catch" || p.Callee().Name() == "finally" {
			return fn
		}
		fn = fn.Func()
	}
	return fn
}
