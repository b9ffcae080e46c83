package asynccallback

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports async functions given to those who drop their promise.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "asynccallback",
	Doc:      "reports async callbacks whose promise nobody looks at",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/asynccallback.md",
	Groups:   []string{"awaits"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"async"},
	Wants:    func(_ *jsanalysis.Pass, text string) bool { return mayTakeAsync(text) },
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, effects.Analyzer, execcontext.Analyzer},
	Run:      run,
}

func run(pass *jsanalysis.Pass) (any, error) {
	r := &rule{pass: pass, callee: callee.Of(pass), effects: effects.Of(pass)}
	for n := range pass.File.Root().Preorder(jsparse.Call, jsparse.New) {
		if n.Kind() == jsparse.Call && !n.Callee().Is(jsparse.Member) && !r.isEffect(n) {
			continue
		}
		fn := r.callback(n)
		if !fn.IsAsync() || fn.Has(jsparse.FlagGenerator) {
			continue
		}
		switch {
		case n.Kind() == jsparse.New:
			r.executor(n, fn)
		case r.isEffect(n):
			r.effect(n, fn)
		default:
			r.method(n, fn)
		}
	}
	return nil, nil
}

// callback returns the function that a call is given: one that is written there,
// or one of the project, in whatever file, that a name leads to.
func (r *rule) callback(n jsparse.Cursor) jsparse.Cursor {
	arg := n.Arg(0)
	switch {
	case arg.Kind().IsFunc():
		return arg
	case n.Kind() == jsparse.New && n.Callee().Name() != "Promise", n.Callee().Kind() == jsparse.Member && uses[n.Callee().Name()] == 0:
		return jsparse.Cursor{} // spares the search for names
	case arg.Is(jsparse.Ident, jsparse.Member, jsparse.Call): // save, this.save, save.bind(this)
		return r.callee.Expr(arg).Func()
	}
	return jsparse.Cursor{}
}

type rule struct {
	pass    *jsanalysis.Pass
	callee  *callee.Oracle
	effects *effects.Oracle
}

// executor: new Promise(async (resolve, reject) => { await f() }). A failure of
// f never reaches the new promise.
func (r *rule) executor(n, fn jsparse.Cursor) {
	if r.callee.Expr(n.Callee()).Name != "Promise" || execcontext.Of(r.pass).At(n).Only(execcontext.Test) {
		return // a test fails by the unhandled rejection, which is what it is for
	}
	lost := r.unhandled(fn, false)
	if !lost.Ok() {
		return
	}
	d := r.at(n, fn, fmt.Sprintf("`%s` may fail, but the promise of an async executor is dropped: the error becomes an unhandled rejection and the new Promise stays pending for ever; catch it and call reject, or make the function around it async", quote(lost.Operand())))
	d.Related = append(d.Related, jsanalysis.Related(lost, "awaited here without a catch"))
	if fix, ok := rejecting(fn); ok && fn == n.Arg(0) {
		d.SuggestedFixes = append(d.SuggestedFixes, fix)
	}
	r.pass.Report(d)
}

// isEffect: useEffect(async () => …) of React and Preact.
func (r *rule) isEffect(call jsparse.Cursor) bool {
	return call.Kind() == jsparse.Call && r.callee.MayBe(call, isEffectName) && reactEffects[r.callee.CallName(call)]
}

func isEffectName(last string) bool { return strings.HasSuffix(last, "Effect") }

// reactEffects: React 19 and Preact 10. The names stand bare where a build step
// imports them.
var reactEffects = func() map[string]bool {
	m := map[string]bool{}
	for _, module := range []string{"", "react.", "React.", "preact/hooks.", "preact/compat.", "@wordpress/element."} {
		for _, name := range []string{"useEffect", "useLayoutEffect", "useInsertionEffect"} {
			m[module+name] = true
		}
	}
	return m
}()

func (r *rule) effect(n, fn jsparse.Cursor) {
	d := r.at(n, fn, fmt.Sprintf("`%s` takes what its callback returns for a clean-up function, but an async callback returns a promise: clean-up never runs and errors are lost; start an async function inside instead", n.Callee().Text()))
	if fix, ok := innerFunction(fn); ok && fn == n.Arg(0) {
		d.SuggestedFixes = append(d.SuggestedFixes, fix)
	}
	r.pass.Report(d)
}

// method: list.forEach(async …) and its relatives.
func (r *rule) method(n, fn jsparse.Cursor) {
	name := n.Callee().Name()
	use, ok := uses[name]
	if !ok || !r.mayBeCollection(n, use) {
		return
	}
	switch use {
	case dropped:
		if name != "forEach" && n.Parent().Kind() != jsparse.ExprStmt {
			return // the promises of map go to somebody
		}
		lost := r.unhandled(fn, true)
		if !lost.Ok() {
			return
		}
		d := r.at(n, fn, fmt.Sprintf("`%s` does not wait for its callback: what follows runs before `%s` is done, and its error becomes an unhandled rejection; use for…of with await, or await Promise.all(….map(…))", methodText(n), quote(lost.Operand())))
		if fix, ok := r.collected(n, fn); ok {
			d.SuggestedFixes = append(d.SuggestedFixes, fix)
		}
		r.pass.Report(d)
	case tested:
		r.pass.Report(r.at(n, fn, fmt.Sprintf("`%s` takes the promise of its async callback for true, whatever the callback answers; await the answers with Promise.all first", methodText(n))))
	case compared:
		r.pass.Report(r.at(n, fn, fmt.Sprintf("`%s` gets a promise where it wants a number, so the order is undefined; await the keys with Promise.all first", methodText(n))))
	case folded:
		if !awaitsAccumulator(fn) {
			r.pass.Report(r.at(n, fn, fmt.Sprintf("`%s` hands the promise of one call to the next as the accumulator, and the callback does not await it; await it, or use for…of", methodText(n))))
		}
	}
}

// use says what a method does with what its callback returns.
type use uint8

const (
	dropped  use = iota + 1
	tested       // as a condition: a promise is always true
	compared     // as a number: a promise is NaN
	folded       // as the next call's first argument
)

// uses: ECMAScript 2024, Array; forEach also of Map, Set, NodeList and their like.
var uses = map[string]use{
	"forEach": dropped, "map": dropped, "flatMap": dropped,
	"filter": tested, "some": tested, "every": tested, "find": tested, "findIndex": tested, "findLast": tested, "findLastIndex": tested,
	"sort": compared, "toSorted": compared,
	"reduce": folded, "reduceRight": folded,
}

// awaitsAccumulator reports whether the callback waits for the call before it:
// await acc, acc.then(…), Promise.all([acc, …]).
func awaitsAccumulator(fn jsparse.Cursor) bool {
	acc := fn.Child(jsparse.EdgeParam).Child(jsparse.EdgeTarget)
	if acc.Kind() != jsparse.Ident {
		return false
	}
	for u := range fn.File().Uses(acc.Sym()) {
		for x := u; x != fn && x.Ok() && !x.IsDecl(); x = x.Parent() {
			p := x.Parent()
			switch {
			case p.Kind() == jsparse.Await, p.Kind() == jsparse.ForOf && p.Has(jsparse.FlagAwait):
				return true
			case p.Kind() == jsparse.Member && (p.Name() == "then" || p.Name() == "catch" || p.Name() == "finally"):
				return true
			}
		}
	}
	return false
}

// unhandled returns the first await of a function whose failure nobody inside
// handles, or no node. An await is handled in a try with a catch that does not
// throw on, and with a catch of its own; a timer does not fail. Where only the
// console can see the error, throwing it on after it was dealt with is a way to
// put it there, and shown says that this is enough.
func (r *rule) unhandled(fn jsparse.Cursor, shown bool) jsparse.Cursor {
	for a := range varflow.Own(fn, jsparse.Await) {
		if !isCaught(a, fn, shown) && !catches(a.Operand()) && r.canFail(a.Operand()) {
			return a
		}
	}
	return jsparse.Cursor{}
}

// canFail is false for sleeps and settled promises.
func (r *rule) canFail(x jsparse.Cursor) bool {
	switch x.Kind() {
	case jsparse.Call:
		e := r.callee.Call(x)
		return r.effects.Call(x).Class != effects.Pace && !neverRejects[e.Name] && !settles(e.Func())
	case jsparse.New: // new Promise(r => setTimeout(r, 10))
		fn := x.Arg(0)
		if fn.Kind().IsFunc() && fn.Count(jsparse.EdgeParam) == 1 && !fn.IsAsync() {
			for range varflow.Own(fn, jsparse.Throw) {
				return true
			}
			return false
		}
	case jsparse.NullLit, jsparse.UndefinedLit, jsparse.NumberLit, jsparse.StringLit, jsparse.BoolLit:
		return false
	}
	return true
}

// neverRejects: calls whose promise is never rejected. ECMAScript 2024, 27.2.4.
var neverRejects = map[string]bool{"Promise.resolve": true, "Promise.allSettled": true}

// settles reports whether an async function catches whatever it may throw: all
// that it does stands in try statements whose catch only answers.
func settles(fn jsparse.Cursor) bool {
	if !fn.IsAsync() || fn.Body().Kind() != jsparse.Block {
		return false
	}
	tries := false
	for s := range fn.Body().Children() {
		unsafe := s
		if s.Kind() == jsparse.Try && s.Child(jsparse.EdgeHandler).Ok() {
			tries, unsafe = true, s.Child(jsparse.EdgeHandler)
			for range varflow.Own(s.Child(jsparse.EdgeFinalizer), jsparse.Await, jsparse.Throw) {
				return false
			}
		}
		for range varflow.Own(unsafe, jsparse.Await, jsparse.Throw) {
			return false
		}
	}
	return tries
}

func isCaught(n, fn jsparse.Cursor, shown bool) bool {
	for c := n; c != fn; c = c.Parent() {
		p := c.Parent()
		if p.Kind() != jsparse.Try || c.Edge() != jsparse.EdgeBody {
			continue
		}
		handler := p.Child(jsparse.EdgeHandler)
		if !handler.Ok() {
			continue
		}
		throws := false
		for t := range varflow.Own(handler, jsparse.Throw) {
			if shown && t.Operand().Kind() == jsparse.Ident && t.Operand().Sym() == handler.Sym() && t.PrevSibling().Ok() {
				continue
			}
			throws = throws || !isCaught(t, fn, shown)
		}
		if !throws {
			return true
		}
	}
	return false
}

// catches: f().catch(g), f().then(g, h).
func catches(x jsparse.Cursor) bool {
	for x.Kind() == jsparse.Call && x.Callee().Kind() == jsparse.Member {
		switch x.Callee().Name() {
		case "catch":
			return x.Arg(0).Ok()
		case "then":
			if x.Arg(1).Ok() {
				return true
			}
		case "finally":
		default:
			return false
		}
		x = x.Callee().Object()
	}
	return false
}

// at makes a diagnostic that covers the call up to the callback's head or name.
func (r *rule) at(n, fn jsparse.Cursor, msg string) jsanalysis.Diagnostic {
	end, start := n.Arg(0).End(), n.Start()
	if fn == n.Arg(0) {
		end = fn.Start() + len("async")
	}
	if c := n.Callee(); n.Kind() == jsparse.Call && c.Kind() == jsparse.Member {
		start = c.End() - len(c.Name())
	}
	f := n.File()
	return jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: f.Pos(start), End: f.Pos(end), Message: msg}}
}

func methodText(n jsparse.Cursor) string {
	if t := n.Callee().Text(); len(t) <= 40 {
		for i := range len(t) {
			if t[i] == '\n' {
				return n.Callee().Name()
			}
		}
		return t
	}
	return n.Callee().Name()
}

func quote(x jsparse.Cursor) string {
	if t := x.Text(); len(t) <= 40 {
		return t
	}
	if x.Kind() == jsparse.Call {
		if t := x.Callee().Text(); len(t) <= 40 {
			return t + "(…)"
		}
		return effects.Name(x.Callee()) + "(…)"
	}
	return "await …"
}
