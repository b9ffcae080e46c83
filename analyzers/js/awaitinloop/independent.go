package awaitinloop

import (
	"slices"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// findVarying collects the loop's variables and those that the body computes
// from them or from what it awaits.
func (l *loop) findVarying() {
	l.varies = map[jsparse.Sym]bool{}
	for _, v := range l.vars {
		l.varies[v.Sym()] = true
	}
	for d := range l.body.Preorder(jsparse.Declarator, jsparse.ForOf, jsparse.ForIn, jsparse.Arrow, jsparse.FuncExpr, jsparse.Assign) {
		switch d.Kind() {
		case jsparse.Declarator:
			if init := d.Child(jsparse.EdgeInit); init.Ok() && l.mentionsItem(init) {
				l.bind(d.Child(jsparse.EdgeTarget))
			}
		case jsparse.Assign:
			if t := d.Left(); t.Kind() == jsparse.Ident && varflow.Declares(l.body, t) && l.mentionsItem(d.Right()) {
				l.varies[t.Sym()] = true
			}
		case jsparse.ForOf, jsparse.ForIn:
			if l.mentionsItem(d.Right()) {
				l.bind(d.Left())
			}
		default: // callbacks get what their call's receiver holds
			for p := range d.All(jsparse.EdgeParam) {
				l.bind(p)
			}
		}
	}
}

func (l *loop) bind(pattern jsparse.Cursor) {
	for _, id := range varflow.Bound(pattern) {
		l.varies[id.Sym()] = true
	}
}

// mentionsItem reports whether code reads something that differs from item to
// item.
func (l *loop) mentionsItem(x jsparse.Cursor) bool {
	for n := range x.Preorder(jsparse.Ident, jsparse.Await) {
		if n.Kind() == jsparse.Await || l.varies[n.Sym()] {
			return true
		}
	}
	return false
}

// isLocal reports whether a variable lives no longer than one iteration.
func (l *loop) isLocal(id jsparse.Cursor) bool { return varflow.Declares(l.node, id) }

// isIndependent reports whether the loop would do the same if the calls that it
// awaits were all started at once.
func (l *loop) isIndependent() bool {
	for _, a := range l.awaits {
		if !l.isSeparate(a) {
			return false
		}
	}
	return l.writesApart() && l.callsApart() && !l.looksForName()
}

// looksForName reports whether an iteration writes a file under a name that it
// finds free, which the files of the iterations before decide.
func (l *loop) looksForName() bool {
	if !slices.ContainsFunc(l.answers, func(a effects.Answer) bool { return a.Class == effects.Own }) {
		return false
	}
	for c := range l.body.Preorder(jsparse.Call) {
		if effects.HasWord(effects.Name(c.Callee()), freeNames) {
			return true
		}
	}
	return false
}

// freeNames: words in the names of functions that look for what is not taken.
var freeNames = effects.WordSet("unique uniq available free unused nonexistent dedupe deduplicate")

// isSeparate reports whether an awaited call works on its own item only: it
// reads, or touches nothing but what its arguments name, and it shares no
// receiver that works one thing at a time.
func (l *loop) isSeparate(a jsparse.Cursor) bool {
	call := unwrap(a.Operand())
	if call.Kind() != jsparse.Call || !l.mentionsItem(call) {
		return false
	}
	ans := l.effects.Call(call)
	if (!ans.Certain || ans.Body) && (effects.OneAtATime(call) || l.sharesCollection(call)) {
		return false
	}
	l.answers = append(l.answers, ans)
	switch ans.Class {
	case effects.Own:
		return l.mentionsItem(effects.Target(call))
	case effects.Read:
		return ans.Certain || effects.Used(a) || l.isItemsOwn(call)
	case effects.Unknown:
		// transform(item) whose result goes to the item or into the results.
		return !ans.Certain && l.isStored(a)
	}
	return false
}

// sharesCollection reports whether the call is given a collection that may carry
// what one iteration learns to the next: convert(entry, usedNames, warnings).
func (l *loop) sharesCollection(call jsparse.Cursor) bool {
	for a := range call.All(jsparse.EdgeArg) {
		if a.Kind() != jsparse.Ident || l.isLocal(a) {
			continue
		}
		if effects.HasWord(a.Name(), collecting) {
			return true
		}
		switch v, _ := callee.Value(a.File(), a.Sym()); v.Kind() {
		case jsparse.New:
			name := v.Callee().GlobalName()
			if (name == "Set" || name == "Map" || name == "Array") && !v.Arg(0).Ok() {
				return true
			}
		case jsparse.ArrayLit, jsparse.ObjectLit:
			if !v.FirstChild().Ok() || l.holdsClosure(v) {
				return true // filled by whoever gets it, or calls back
			}
		case jsparse.Arrow, jsparse.FuncExpr:
			if v.Func() == l.fn && l.fn.Ok() && !l.effects.Pure(v) {
				return true
			}
		}
	}
	return false
}

// holdsClosure reports whether an object has functions of the function around the
// loop, through which who gets it can do anything there.
func (l *loop) holdsClosure(object jsparse.Cursor) bool {
	if !l.fn.Ok() || object.Func() != l.fn {
		return false
	}
	for p := range object.All(jsparse.EdgeItem) {
		if fn := p.FuncValue(); fn.Ok() && !l.effects.Pure(fn) {
			return true
		}
	}
	return false
}

// collecting: words in the names of what calls fill and look at.
var collecting = effects.WordSet("used seen visited warnings errors issues diagnostics acc accumulator results output out collected cache memo counter counters progress taken known done")

// unwrap takes a promise's methods off: f(x) of f(x).catch(g).
func unwrap(x jsparse.Cursor) jsparse.Cursor {
	for x.Kind() == jsparse.Call && x.Callee().Kind() == jsparse.Member && isSettled(x.Callee().Name()) {
		x = x.Callee().Object()
	}
	return x
}

// isItemsOwn: item.load().
func (l *loop) isItemsOwn(call jsparse.Cursor) bool {
	root := varflow.Root(call.Callee())
	return call.Callee().Kind() == jsparse.Member && root.Kind() == jsparse.Ident && l.varies[root.Sym()]
}

// isStored: item.x = await f(item), out[key] = await f(item),
// out.push(await f(item)).
func (l *loop) isStored(a jsparse.Cursor) bool {
	p := a.Parent()
	if p.Kind() == jsparse.Spread {
		a, p = p, p.Parent()
	}
	switch p.Kind() {
	case jsparse.Assign:
		t := p.Left()
		return p.Op() == "=" && a.Edge() == jsparse.EdgeRight && t.Is(jsparse.Member, jsparse.Index) && l.mentionsItem(t)
	case jsparse.Call:
		c := p.Callee()
		return c.Kind() == jsparse.Member && (c.Name() == "push" || c.Name() == "set" || c.Name() == "add") && c.Object().Kind() == jsparse.Ident
	}
	return false
}

// writesApart reports whether nothing that an iteration writes is read by
// another one.
func (l *loop) writesApart() bool {
	// A call of the platform cannot read the project's variables.
	blind := !slices.ContainsFunc(l.answers, func(a effects.Answer) bool { return !a.Certain || a.Body })
	for _, w := range l.writes {
		switch w.Root.Kind() {
		case jsparse.Ident:
			if l.isLocal(w.Root) {
				if !l.changesOwn(w) {
					return false
				}
				continue
			}
			d := w.Root.File().Decl(w.Root.Sym())
			ours := d.Ok() && d.Func() == l.fn
			if ours && l.isTail(w.Root) {
				continue
			}
			if !l.isOrderly(w) || !ours && !blind || l.isReadElsewhere(w) {
				return false
			}
		case jsparse.ThisExpr:
			if !blind || !l.isOrderly(w) || l.isFieldReadElsewhere(w) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// isTail reports whether an iteration uses a variable only behind its last await.
// Whatever is done with it there can be done in order when all calls are back:
//
//	const page = await load(x); all = all.concat(page); last = page;
func (l *loop) isTail(id jsparse.Cursor) bool {
	last := l.awaits[len(l.awaits)-1]
	stmt := last
	for !stmt.Kind().IsStmt() {
		stmt = stmt.Parent()
	}
	for u := range id.File().Uses(id.Sym()) {
		if !l.node.Contains(u) {
			continue
		}
		if u.Start() < stmt.End() && !l.takesLater(u, last) || u.Func() != l.node.Func() {
			return false
		}
	}
	return true
}

// takesLater: x = await f(), where x is written when the call is back.
func (l *loop) takesLater(u, await jsparse.Cursor) bool {
	if u.Start() >= await.End() {
		return true
	}
	p := u.Parent()
	return p.Kind() == jsparse.Assign && u.Edge() == jsparse.EdgeLeft && p.Op() == "=" && p.Right().Contains(await)
}

// changesOwn reports whether a write to a variable of the iteration stays in the
// iteration. The counter must not move, and an alias of something outside, as in
// const list = this.list, is not the iteration's own.
func (l *loop) changesOwn(w varflow.Write) bool {
	if w.Kind == varflow.Set || w.Kind == varflow.Update {
		return l.node.Kind() != jsparse.For || w.Root.Sym() != l.vars[0].Sym()
	}
	if l.varies[w.Root.Sym()] {
		return true
	}
	d := w.Root.File().Decl(w.Root.Sym())
	init := d.Parent().Child(jsparse.EdgeInit)
	return d.Parent().Kind() == jsparse.Declarator && !init.Is(jsparse.Ident, jsparse.Member, jsparse.Index, jsparse.ThisExpr)
}

// isOrderly reports whether a write outside the iteration can be kept in order
// when the calls run together: results that are collected, values under the
// item's own key, sums, and flags that only ever get one value.
func (l *loop) isOrderly(w varflow.Write) bool {
	switch w.Kind {
	case varflow.Append, varflow.Update:
		return true
	case varflow.Keyed:
		return l.mentionsItem(w.Node.Arg(0))
	case varflow.Set:
		return w.Node.Kind() == jsparse.Assign && w.Node.Right().Is(jsparse.BoolLit, jsparse.NullLit, jsparse.UndefinedLit, jsparse.StringLit, jsparse.NumberLit)
	case varflow.Member:
		for t := w.Target; t.Is(jsparse.Member, jsparse.Index); t = t.Object() {
			if k := t.Child(jsparse.EdgeIndex); k.Ok() && l.mentionsItem(k) {
				return true
			}
		}
		if w.Node.Kind() == jsparse.Update || w.Node.Kind() == jsparse.Assign && w.Node.Op() != "=" {
			return true // stats.count++
		}
	}
	return false
}

// isReadElsewhere reports whether the loop reads what w writes at any other
// place than the write, lines for people and reads of the same key left out.
func (l *loop) isReadElsewhere(w varflow.Write) bool {
	for u := range w.Root.File().Uses(w.Root.Sym()) {
		if !l.node.Contains(u) || u == w.Root {
			continue
		}
		if slices.ContainsFunc(l.writes, func(o varflow.Write) bool { return o.Root == u }) {
			continue
		}
		if w.Kind == varflow.Member && (l.isSameSlot(u, w.Target) || isLength(u, w.Target)) || w.Kind == varflow.Member && isOtherField(u, w.Target) || l.isLogged(u) {
			continue
		}
		return true
	}
	return false
}

// isSameSlot: u is the list of list[i] where list[i] is written and i counts:
// no other iteration has the same i. The keys of for-of may come twice.
func (l *loop) isSameSlot(u, target jsparse.Cursor) bool {
	if l.node.Kind() == jsparse.ForOf {
		return false
	}
	for t := target; t.Is(jsparse.Member, jsparse.Index); t = t.Object() {
		if t.Object().Kind() != jsparse.Ident || t.Kind() != jsparse.Index {
			continue
		}
		p, key := u.Parent(), t.Child(jsparse.EdgeIndex)
		return key.Kind() == jsparse.Ident && key.Sym() == l.vars[0].Sym() && p.Kind() == jsparse.Index && p.Text() == t.Text()
	}
	return false
}

// isLength: u is the list of list.length where list[i] or list[i].x is written.
func isLength(u, target jsparse.Cursor) bool {
	p := u.Parent()
	return p.Kind() == jsparse.Member && p.Name() == "length" && (target.Kind() == jsparse.Member || target.Object().Kind() == jsparse.Ident)
}

// isOtherField: u is the a of a.id where a.count is written.
func isOtherField(u, target jsparse.Cursor) bool {
	first := target
	for first.Object().Is(jsparse.Member, jsparse.Index) {
		first = first.Object()
	}
	p := u.Parent()
	return p.Kind() == jsparse.Member && u.Edge() == jsparse.EdgeObject && first.Kind() == jsparse.Member && p.Name() != first.Name() &&
		p.Edge() != jsparse.EdgeCallee
}

// isFieldReadElsewhere is isReadElsewhere for this.field.
func (l *loop) isFieldReadElsewhere(w varflow.Write) bool {
	first := w.Root.Parent()
	for n := range l.node.Preorder(jsparse.ThisExpr) {
		p := n.Parent()
		if n == w.Root || slices.ContainsFunc(l.writes, func(o varflow.Write) bool { return o.Root == n }) {
			continue
		}
		if p.Kind() != jsparse.Member || p.Name() == first.Name() {
			return true
		}
	}
	return false
}

// callsApart reports whether the calls beside the awaited ones can be kept as
// they are: none is made for an effect that others see.
func (l *loop) callsApart() bool {
	for c := range l.body.Preorder(jsparse.Call, jsparse.ImportCall) {
		if l.isAwaited(c) {
			continue
		}
		if c.Kind() == jsparse.ImportCall {
			return false // modules run in the order of their imports
		}
		ans := l.effects.Call(c)
		if isClock(c) || ans.Class == effects.Pace && (ans.Certain || !effects.Used(c)) {
			return false
		}
		if effects.Used(c) || isPromiseMethod(c) || l.isCollected(c) || ans.Class == effects.Log || ans.Certain && ans.Class == effects.Read {
			continue
		}
		root := effects.Root(c.Callee())
		if c.Callee().Kind() == jsparse.Member && root.Kind() == jsparse.Ident && l.isLocal(root) && !effects.OneAtATime(c) {
			continue
		}
		if isLogger(c) {
			continue
		}
		return false
	}
	return true
}

func (l *loop) isAwaited(call jsparse.Cursor) bool {
	return slices.ContainsFunc(l.awaits, func(a jsparse.Cursor) bool { return unwrap(a.Operand()) == call || a.Operand() == call })
}

// isCollected: out.push(x), seen.add(x); writesApart has judged them.
func (l *loop) isCollected(call jsparse.Cursor) bool {
	return slices.ContainsFunc(l.writes, func(w varflow.Write) bool { return w.Node == call })
}

func isPromiseMethod(call jsparse.Cursor) bool {
	return call.Callee().Kind() == jsparse.Member && isSettled(call.Callee().Name())
}

// isLogged reports whether a use only goes into a line for people.
func (l *loop) isLogged(u jsparse.Cursor) bool {
	for p := u.Parent(); p.Ok() && !p.Kind().IsStmt(); p = p.Parent() {
		if p.Kind() == jsparse.Call && (isLogger(p) || l.effects.Call(p).Class == effects.Log) {
			return true
		}
	}
	return false
}
