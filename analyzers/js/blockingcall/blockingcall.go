package blockingcall

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer is the rule.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "blockingcall",
	Doc:      "a call in async code that holds the event loop until a file, a process or a slow hash is done: everything else waits with it",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/blockingcall.md",
	Groups:   []string{"blocking"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"Sync", "XMLHttpRequest", "sync-request", "sync-fetch", "shelljs"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, callers.Analyzer, execcontext.Analyzer},
	Run:      run,
}

type rule struct {
	*jsanalysis.Pass
	callees *callee.Oracle
	callers *callers.Oracle
	places  *execcontext.Oracle
}

func run(p *jsanalysis.Pass) (any, error) {
	r := rule{p, callee.Of(p), callers.Of(p), execcontext.Of(p)}
	for call := range p.File.Root().Preorder(jsparse.Call) {
		if b, ok := r.blocks(call); ok {
			r.check(call, b)
		}
	}
	return nil, nil
}

// blocks reports whether a call is one that blocks long enough to matter.
func (r rule) blocks(call jsparse.Cursor) (platform.Blocking, bool) {
	f := call.Callee()
	switch f.Kind() {
	case jsparse.Member:
		if f.Name() == "open" && r.isSyncRequest(call) {
			return platform.Blocking{Kind: platform.BlockNetwork, What: "waits for the server's answer", Async: "fetch"}, true
		}
		if n := f.Name(); !strings.HasSuffix(n, "Sync") && n != "sync" && n != "exec" {
			return platform.Blocking{}, false
		}
	case jsparse.Ident:
	default:
		return platform.Blocking{}, false
	}
	b, ok := platform.BlockingCall(r.callees.CallName(call))
	if !ok || isNegligible(call, b) {
		return b, false
	}
	return b, true
}

// isSyncRequest reports whether a call is xhr.open(method, url, false).
func (r rule) isSyncRequest(call jsparse.Cursor) bool {
	async, ok := call.Arg(2).Bool()
	if !ok || async {
		return false
	}
	e := r.callees.Expr(call.Callee().Object())
	return e.Instance && e.Name == "XMLHttpRequest"
}

// isNegligible reports whether a call of a blocking kind takes microseconds here.
func isNegligible(call jsparse.Cursor, b platform.Blocking) bool {
	switch b.Kind {
	case platform.BlockKeys:
		// Curves take no search: crypto.generateKeyPairSync("ed25519").
		t, ok := call.Arg(0).IsString()
		return !ok || t != "rsa" && t != "rsa-pss" && t != "dsa" && t != "dh"
	case platform.BlockDialog:
		return true // the user asked for it: a page that waits for an answer
	case platform.BlockFile:
		if isKernelFile(call.Arg(0), 4) {
			return true
		}
		if s, ok := call.Arg(1).IsString(); ok && len(s) < 1000 && strings.HasPrefix(call.Callee().Name(), "write") {
			return true // a few bytes
		}
		if n, ok := call.Arg(0).Number(); ok && n == 0 {
			return true // standard input
		}
	case platform.BlockProcess:
		// The terminal is handed over on purpose: { stdio: "inherit" }.
		for a := range call.All(jsparse.EdgeArg) {
			if s, ok := a.Prop("stdio").Child(jsparse.EdgeValue).IsString(); ok && s == "inherit" {
				return true
			}
		}
	case platform.BlockCompress:
		if _, ok := call.Arg(0).IsString(); ok {
			return true
		}
	}
	return false
}

// isKernelFile reports whether a path leads to /proc or /sys, where a file is no
// file: readFileSync(path.join(THERMAL, zone, "temp")).
func isKernelFile(x jsparse.Cursor, steps int) bool {
	if steps == 0 {
		return false
	}
	if s, ok := x.IsString(); ok {
		return strings.HasPrefix(s, "/proc") || strings.HasPrefix(s, "/sys/")
	}
	switch x.Kind() {
	case jsparse.Ident:
		v, ok := callee.Value(x.File(), x.Sym())
		return ok && isKernelFile(v, steps-1)
	case jsparse.Call:
		return isKernelFile(x.Arg(0), steps-1)
	case jsparse.TemplateLit:
		return strings.HasPrefix(x.Text(), "`/proc") || strings.HasPrefix(x.Text(), "`/sys")
	case jsparse.Binary:
		return isKernelFile(x.Left(), steps-1)
	}
	return false
}

func (r rule) check(call jsparse.Cursor, b platform.Blocking) {
	info := r.places.At(call)
	if !info.SomebodyWaits() || runsOnce(call) || isServerKey(call) {
		return
	}
	fn := effective(call)
	if !fn.Ok() {
		return
	}
	if b.Kind == platform.BlockMetadata && !(isRequest(info) && asksOnly(call)) {
		return // microseconds on a local disk; in a handler they add up with the load
	}
	if role := r.role(fn, info); role != "" {
		if info.Handler == "" && r.onlyAtStart(fn, maxDepth+1) {
			return
		}
		r.report(call, b, role, info, nil)
		return
	}
	if b.Kind == platform.BlockMetadata {
		return
	}
	if chain, role := r.reachedFrom(fn, b); role != "" {
		r.report(call, b, role, info, chain)
	}
}

// asksOnly reports whether a call reads metadata: a handler does that for each
// request, while it makes, moves and removes entries now and then.
func asksOnly(call jsparse.Cursor) bool {
	switch call.Callee().Name() {
	case "statSync", "lstatSync", "readdirSync", "realpathSync":
		return true
	}
	return false
}

func isRequest(info execcontext.Info) bool { return strings.Contains(info.Handler, "request") }

// role says in words why the pieces of a function run in the event loop; empty
// for a plain function.
func (r rule) role(fn jsparse.Cursor, info execcontext.Info) string {
	switch {
	case info.Handler != "":
		return info.Handler
	case fn.Has(jsparse.FlagAsync):
		return "async function"
	}
	p := fn.Parent()
	if fn.Edge() != jsparse.EdgeArg {
		return ""
	}
	if p.Kind() == jsparse.New && p.Callee().GlobalName() == "Promise" {
		return "promise executor"
	}
	if p.Kind() == jsparse.Call && p.Callee().Kind() == jsparse.Member {
		switch p.Callee().Name() {
		case "then", "finally":
			return "promise callback"
		case "on", "once", "addEventListener":
			return "event listener"
		}
	}
	return ""
}

// effective returns the function whose flow a node belongs to: callbacks that
// run at once, as those of array methods do, belong to the function around them.
func effective(n jsparse.Cursor) jsparse.Cursor {
	fn := n.Func()
	for fn.Ok() && !fn.Has(jsparse.FlagAsync) {
		p := fn.Parent()
		immediate := p.Kind() == jsparse.Call && (fn.Edge() == jsparse.EdgeCallee || fn.Edge() == jsparse.EdgeArg && isImmediate(p.Callee()))
		if !immediate {
			return fn
		}
		fn = fn.Func()
	}
	return fn
}

func isImmediate(f jsparse.Cursor) bool {
	if f.Kind() != jsparse.Member {
		return false
	}
	switch f.Name() {
	case "forEach", "map", "filter", "reduce", "some", "every", "find", "findIndex", "flatMap", "sort":
		return true
	}
	return false
}

// isServerKey reports whether a file is read for the options of a server, as
// https.createServer({ key: fs.readFileSync(…) }): it is read when the server starts.
func isServerKey(call jsparse.Cursor) bool {
	for p := range call.Enclosing(jsparse.Property, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl) {
		switch {
		case p.Kind().IsFunc():
			return false
		case p.Name() == "key" || p.Name() == "cert" || p.Name() == "ca" || p.Name() == "pfx" || p.Name() == "dhparam":
			return true
		}
	}
	return false
}

func (r rule) report(call jsparse.Cursor, b platform.Blocking, role string, info execcontext.Info, chain []jsparse.Cursor) {
	quoted := "`" + strings.Join(strings.Fields(call.Callee().Text()), "") + "`"
	var msg strings.Builder
	if len(chain) > 0 {
		fmt.Fprintf(&msg, "%s, which the %s `%s` reaches, holds the event loop while it %s", quoted, role, callerName(chain[len(chain)-1]), b.What)
	} else {
		fmt.Fprintf(&msg, "%s in this %s holds the event loop while it %s", quoted, role, b.What)
	}
	msg.WriteString("; nothing else runs meanwhile")
	if b.Async != "" {
		fmt.Fprintf(&msg, ": use %s", b.Async)
	}
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: call.Pos(), End: call.TokenEnd(), Message: msg.String()}}
	for _, c := range chain {
		d.Related = append(d.Related, jsanalysis.Related(c, "called here, in `%s`", callerName(c)))
	}
	if info.At.Ok() && info.Handler != "" && len(chain) == 0 {
		d.Related = append(d.Related, jsanalysis.Related(info.At, "this makes it %s", article(info.Handler)))
	}
	if fix, ok := r.fix(call, b); ok {
		d.SuggestedFixes = append(d.SuggestedFixes, fix)
	}
	r.Report(d)
}

func article(role string) string {
	if strings.ContainsRune("aeiouAEIOU", rune(role[0])) {
		return "an " + role
	}
	return "a " + role
}

// callerName returns what the function around a call is called.
func callerName(call jsparse.Cursor) string {
	for fn := call.Func(); fn.Ok(); fn = fn.Func() {
		if n := fn.Name(); n != "" {
			return n
		}
		switch p := fn.Parent(); p.Kind() {
		case jsparse.Method, jsparse.Property, jsparse.Declarator, jsparse.Field:
			if n := p.Name(); n != "" {
				return n
			}
		case jsparse.Assign:
			return p.Left().Text()
		}
	}
	return "a function"
}
