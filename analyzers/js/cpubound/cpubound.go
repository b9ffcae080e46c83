package cpubound

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/analyzers/passes/cost"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer is the rule.
var Analyzer = &jsanalysis.Analyzer{
	Name:   "cpubound",
	Doc:    "work in async code that holds the event loop longer than a long task: async does not move a computation off the thread",
	URL:    "https://github.com/asynclint/asynclint/blob/main/docs/rules/cpubound.md",
	Groups: []string{"blocking"},
	Level:  jsanalysis.Measured,
	Words: []string{"async", "Promise", ".then(", "addEventListener", "setTimeout", "setInterval", "req, res", "useEffect",
		"useLayoutEffect", "onClick", "onChange", "onInput", "@click", "on:click"},
	Wants: func(p *jsanalysis.Pass, text string) bool {
		return execcontext.MayWait(p) && (p.Module == nil || cost.Of(p).Concerns(p.Module, text))
	},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, cost.Analyzer, execcontext.Analyzer},
	Run:      run,
}

type rule struct {
	*jsanalysis.Pass
	costs   *cost.Oracle
	places  *execcontext.Oracle
	callees *callee.Oracle
}

func run(p *jsanalysis.Pass) (any, error) {
	r := rule{p, cost.Of(p), execcontext.Of(p), callee.Of(p)}
	for fn := range p.File.Root().Preorder(jsparse.FuncDecl, jsparse.FuncExpr, jsparse.Arrow) {
		if fn.Has(jsparse.FlagGenerator) || !mayWork(fn) || !r.costs.ConcernsFunc(fn) {
			continue
		}
		r.check(fn)
	}
	return nil, nil
}

// mayWork is the cheap question: without a loop or a call nothing is to be counted.
func mayWork(fn jsparse.Cursor) bool {
	for range fn.Body().Preorder(jsparse.Call, jsparse.For, jsparse.ForOf, jsparse.ForIn, jsparse.While, jsparse.DoWhile) {
		return true
	}
	return false
}

func (r rule) check(fn jsparse.Cursor) {
	role := r.role(fn)
	if role == "" && !(mayBeHandler(fn) && mayBeRegistered(fn)) {
		return
	}
	var way execcontext.Way
	asked, last := false, jsparse.Cursor{}
	work := r.costs.Func(fn)
	for _, site := range work.Sites() {
		terms := slices.DeleteFunc(work.At(site), isDoneOnce)
		top, _ := terms.Top()
		if ms, isMass := r.millis(fn, terms); ms < cost.LongTask || !isMass || r.isReportedThere(site, top) || execcontext.RunsOnce(site) {
			continue
		}
		if last.Ok() && statement(site) == statement(last) {
			continue // one finding for encode(decode(x))
		}
		if !asked {
			way, asked = r.places.Reach(fn.Body()), true
		}
		if way.Wait == execcontext.Nobody || role == "" && !isHandler(way) || isPiece(fn) {
			return
		}
		last = site
		r.report(fn, site, top, role, way)
	}
}

// isDoneOnce reports whether one of the calls that lead to the work is guarded, so
// that it is made only the first time.
func isDoneOnce(t cost.Term) bool {
	return len(t.Chain) > 0 && (slices.ContainsFunc(t.Chain, execcontext.RunsOnce) || t.Deep.Ok() && execcontext.RunsOnce(t.Deep))
}

// pieceName is how people call the pieces that they cut work into.
var pieceName = regexp.MustCompile(`(?i)(chunk|batch|slice|portion)`)

// isPiece reports whether a function does one piece of something and lets a timer
// call it for the next, so that the work is cut up already, in pieces of a size
// that its author chose:
//
//	const next = () => { parse(row, chunkRows); row += chunkRows; if (row < end) setTimeout(next, 0) }
func isPiece(fn jsparse.Cursor) bool {
	goesOn, cut := false, false
	fn.Body().Inspect([]jsparse.Kind{jsparse.Call, jsparse.Assign, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl}, func(c jsparse.Cursor) bool {
		switch c.Kind() {
		case jsparse.Call:
			switch c.Callee().Name() {
			case "setTimeout", "setImmediate", "requestIdleCallback":
				goesOn = goesOn || callsAgain(c.Arg(0), fn)
			}
		case jsparse.Assign:
			cut = cut || c.Op() == "+=" && pieceName.MatchString(c.Right().Text())
		default:
			return false
		}
		return true
	})
	return goesOn && cut
}

// callsAgain reports whether what a timer is given is the function itself.
func callsAgain(given, fn jsparse.Cursor) bool {
	name := callers.Name(fn)
	if given.Kind().IsFunc() { // () => next()
		for c := range given.Body().Preorder(jsparse.Call) {
			if name != "" && c.Callee().Name() == name {
				return true
			}
		}
		return false
	}
	return name != "" && given.Name() == name
}

// isHandler reports whether a function is itself what a framework or the platform
// calls: in what it only calls, the work is reported at the handler's call.
func isHandler(way execcontext.Way) bool {
	return way.Wait == execcontext.Somebody && way.Info.Handler != "" && len(way.Calls) == 0
}

func statement(n jsparse.Cursor) jsparse.Cursor {
	for n.Ok() && !n.Kind().IsStmt() {
		n = n.Parent()
	}
	return n
}

// role says in words why a function's pieces run in the event loop, if its own
// text shows it.
func (r rule) role(fn jsparse.Cursor) string {
	if fn.Has(jsparse.FlagAsync) {
		return "async function"
	}
	p := fn.Parent()
	if fn.Edge() != jsparse.EdgeArg {
		return ""
	}
	switch p.Kind() {
	case jsparse.New:
		if p.Callee().GlobalName() == "Promise" {
			return "promise executor"
		}
	case jsparse.Call:
		if f := p.Callee(); f.Kind() == jsparse.Member && (f.Name() == "then" || f.Name() == "finally") {
			return "promise callback"
		}
	}
	return ""
}

// mayBeHandler is the cheap question before the one that reads other files:
// somebody else calls what is passed on, assigned, a member, or exported.
func mayBeHandler(fn jsparse.Cursor) bool {
	p := fn.Parent()
	switch p.Kind() {
	case jsparse.Call:
		return fn.Edge() == jsparse.EdgeArg && !isArrayMethod(p.Callee())
	case jsparse.Property, jsparse.Method, jsparse.Field, jsparse.Assign, jsparse.Declarator, jsparse.ExportDefault, jsparse.ExportNamed:
		return true
	}
	return fn.Kind() == jsparse.FuncDecl
}

// mayBeRegistered reports whether a function may be handed on by its name: what a
// file keeps to itself and only calls is not.
func mayBeRegistered(fn jsparse.Cursor) bool {
	f, decl := fn.File(), fn
	if fn.Kind() != jsparse.FuncDecl {
		decl = fn.Parent()
	}
	if !decl.Is(jsparse.FuncDecl, jsparse.Declarator) || f.Script.Kind != "" || strings.Contains(f.Text, "exports") {
		return true // a member or an argument; named by markup; CommonJS
	}
	sym := decl.Sym()
	if !decl.Func().Ok() && slices.ContainsFunc(f.Exports, func(e jsparse.Export) bool { return e.Sym == sym || e.Name == "default" }) {
		return true
	}
	for u := range f.Uses(sym) {
		if !u.IsDecl() && u.Edge() != jsparse.EdgeCallee {
			return true
		}
	}
	return false
}

func isArrayMethod(f jsparse.Cursor) bool {
	switch f.Name() {
	case "map", "filter", "forEach", "reduce", "some", "every", "find", "findIndex", "sort", "flatMap":
		return f.Kind() == jsparse.Member
	}
	return false
}

// millis is the estimate of a place's time. A function that does nothing else
// than to call its caller's function for each element was made async to keep
// that from blocking: its parameter is taken to be as large as the user says
// that inputs are.
func (r rule) millis(fn jsparse.Cursor, terms cost.Poly) (millis float64, isMass bool) {
	top, _ := terms.Top()
	total := terms.Millis()
	if total >= cost.LongTask && top.IsMass() || !fn.Has(jsparse.FlagAsync) || !isOnlyJob(fn) {
		return total, top.IsMass()
	}
	input := float64(r.Options.InputSize)
	if input == 0 {
		input = 10_000
	}
	total = 0
	for _, t := range terms {
		if t.Callback == 0 {
			continue
		}
		t.Sizes = slices.Clone(t.Sizes)
		for i, s := range t.Sizes {
			if s.Param > 0 && s.Path == "" && s.N < input && s.Origin != cost.Few && s.Origin != cost.Member {
				t.Sizes[i].N = input
			}
		}
		isMass = isMass || t.IsMass()
		total += t.Millis()
	}
	return total, isMass
}

// isOnlyJob reports whether a function's body is one statement and awaits nothing.
func isOnlyJob(fn jsparse.Cursor) bool {
	body := fn.Body()
	if body.Kind() == jsparse.Block && (!body.FirstChild().Ok() || body.FirstChild().NextSibling().Ok()) {
		return false
	}
	return !awaits(fn)
}

func awaits(fn jsparse.Cursor) bool {
	found := false
	fn.Body().Inspect([]jsparse.Kind{jsparse.Await, jsparse.ForOf, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl}, func(c jsparse.Cursor) bool {
		found = found || c.Kind() == jsparse.Await || c.Has(jsparse.FlagAwait)
		return !c.Kind().IsFunc()
	})
	return found
}

// isReportedThere reports whether the place only calls an async function of the
// project, in which the work is reported itself.
func (r rule) isReportedThere(site jsparse.Cursor, top cost.Term) bool {
	if !top.Async || site.Kind() != jsparse.Call {
		return false
	}
	fn := r.callees.Call(site).Func()
	return fn.Ok() && fn.Has(jsparse.FlagAsync)
}

func (r rule) report(fn, site jsparse.Cursor, top cost.Term, role string, way execcontext.Way) {
	info := way.Info
	if role == "" {
		role = info.Handler
	}
	names := sizeNames(top)
	var msg strings.Builder
	fmt.Fprintf(&msg, "%s in this %s", describe(site), role)
	if len(way.Calls) > 0 {
		fmt.Fprintf(&msg, ", which a %s reaches,", info.Handler)
	}
	switch {
	case len(names) > 0:
		fmt.Fprintf(&msg, " runs in one piece, and its work grows with %s (%s)", strings.Join(names, " × "), top.Largest().Origin)
	default:
		msg.WriteString(" runs for long in one piece")
	}
	if top.Why != "" {
		fmt.Fprintf(&msg, ": %s", top.Why)
	}
	fmt.Fprintf(&msg, "; %s: move it to a worker, or let the event loop go on between pieces of it", standstill(info))
	d := jsanalysis.Diagnostic{Measure: fn, Grow: names, Size: top.Largest().N}
	d.Diagnostic = analysis.Diagnostic{Pos: site.Pos(), End: headEnd(site), Message: msg.String()}
	if isGuess(top) {
		d.Level = jsanalysis.Info
	}
	for _, c := range top.Chain[min(1, len(top.Chain)):] {
		d.Related = append(d.Related, jsanalysis.Related(c, "calls %s", quote(c.Callee())))
	}
	if top.Deep.Ok() && top.Deep != site {
		d.Related = append(d.Related, jsanalysis.Related(top.Deep, "the work is done here"))
	}
	for _, c := range way.Calls {
		d.Related = append(d.Related, jsanalysis.Related(c, "called here"))
	}
	if info.At.Ok() && info.Handler != "" {
		d.Related = append(d.Related, jsanalysis.Related(info.At, "this makes it a %s", info.Handler))
	}
	r.Report(d)
}

// isGuess reports whether the estimate rests on what mostly is no mass data: a
// typed array or buffer of which the name says nothing, a query's rows, records
// that are not what a caller gives. On fresh code two of three such findings were not
// worth a change, so they are no warnings.
func isGuess(top cost.Term) bool {
	if top.Why != "" {
		return false
	}
	switch s := top.Largest(); s.Origin {
	case cost.Array:
		return s.N <= 500_000
	case cost.Rows, cost.Bytes:
		return true
	case cost.Bulk:
		return s.Param == 0
	}
	return false
}

// standstill says who waits.
func standstill(info execcontext.Info) string {
	switch info.Places &^ (execcontext.Unknown | execcontext.Worker) {
	case execcontext.Server:
		return "every other request waits meanwhile"
	case execcontext.Main:
		return "the window stands still meanwhile"
	}
	return "nothing else runs meanwhile"
}

// headEnd ends a loop's range at its head.
func headEnd(site jsparse.Cursor) (end token.Pos) {
	if body := site.Body(); site.Kind().IsLoop() && body.Ok() && site.Kind() != jsparse.DoWhile {
		return site.File().Pos(max(site.Start(), trimEnd(site, body)))
	}
	return site.TokenEnd()
}

func trimEnd(site, body jsparse.Cursor) int {
	text := site.File().Slice(site.Start(), body.Start())
	return site.Start() + len(strings.TrimRight(text, " \t\r\n"))
}

func describe(site jsparse.Cursor) string {
	switch site.Kind() {
	case jsparse.ForOf, jsparse.ForIn:
		return "the loop over " + quote(site.Right())
	case jsparse.For, jsparse.While, jsparse.DoWhile:
		if t := site.Child(jsparse.EdgeTest); t.Ok() {
			return "the loop while " + quote(t)
		}
		return "the loop"
	case jsparse.Call, jsparse.New:
		return quote(site.Callee()) + "(…)"
	}
	return quote(site)
}

// quote shows a piece of the user's code, cut where it is long.
func quote(x jsparse.Cursor) string {
	t := strings.Join(strings.Fields(x.Text()), " ")
	if r := []rune(t); len(r) > 50 {
		t = string(r[:47]) + "…"
	}
	return "`" + t + "`"
}

func sizeNames(t cost.Term) []string {
	var names []string
	for _, s := range t.Sizes {
		names = append(names, s.Name)
	}
	return names
}
