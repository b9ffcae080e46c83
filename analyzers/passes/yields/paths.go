package yields

import (
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/jsparse"
)

// maxNested is how deep loops may nest for their second rounds to be looked at.
const maxNested = 5

// scope collects the paths that leave the straight line of one function.
type scope struct {
	returns Turn // of all paths that return
	loops   []*exits
}

// exits are the paths that leave a loop or a labelled or switch statement.
type exits struct {
	label     string
	loop      bool
	breaks    Turn
	continues Turn
}

// list evaluates the children of a block in order.
func (w *walker) list(block jsparse.Cursor, in Turn, s *scope) (out Turn, falls bool) {
	for c := range block.Children() {
		if c.Edge() == jsparse.EdgeTest { // of a Case
			continue
		}
		if in, falls = w.stmt(c, in, s); !falls {
			return in, false
		}
	}
	return in, true
}

// stmt evaluates a statement that is entered with in. falls is false when no
// path comes out at its end.
func (w *walker) stmt(n jsparse.Cursor, in Turn, s *scope) (out Turn, falls bool) {
	switch n.Kind() {
	case jsparse.Invalid:
		return in, true
	case jsparse.FuncDecl, jsparse.ClassDecl:
		return in, true
	case jsparse.Block:
		return w.list(n, in, s)
	case jsparse.If:
		in = max(in, w.expr(n.Child(jsparse.EdgeTest)))
		a, af := w.stmt(n.Child(jsparse.EdgeThen), in, s)
		b, bf := w.stmt(n.Child(jsparse.EdgeElse), in, s)
		return merge(a, af, b, bf)
	case jsparse.For, jsparse.ForIn, jsparse.ForOf, jsparse.While, jsparse.DoWhile:
		return w.loop(n, in, s, "")
	case jsparse.Labeled:
		return w.labeled(n, in, s)
	case jsparse.Switch:
		return w.choice(n, in, s)
	case jsparse.Try:
		return w.try(n, in, s)
	case jsparse.Return:
		t := in
		if v := n.Operand(); v.Ok() {
			t = max(t, w.awaited(v, maxSteps))
		}
		s.returns = join(s.returns, t)
		return in, false
	case jsparse.Throw:
		return in, false
	case jsparse.Break, jsparse.Continue:
		w.jump(n, in, s)
		return in, false
	}
	return max(in, w.expr(n)), true
}

func merge(a Turn, af bool, b Turn, bf bool) (Turn, bool) {
	switch {
	case af && bf:
		return either(a, b), true
	case af:
		return a, true
	}
	return b, bf
}

func (w *walker) jump(n jsparse.Cursor, in Turn, s *scope) {
	label := n.Name()
	for i := len(s.loops) - 1; i >= 0; i-- {
		e := s.loops[i]
		if label != "" && e.label != label || label == "" && n.Kind() == jsparse.Continue && !e.loop {
			continue
		}
		if n.Kind() == jsparse.Break {
			e.breaks = join(e.breaks, in)
		} else {
			e.continues = join(e.continues, in)
		}
		return
	}
}

func (w *walker) labeled(n jsparse.Cursor, in Turn, s *scope) (Turn, bool) {
	body := n.Child(jsparse.EdgeBody)
	if body.Kind().IsLoop() {
		return w.loop(body, in, s, n.Name())
	}
	e := &exits{label: n.Name(), breaks: nothing, continues: nothing}
	s.loops = append(s.loops, e)
	out, falls := w.stmt(body, in, s)
	s.loops = s.loops[:len(s.loops)-1]
	return merge(out, falls, e.breaks, e.breaks != nothing)
}

func (w *walker) choice(n jsparse.Cursor, in Turn, s *scope) (Turn, bool) {
	in = max(in, w.expr(n.Child(jsparse.EdgeTest)))
	e := &exits{breaks: nothing, continues: nothing}
	s.loops = append(s.loops, e)
	out, falls, hasDefault := in, false, false
	for c := range n.All(jsparse.EdgeCase) {
		hasDefault = hasDefault || !c.Child(jsparse.EdgeTest).Ok()
		entry := in
		if falls {
			entry = either(in, out)
		}
		out, falls = w.list(c, entry, s)
	}
	s.loops = s.loops[:len(s.loops)-1]
	if !hasDefault {
		out, falls = merge(out, falls, in, true)
	}
	return merge(out, falls, e.breaks, e.breaks != nothing)
}

// try takes the block to run to its end; a handler that falls through is
// another path, on which nothing of the block is certain.
func (w *walker) try(n jsparse.Cursor, in Turn, s *scope) (Turn, bool) {
	out, falls := in, true
	for c := range n.All(jsparse.EdgeBody) {
		out, falls = w.stmt(c, out, s)
		if !falls {
			break
		}
	}
	if h := n.Child(jsparse.EdgeHandler); h.Ok() && !falls {
		// The block returns on its normal path: the handler is the only way through.
		out, falls = w.list(h.Child(jsparse.EdgeBody), max(in, Unknown), s)
	}
	if f := n.Child(jsparse.EdgeFinalizer); f.Ok() {
		t, ff := w.stmt(f, out, s)
		return max(out, t), falls && ff
	}
	return out, falls
}

// loop evaluates a loop statement: no round, or some.
func (w *walker) loop(n jsparse.Cursor, in Turn, s *scope, label string) (Turn, bool) {
	e := &exits{label: label, loop: true, breaks: nothing, continues: nothing}
	s.loops = append(s.loops, e)
	first := max(in, w.expr(n.Child(jsparse.EdgeInit)), w.expr(n.Child(jsparse.EdgeTest)), w.expr(n.Child(jsparse.EdgeRight)))
	after := w.once(n, first, s, e)
	if after != nothing && after > first && len(s.loops) <= maxNested {
		// What leaves the second round has the first behind it.
		after = join(after, w.once(n, after, s, e))
	}
	s.loops = s.loops[:len(s.loops)-1]
	if n.Kind() == jsparse.DoWhile {
		return merge(after, after != nothing, e.breaks, e.breaks != nothing)
	}
	if isEndless(n) {
		if e.breaks == nothing {
			return after, false
		}
		return e.breaks, true
	}
	out := first
	if after != nothing {
		out = either(first, after)
	}
	return merge(out, true, e.breaks, e.breaks != nothing)
}

// once evaluates one round of a loop, to where the next one begins; nothing
// when no path gets there.
func (w *walker) once(n jsparse.Cursor, in Turn, s *scope, e *exits) Turn {
	out, falls := w.stmt(n.Body(), in, s)
	after := e.continues
	if falls {
		after = join(after, out)
	}
	if after == nothing {
		return nothing
	}
	if n.Has(jsparse.FlagAwait) {
		after = max(after, w.stream(n.Right()))
	}
	return max(after, w.expr(n.Child(jsparse.EdgeUpdate)), w.expr(n.Child(jsparse.EdgeTest)))
}

// isEndless reports whether only a jump ends the loop.
func isEndless(n jsparse.Cursor) bool {
	t := n.Child(jsparse.EdgeTest)
	switch n.Kind() {
	case jsparse.For:
		if !t.Ok() {
			return true
		}
	case jsparse.While, jsparse.DoWhile:
	default:
		return false
	}
	if v, ok := t.Bool(); ok {
		return v
	}
	v, ok := t.Number()
	return ok && v != 0
}

func (w *walker) round(loop jsparse.Cursor) Turn {
	e := &exits{loop: true, breaks: nothing, continues: nothing}
	if p := loop.Parent(); p.Kind() == jsparse.Labeled {
		e.label = p.Name()
	}
	s := &scope{returns: nothing, loops: []*exits{e}}
	t := w.once(loop, Never, s, e)
	if t == nothing {
		return Always // no second round: nothing to ask for
	}
	return t
}

// stream returns the Turn of asking an async iterable for its next value.
func (w *walker) stream(x jsparse.Cursor) Turn {
	if x.Kind() == jsparse.ArrayLit {
		return w.all(x, maxSteps)
	}
	if x.Kind() != jsparse.Call {
		return Unknown
	}
	fn := w.o.callees.Call(x).Func()
	if !fn.Ok() || !fn.Has(jsparse.FlagGenerator|jsparse.FlagAsync) {
		return Unknown
	}
	// Of the project's own generator: whether any await in it leaves the queue.
	t := Never
	fn.Body().Inspect([]jsparse.Kind{jsparse.Await, jsparse.ForOf, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl}, func(c jsparse.Cursor) bool {
		switch {
		case c.Kind() == jsparse.Await:
			t = max(t, w.awaited(c.Operand(), maxSteps))
		case c.Kind() == jsparse.ForOf && c.Has(jsparse.FlagAwait):
			t = Always
		}
		return !c.Kind().IsFunc()
	})
	return t
}

// constructed returns when `new Promise(executor)` settles: with whoever calls
// resolve. `new X()` of anything else is no promise, unless X is unknown.
func (w *walker) constructed(x jsparse.Cursor) Turn {
	e := w.o.callees.Expr(x.Callee())
	switch {
	case e.Name == "Promise":
	case e.Class().Ok() && !e.Class().Child(jsparse.EdgeExtends).Ok() && !hasMethod(e.Class(), "then"):
		return Never
	case e.Name == "Date" || e.Name == "Map" || e.Name == "Set" || e.Name == "Error" || e.Name == "Array" || e.Name == "URL":
		return Never
	default:
		return Unknown
	}
	executor := x.Arg(0)
	if !executor.Kind().IsFunc() {
		return Unknown
	}
	t := nothing
	for k := range 2 { // resolve and reject
		p := executor.ChildAt(jsparse.EdgeParam, k)
		if !p.Ok() {
			continue
		}
		if p.Sym() == jsparse.NoSym {
			return Unknown
		}
		for use := range x.File().Uses(p.Sym()) {
			if use.IsDecl() || k == 1 && t != nothing {
				continue
			}
			t = join(t, w.resolved(use, executor))
		}
	}
	if t == nothing {
		return Unknown
	}
	return t
}

// resolved returns when a use of resolve in an executor settles its promise.
func (w *walker) resolved(use, executor jsparse.Cursor) Turn {
	p := use.Parent()
	at := use
	if p.Kind() == jsparse.Call && use.Edge() == jsparse.EdgeCallee {
		at = p // resolve(…)
	} else if p.Kind() == jsparse.Call && use.Edge() == jsparse.EdgeArg {
		return w.scheduled(p)
	} else {
		return w.onEvent(p)
	}
	t := Never
	for fn := at.Func(); fn.Ok() && fn != executor; fn = fn.Func() {
		switch owner := fn.Parent(); {
		case owner.Kind() == jsparse.Call && fn.Edge() == jsparse.EdgeArg:
			t = max(t, w.scheduled(owner))
		default:
			t = max(t, w.onEvent(owner))
		}
	}
	return t
}

// scheduled returns the Turn before a call runs the callback it was given.
func (w *walker) scheduled(call jsparse.Cursor) Turn {
	switch platform.Schedules(w.o.callees.CallName(call)) {
	case platform.Macrotask:
		return Always
	case platform.Microtask:
		return Never
	}
	if f := call.Callee(); f.Kind() == jsparse.Member {
		switch f.Name() {
		case "forEach", "map", "filter", "some", "every", "find", "reduce":
			return Never
		case "then", "catch", "finally":
			return w.settles(f.Object(), maxSteps-1)
		case "addEventListener", "once":
			return Always
		}
	}
	return Unknown
}

// onEvent returns Always for x.onmessage = resolve.
func (w *walker) onEvent(owner jsparse.Cursor) Turn {
	if owner.Kind() == jsparse.Assign && owner.Left().Kind() == jsparse.Member {
		if n := owner.Left().Name(); len(n) > 2 && n[:2] == "on" {
			return Always
		}
	}
	return Unknown
}

func hasMethod(class jsparse.Cursor, name string) bool {
	for m := range class.All(jsparse.EdgeMember) {
		if m.Name() == name {
			return true
		}
	}
	return false
}
