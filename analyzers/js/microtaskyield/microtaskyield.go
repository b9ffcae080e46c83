package microtaskyield

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/analyzers/passes/yields"
	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// Analyzer is the rule.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "microtaskyield",
	Doc:      "a long loop that yields to microtasks only: the event loop gets no turn",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/microtaskyield.md",
	Groups:   []string{"blocking"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"await", "nextTick", "queueMicrotask", "Promise.resolve()"},
	Wants:    wants,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, yields.Analyzer},
	Run:      run,
}

type rule struct {
	*jsanalysis.Pass
	callees *callee.Oracle
	places  *execcontext.Oracle
	turns   *yields.Oracle
}

// wants: an await in a loop, or a call that schedules a microtask.
func wants(p *jsanalysis.Pass, text string) bool {
	if !execcontext.MayWait(p) {
		return false
	}
	for _, w := range []string{"nextTick", "queueMicrotask", "Promise.resolve()"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return glance.LoopHolds(text, "await")
}

func run(p *jsanalysis.Pass) (any, error) {
	r := rule{p, callee.Of(p), execcontext.Of(p), yields.Of(p)}
	for n := range p.File.Root().Preorder(jsparse.Await, jsparse.Call) {
		if n.Kind() == jsparse.Await {
			r.checkAwait(n)
		} else {
			r.checkRecursion(n)
		}
	}
	return nil, nil
}

// checkAwait reports an await in a loop that is there to yield, and does not.
func (r rule) checkAwait(await jsparse.Cursor) {
	loop := enclosingLoop(await)
	if !loop.Ok() || isShort(loop) || !isMeantToYield(await, r.callees) || r.turns.Awaited(await.Operand()) != yields.Never || r.turns.Round(loop) != yields.Never {
		return
	}
	if !r.places.At(await).SomebodyWaits() {
		return
	}
	text := strings.Join(strings.Fields(await.Text()), " ")
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: await.Pos(), End: await.TokenEnd(), Message: fmt.Sprintf(
		"`%s` goes on in the same turn of the event loop, so timers, input and requests wait until the loop has ended; await a promise that setTimeout or setImmediate resolves", text)}}
	if await.Operand().Ok() && await.Parent().Kind() == jsparse.ExprStmt {
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: "yield in a macrotask",
			TextEdits: []analysis.TextEdit{jsanalysis.Replace(await.Operand(), "new Promise((resolve) => setTimeout(resolve, 0))")}}}
	}
	r.Report(d)
}

// isMeantToYield reports whether an await waits for nothing in particular:
//
//	await null    await Promise.resolve()    await new Promise(queueMicrotask)
//
// or for a helper of the project that does, and whose value is not used.
func isMeantToYield(await jsparse.Cursor, o *callee.Oracle) bool {
	if await.Parent().Kind() != jsparse.ExprStmt {
		return false
	}
	x := await.Operand()
	switch x.Kind() {
	case jsparse.NullLit, jsparse.UndefinedLit, jsparse.NumberLit, jsparse.BoolLit:
		return true
	case jsparse.Unary:
		return x.Op() == "void"
	case jsparse.New:
		return o.Expr(x.Callee()).Name == "Promise"
	case jsparse.Call:
		if o.MayBe(x, isResolve) && o.CallName(x) == "Promise.resolve" {
			return !x.Arg(0).Ok() || !x.Arg(0).Is(jsparse.Call, jsparse.Ident, jsparse.Member, jsparse.Await)
		}
		if x.Arg(0).Ok() {
			return false
		}
		if fn := o.Call(x).Func(); fn.Ok() {
			return onlyYields(fn, o)
		}
	}
	return false
}

// onlyYields reports whether a function is there to yield, as
// const tick = () => Promise.resolve().
func onlyYields(fn jsparse.Cursor, o *callee.Oracle) bool {
	body := fn.Body()
	if body.Kind() == jsparse.Block {
		body = body.FirstChild()
		if body.NextSibling().Ok() || body.Kind() != jsparse.Return {
			return false
		}
		body = body.Operand()
	}
	switch body.Kind() {
	case jsparse.New:
		return o.Expr(body.Callee()).Name == "Promise"
	case jsparse.Call:
		return o.CallName(body) == "Promise.resolve" && !body.Arg(0).Ok()
	}
	return false
}

func enclosingLoop(n jsparse.Cursor) jsparse.Cursor {
	for p := n.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		if p.Kind().IsLoop() {
			return p
		}
	}
	return jsparse.Cursor{}
}

// isShort reports whether a loop's rounds are written in the code and few.
func isShort(loop jsparse.Cursor) bool {
	switch loop.Kind() {
	case jsparse.ForOf:
		return loop.Right().Kind() == jsparse.ArrayLit
	case jsparse.For:
		return isFew(loop.Child(jsparse.EdgeTest))
	}
	return false
}

// isFew reports whether a condition holds for a hundred rounds at the most:
// i < 50, i < 50 && more().
func isFew(test jsparse.Cursor) bool {
	if test.Op() == "&&" {
		return isFew(test.Left()) || isFew(test.Right())
	}
	limit, ok := test.Right().Number()
	return ok && limit <= 100 && (test.Op() == "<" || test.Op() == "<=")
}

func isMicrotask(last string) bool { return last == "nextTick" || last == "queueMicrotask" }

func isResolve(last string) bool { return last == "resolve" }

// checkRecursion reports a function that goes on by itself in microtasks:
//
//	function more() { …; if (ws.write(buf)) process.nextTick(more) }
func (r rule) checkRecursion(call jsparse.Cursor) {
	again := call.Arg(0)
	if f := call.Callee(); f.Kind() == jsparse.Member && f.Name() == "then" {
		if f.Object().Kind() != jsparse.Call || !r.callees.MayBe(f.Object(), isResolve) || r.callees.CallName(f.Object()) != "Promise.resolve" || r.turns.Awaited(f.Object()) != yields.Never {
			return
		}
	} else if !r.callees.MayBe(call, isMicrotask) || platform.Schedules(r.callees.CallName(call)) != platform.Microtask {
		return
	}
	if again.Kind().IsFunc() { // nextTick(() => more())
		body := again.Body()
		if body.Kind() == jsparse.Block {
			body = body.FirstChild()
		}
		if body.Is(jsparse.ExprStmt, jsparse.Return) {
			body = body.Operand()
		}
		if body.Kind() != jsparse.Call {
			return
		}
		again = body.Callee()
	}
	if !again.Is(jsparse.Ident, jsparse.Member) {
		return
	}
	fn := r.callees.Expr(again).Func()
	if !fn.Ok() || call.Func() != fn || !isGuarded(call, fn) || r.waitsElsewhere(fn) {
		return
	}
	if !r.places.At(call).SomebodyWaits() {
		return
	}
	r.Reportf(call, "`%s` runs `%s` again before the event loop gets a turn, so timers and I/O wait until it stops; use setImmediate or setTimeout",
		strings.Join(strings.Fields(call.Callee().Text()), ""), again.Text())
}

// waitsElsewhere reports whether a function asks the file system on another way,
// as a walk over the parts of a path does: it goes on at once only where it knows
// the answer already.
func (r rule) waitsElsewhere(fn jsparse.Cursor) bool {
	for c := range fn.Body().Preorder(jsparse.Call) {
		if name := r.callees.CallName(c); strings.HasPrefix(name, "node:fs.") && !strings.HasSuffix(name, "Sync") {
			return true
		}
	}
	return false
}

// isGuarded reports whether a function goes on depending on what it finds, not
// just once: a retry that is bound to happen at most once has a parameter or
// flag that it sets.
func isGuarded(call, fn jsparse.Cursor) bool {
	for p := call.Parent(); p.Ok() && p != fn; p = p.Parent() {
		if p.Kind() == jsparse.Catch || p.Kind().IsFunc() && p != fn {
			return false
		}
	}
	return true
}
