package busywait

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// Analyzer is the rule.
var Analyzer = &jsanalysis.Analyzer{
	Name:   "busywait",
	Doc:    "a loop that waits by spinning: nothing else runs, and what it waits for cannot happen",
	URL:    "https://github.com/asynclint/asynclint/blob/main/docs/rules/busywait.md",
	Groups: []string{"blocking"},
	Level:  jsanalysis.Error,
	Words:  []string{"while", "for (;", "for(;"},
	Wants: func(p *jsanalysis.Pass, text string) bool {
		return execcontext.MayWait(p) && glance.AnyLoop(text, mayBeIdle)
	},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer},
	Run:      run,
}

type rule struct {
	*jsanalysis.Pass
	callees *callee.Oracle
}

// mayBeIdle reports whether a loop has no update and its body is empty or has
// something of what isIdle allows.
func mayBeIdle(loop string) bool {
	body := loop
	if loop[0] == '(' {
		end, _ := glance.Closing(loop, 0)
		head := strings.TrimRight(loop[1:end-1], " \t\r\n")
		if strings.Contains(head, ";") && !strings.HasSuffix(head, ";") {
			return false
		}
		body = loop[end:]
	}
	for _, w := range []string{"now", "Date", "hrtime", "uptime", "++", "--", "continue", "//", "/*"} {
		if strings.Contains(body, w) {
			return true
		}
	}
	return strings.Trim(body, " \t\r\n;{}") == ""
}

func run(p *jsanalysis.Pass) (any, error) {
	r := rule{p, callee.Of(p)}
	for loop := range p.File.Root().Preorder(jsparse.While, jsparse.DoWhile, jsparse.For) {
		test := loop.Child(jsparse.EdgeTest)
		if !test.Ok() || loop.Kind() == jsparse.For && loop.Child(jsparse.EdgeUpdate).Ok() || !r.isIdle(loop.Body()) {
			continue
		}
		kind := r.waitsFor(test, loop)
		if kind == "" {
			continue
		}
		info := execcontext.Of(p).At(loop)
		if !info.SomebodyWaits() {
			continue // to wait is the point of a worker, a script's pause hurts nobody
		}
		text := strings.Join(strings.Fields(test.Text()), " ")
		if kind == "time" {
			p.Reportf(loop, "this loop spins until `%s` fails, and nothing else runs meanwhile; await a promise that setTimeout resolves", text)
		} else {
			p.Reportf(loop, "this loop waits for `%s` to fail, but nothing that could change it runs before the loop ends, so it never does; await a promise or an event", text)
		}
	}
	return nil, nil
}

// isIdle reports whether a loop's body does nothing but look at the clock:
//
//	{}    now = Date.now()    // nothing
func (r rule) isIdle(body jsparse.Cursor) bool {
	switch body.Kind() {
	case jsparse.Empty:
		return true
	case jsparse.Block:
		for s := range body.Children() {
			if !r.isIdle(s) {
				return false
			}
		}
		return true
	case jsparse.ExprStmt:
		x := body.Operand()
		if x.Kind() == jsparse.Assign {
			return x.Left().Kind() == jsparse.Ident && x.Op() == "=" && r.readsClock(x.Right())
		}
		return x.Kind() == jsparse.Update && x.Operand().Kind() == jsparse.Ident
	case jsparse.Continue:
		return true
	}
	return false
}

// waitsFor says what a condition depends on: "time", "flag", or "" if it may be
// something else, such as the progress of what the condition itself does.
func (r rule) waitsFor(test, loop jsparse.Cursor) string {
	if r.readsClock(test) || r.countsClock(test, loop) {
		return "time"
	}
	flag := false
	for c := range test.Preorder() {
		switch c.Kind() {
		case jsparse.Ident:
			if c.Parent().Kind() != jsparse.Member && r.changes(c, loop) {
				return ""
			}
			flag = true
		case jsparse.Member, jsparse.Unary, jsparse.BoolLit, jsparse.NullLit, jsparse.UndefinedLit, jsparse.ThisExpr:
			flag = flag || c.Kind() == jsparse.Member
		case jsparse.NumberLit, jsparse.StringLit:
		case jsparse.Binary:
		default:
			return "" // a call may do anything
		}
	}
	if _, endless := test.Bool(); endless || !flag {
		return "" // while (true) {}: an end on purpose
	}
	if hasGetter(test) {
		return ""
	}
	return "flag"
}

// hasGetter reports whether a member in a condition is one that the platform
// changes while the loop runs: a shared counter, a stream's state.
func hasGetter(test jsparse.Cursor) bool {
	for m := range test.Preorder(jsparse.Member, jsparse.Index) {
		switch m.Name() {
		case "length", "size", "nextSibling", "previousSibling", "parentNode", "next", "prev", "currentTime", "nextNode":
			return true
		}
		if m.Kind() == jsparse.Index {
			return true // may be memory that another thread writes
		}
	}
	return false
}

// changes reports whether a variable is written in the loop.
func (r rule) changes(id, loop jsparse.Cursor) bool {
	for u := range id.File().Uses(id.Sym()) {
		if loop.Contains(u) && callee.IsWrite(u) {
			return true
		}
	}
	return false
}

// clocks are the calls that tell the time.
var clocks = map[string]bool{
	"Date.now": true, "performance.now": true, "process.hrtime": true, "process.hrtime.bigint": true, "process.uptime": true,
	"node:perf_hooks.performance.now": true, "node:process.hrtime": true, "node:process.hrtime.bigint": true,
}

// readsClock reports whether an expression asks for the time, and does nothing else.
func (r rule) readsClock(x jsparse.Cursor) bool {
	found := false
	for c := range x.Preorder(jsparse.Call, jsparse.New, jsparse.Await, jsparse.Yield) {
		switch {
		case c.Kind() == jsparse.Call && clocks[r.callees.CallName(c)]:
			found = true
		case c.Kind() == jsparse.New && r.callees.Expr(c.Callee()).Name == "Date":
			found = true
		case c.Kind() == jsparse.Call && (c.Callee().Name() == "getTime" || c.Callee().Name() == "valueOf"):
		case c.Kind() == jsparse.Call && strings.HasPrefix(r.callees.CallName(c), "Math."):
		default:
			return false
		}
	}
	return found
}

// countsClock reports whether a condition reads a variable that the body sets to
// the time: while (now < end) now = Date.now().
func (r rule) countsClock(test, loop jsparse.Cursor) bool {
	for a := range loop.Body().Preorder(jsparse.Assign) {
		if a.Left().Kind() != jsparse.Ident {
			continue
		}
		for id := range test.Preorder(jsparse.Ident) {
			if id.Sym() == a.Left().Sym() {
				return r.readsClock(a.Right())
			}
		}
	}
	return false
}
