package awaitinloop

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// Analyzer reports awaits that make independent iterations wait for each other.
var Analyzer = &jsanalysis.Analyzer{
	Name:   "awaitinloop",
	Doc:    "reports loops that await one independent call after the other",
	URL:    "https://github.com/asynclint/asynclint/blob/main/docs/rules/awaitinloop.md",
	Groups: []string{"awaits"},
	Level:  jsanalysis.Warning,
	Fix:    jsanalysis.Suggest,
	Words:  []string{"await"},
	Wants: func(p *jsanalysis.Pass, text string) bool {
		return execcontext.MayWait(p) && glance.LoopHolds(text, "await")
	},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, effects.Analyzer, execcontext.Analyzer},
	Run:      run,
}

// fewItems: a loop over so few items gains little.
const fewItems = 3

func run(pass *jsanalysis.Pass) (any, error) {
	for n := range pass.File.Root().Preorder(jsparse.ForOf, jsparse.ForIn, jsparse.For) {
		l := newLoop(pass, n)
		if l == nil || l.isShort() || l.leavesEarly() || l.isDeliberate() || !l.isIndependent() || l.nobodyWaits() {
			continue
		}
		l.report()
	}
	return nil, nil
}

// loop is one loop whose body awaits.
type loop struct {
	pass    *jsanalysis.Pass
	effects *effects.Oracle
	node    jsparse.Cursor
	body    jsparse.Cursor
	fn      jsparse.Cursor // around the loop; none at module level
	vars    []jsparse.Cursor
	awaits  []jsparse.Cursor     // those that belong to the loop itself
	varies  map[jsparse.Sym]bool // variables that differ from item to item
	answers []effects.Answer     // of awaits
	writes  []varflow.Write      // of the body
	item    jsparse.Cursor       // the pattern or Ident that holds the item
}

// newLoop returns nil for loops that await nothing of their own, and for those
// that cannot be taken apart: for await, using, yield, loops without a variable
// that counts or goes through a collection.
func newLoop(pass *jsanalysis.Pass, n jsparse.Cursor) *loop {
	if n.Has(jsparse.FlagAwait) {
		return nil
	}
	l := &loop{pass: pass, node: n, body: n.Body(), fn: n.Func()}
	for a := range varflow.Own(l.body, jsparse.Await, jsparse.Yield, jsparse.VarDecl, jsparse.ForOf) {
		switch {
		case a.Kind() == jsparse.Yield, a.Op() == "using", a.Op() == "await using", a.Has(jsparse.FlagAwait) && a.Kind() == jsparse.ForOf:
			return nil
		case a.Kind() != jsparse.Await:
		case nearestLoop(a) != n:
			return nil // the inner loop is judged by itself
		default:
			l.awaits = append(l.awaits, a)
		}
	}
	if len(l.awaits) == 0 || !l.bindItem() {
		return nil
	}
	l.effects = effects.Of(pass)
	l.findVarying()
	l.writes = varflow.Writes(l.body)
	return l
}

func nearestLoop(n jsparse.Cursor) jsparse.Cursor {
	for p := n.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		if p.Kind().IsLoop() && (n.Edge() != jsparse.EdgeRight || n.Parent() != p) {
			return p
		}
	}
	return jsparse.Cursor{}
}

// bindItem finds the variables of the loop's head: for (const x of …),
// for (const k in …), for (let i = 0; i < n; i++).
func (l *loop) bindItem() bool {
	head := l.node.Left()
	if l.node.Kind() == jsparse.For {
		head = l.node.Child(jsparse.EdgeInit)
		if !l.countsByOne() {
			return false
		}
	}
	if head.Kind() != jsparse.VarDecl || head.Op() == "var" || head.Count(jsparse.EdgeDecl) != 1 {
		return false
	}
	l.item = head.Child(jsparse.EdgeDecl).Child(jsparse.EdgeTarget)
	l.vars = varflow.Bound(l.item)
	return len(l.vars) > 0
}

// countsByOne: for (…; i < n; i++). Other steps go through batches.
func (l *loop) countsByOne() bool {
	up, test := l.node.Child(jsparse.EdgeUpdate), l.node.Child(jsparse.EdgeTest)
	if up.Kind() != jsparse.Update || test.Kind() != jsparse.Binary {
		return false
	}
	i := up.Operand()
	if i.Kind() != jsparse.Ident || test.Left().Kind() != jsparse.Ident || test.Left().Sym() != i.Sym() {
		return false
	}
	switch test.Op() {
	case "<", "<=", ">", ">=", "!==", "!=":
	default:
		return false
	}
	for range test.Right().Preorder(jsparse.Call, jsparse.Await) {
		return false
	}
	return true
}

// isShort reports whether the loop has at most a few items by its text.
func (l *loop) isShort() bool {
	if l.node.Kind() == jsparse.For {
		to, ok := l.node.Child(jsparse.EdgeTest).Right().Number()
		return ok && to <= fewItems
	}
	over := l.node.Right()
	if over.Kind() == jsparse.Ident {
		if v, ok := callee.Value(over.File(), over.Sym()); ok && !grows(over) {
			over = v
		}
	}
	for over.Kind() == jsparse.Call && over.Callee().Kind() == jsparse.Member {
		switch over.Callee().Name() { // [a, b].filter(f) has no more items
		case "filter", "reverse", "sort", "map", "slice", "entries", "keys", "values":
			over = over.Callee().Object()
			continue
		}
		break
	}
	if n := over.Count(jsparse.EdgeItem); over.Kind() != jsparse.ArrayLit || n == 0 || n > fewItems {
		return false // an empty one is filled by somebody
	}
	for it := range over.All(jsparse.EdgeItem) {
		if it.Kind() == jsparse.Spread {
			return false
		}
	}
	return true
}

// grows reports whether a list gets more items than it is declared with.
func grows(list jsparse.Cursor) bool {
	for u := range list.File().Uses(list.Sym()) {
		if p := u.Parent(); p.Kind() == jsparse.Member && u.Edge() == jsparse.EdgeObject {
			switch p.Name() {
			case "push", "unshift", "splice":
				return true
			}
		}
	}
	return false
}

// leavesEarly reports whether what one iteration finds can keep the next from
// running: break, return, continue of an outer loop, throw.
func (l *loop) leavesEarly() bool {
	for n := range varflow.Own(l.body, jsparse.Break, jsparse.Continue, jsparse.Return, jsparse.Throw) {
		switch n.Kind() {
		case jsparse.Return:
			return true
		case jsparse.Throw:
			if !isCaught(n, l.node) {
				return true
			}
		default:
			if target := jumpTarget(n); !l.body.Contains(target) && (n.Kind() == jsparse.Break || target != l.node) {
				return true
			}
		}
	}
	return false
}

// isCaught reports whether a try with a catch inside the loop stands around n.
func isCaught(n, limit jsparse.Cursor) bool {
	for c := n; c != limit; c = c.Parent() {
		if p := c.Parent(); p.Kind() == jsparse.Try && c.Edge() == jsparse.EdgeBody && p.Child(jsparse.EdgeHandler).Ok() {
			return true
		}
	}
	return false
}

// jumpTarget returns the statement that a break or continue refers to, the
// loop itself also where a label names it.
func jumpTarget(n jsparse.Cursor) jsparse.Cursor {
	label := n.Name()
	for p := n.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		switch {
		case label != "":
			if p.Kind() == jsparse.Labeled && p.Name() == label {
				if b := p.Body(); b.Kind().IsLoop() {
					return b
				}
				return p
			}
		case p.Kind().IsLoop(), n.Kind() == jsparse.Break && p.Kind() == jsparse.Switch:
			return p
		}
	}
	return jsparse.Cursor{}
}

// nobodyWaits: tests, builds and scripts.
func (l *loop) nobodyWaits() bool {
	const alone = execcontext.Test | execcontext.Build | execcontext.Script
	i := execcontext.Of(l.pass).At(l.node)
	return i.Places&alone != 0 && i.Only(alone|execcontext.Startup)
}

func (l *loop) report() {
	at := l.awaits[0]
	msg := "each iteration waits for `%s` of the one before, though none depends on it: the loop takes the sum of their times instead of the longest; start them together with Promise.all, in batches if there can be many"
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{
		Pos: at.Pos(), End: at.TokenEnd(), Message: fmt.Sprintf(msg, quote(at.Operand())),
		Related: []analysis.RelatedInformation{{Pos: l.node.Pos(), End: l.item.TokenEnd(), Message: "the loop"}},
	}}
	d.SuggestedFixes = l.rewrites()
	l.pass.Report(d)
}

// quote returns the call as written, its arguments left out where they are long.
func quote(x jsparse.Cursor) string {
	if t := x.Text(); len(t) <= 40 && !containsNewline(t) {
		return t
	}
	for x.Kind() == jsparse.Call && x.Callee().Kind() == jsparse.Member && isSettled(x.Callee().Name()) {
		x = x.Callee().Object()
	}
	if x.Kind() == jsparse.Call {
		if t := x.Callee().Text(); len(t) <= 50 && !containsNewline(t) {
			return t + "(…)"
		}
		return effects.Name(x.Callee()) + "(…)"
	}
	return "await"
}

func containsNewline(s string) bool {
	for i := range len(s) {
		if s[i] == '\n' {
			return true
		}
	}
	return false
}

// isSettled names the methods that a promise has.
func isSettled(name string) bool { return name == "then" || name == "catch" || name == "finally" }
