package blockingcall

import (
	"fmt"
	"regexp"
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
	Wants:    wants,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, callers.Analyzer, execcontext.Analyzer},
	Run:      run,
}

type rule struct {
	*jsanalysis.Pass
	callees *callee.Oracle
	callers *callers.Oracle
	places  *execcontext.Oracle
}

// wants: a name that ends in Sync is called, or gets another name.
func wants(p *jsanalysis.Pass, text string) bool {
	if !execcontext.MayWait(p) {
		return false
	}
	for _, w := range []string{"Sync(", "Sync.", "Sync<", "Sync?", "Sync as", "Sync:", "Sync :", "Sync;", "Sync\n", "Sync,", ".sync(", "XMLHttpRequest", "sync-request", "sync-fetch", "shelljs"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
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
		if t := call.Arg(1).Text(); len(t) < 60 && strings.Contains(t, "Date") && strings.HasPrefix(call.Callee().Name(), "write") {
			return true // the time: String(Date.now())
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
	if !info.SomebodyWaits() || execcontext.RunsOnce(call) || isServerKey(call) || isKeyFile(call) && !isRequest(info) || isChosen(call) {
		return
	}
	fn := execcontext.Flow(call)
	if !fn.Ok() || isLeftOver(call, fn, b) || isOfDevelopment(call) || isLastAct(call, fn, b) {
		return
	}
	if b.Kind == platform.BlockMetadata && !(isRequest(info) && asksOnly(call)) {
		return // microseconds on a local disk; in a handler they add up with the load
	}
	role := r.role(fn, info)
	if role != "" && (info.Handler != "" || b.Kind == platform.BlockMetadata) {
		r.report(call, b, role, info, nil)
		return
	}
	way := r.places.Reach(call)
	if way.Wait == execcontext.Nobody {
		return
	}
	if way.Wait == execcontext.Somebody && (role != "" || b.Kind != platform.BlockFile || isRequest(way.Info) || len(way.Calls) == 1) {
		if role == "" && len(way.Calls) == 0 { // another file hands the function on
			role = way.Info.Handler
		}
		r.report(call, b, role, way.Info, way.Calls)
		return
	}
	if role != "" {
		r.report(call, b, role, info, nil)
		return
	}
	if chain, role := r.reachedFrom(fn, b); role != "" {
		r.report(call, b, role, info, chain)
	}
}

// levelOf says how sure it is that somebody waits for long. A key's derivation
// always takes long. A program is waited for where anybody is known to wait. Most
// files are short, and a user's own disk is his own: they are a warning where a
// server's clients wait.
func levelOf(b platform.Blocking, info execcontext.Info) jsanalysis.Level {
	switch b.Kind {
	case platform.BlockFile, platform.BlockCompress:
		if !isRequest(info) {
			return jsanalysis.Info
		}
	case platform.BlockProcess:
		if info.Handler == "" {
			return jsanalysis.Info
		}
	}
	return jsanalysis.Default
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

// isRequest reports whether a server's client waits for an answer.
func isRequest(info execcontext.Info) bool {
	for _, word := range []string{"request", "route", "server", "socket", "Meteor"} {
		if strings.Contains(info.Handler, word) {
			return true
		}
	}
	return false
}

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

// keyWords are words of names for keys and certificates.
var keyWords = map[string]bool{"ssl": true, "tls": true, "https": true, "pem": true, "cert": true, "certs": true, "certificate": true, "certificates": true, "vapid": true, "lockbox": true, "pfx": true, "p12": true}

// isOfKeys reports whether a name is one of keys and certificates: getSSL, certPath.
func isOfKeys(name string) bool {
	word := ""
	for i, r := range name + "_" {
		if upper := r >= 'A' && r <= 'Z'; r == '_' || upper && (i == 0 || name[i-1] < 'A' || name[i-1] > 'Z') {
			if keyWords[strings.ToLower(word)] {
				return true
			}
			word = ""
		}
		if r != '_' {
			word += string(r)
		}
	}
	return false
}

// isKeyFile reports whether a file of keys is read, by the name of its path or of
// the function: it is short, and read before a connection is made.
func isKeyFile(call jsparse.Cursor) bool {
	path := call.Arg(0)
	return strings.HasPrefix(call.Callee().Name(), "readFile") && (isOfKeys(callerName(call)) || path.Is(jsparse.Ident, jsparse.Member) && isOfKeys(path.Name()))
}

// isServerKey reports whether a file is read for the options of a server, as
// https.createServer({ key: fs.readFileSync(…) }): it is read when the server starts.
func isServerKey(call jsparse.Cursor) bool {
	for p := range call.Enclosing(jsparse.Property, jsparse.Assign, jsparse.Call, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl) {
		name := p.Name()
		if p.Kind() == jsparse.Assign { // tls.key = …
			name = p.Left().Name()
		}
		if p.Kind() == jsparse.Call { // tls.ca.push(…)
			name = ""
			if p != call && p.Callee().Name() == "push" {
				name = p.Callee().Object().Name()
			}
		}
		switch {
		case p.Kind().IsFunc():
			return false
		case name == "key" || name == "cert" || name == "ca" || name == "pfx" || name == "dhparam":
			return true
		}
	}
	return false
}

// isChosen reports whether the code has the asynchronous call as well, and
// chooses: sync ? execFileSync(…) : execFile(…).
func isChosen(call jsparse.Cursor) bool {
	for p := call.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		if !p.Is(jsparse.If, jsparse.Conditional) {
			continue
		}
		for id := range p.Child(jsparse.EdgeTest).Preorder(jsparse.Ident, jsparse.Member) {
			switch strings.ToLower(id.Name()) {
			case "sync", "issync", "async", "isasync", "usesync", "synchronous":
				return true
			}
		}
	}
	return false
}

// isOfWindow reports whether a file is touched where only the window's own user
// waits, and not for long or not in vain: settings in JSON, which are short, and
// what is dragged, which must be there when the handler returns.
func isOfWindow(call jsparse.Cursor, b platform.Blocking, info execcontext.Info) bool {
	if b.Kind != platform.BlockFile || info.Places&execcontext.Main == 0 && !isDesktop(call.File()) {
		return false
	}
	if strings.HasPrefix(call.Callee().Name(), "read") && (assetName.MatchString(call.Arg(0).Text()) || assetName.MatchString(callerName(call))) {
		return true
	}
	channel, _ := info.At.Arg(0).IsString() // ipcMain.on("drag-out", …)
	return strings.HasPrefix(info.Handler, "drag") || strings.Contains(channel, "drag") || isSettings(call)
}

// assetName matches names of what a window is drawn with.
var assetName = regexp.MustCompile(`([cC][sS][sS]|[tT]heme|[iI]con|[lL]ogo|[sS]tyle(s|[sS]heet)?)([A-Z_.]|[pP]ath|[fF]ile|\b)`)

// isDesktop reports whether a file belongs to a program with windows.
func isDesktop(f *jsparse.File) bool {
	m := f.Module()
	if m == nil || m.Package() == nil {
		return false
	}
	_, ok := m.Package().Dependencies["electron"]
	return ok
}

// development matches names of conditions that hold while a program is written, or
// while what it does is watched.
var development = regexp.MustCompile(`(?i)^(is_?|in_?|use_?|state_?)?(dev|development|debug|debugging|verbose|trace|tracing|profiling|log|logging|dump|git_?repo(sitory)?|git_?checkout)(mode|enabled|_?build)?$`)

// makesOnce reports whether a condition asks whether the file is there that a call
// then writes: if (!fs.existsSync(path)) fs.writeFileSync(path, …).
func makesOnce(call, test jsparse.Cursor) bool {
	if test.Kind() != jsparse.Unary || test.Op() != "!" || !strings.HasPrefix(call.Callee().Name(), "write") {
		return false
	}
	asked := test.Operand()
	return asked.Kind() == jsparse.Call && asked.Callee().Name() == "existsSync" && asked.Arg(0).Ok() && asked.Arg(0).Text() == call.Arg(0).Text()
}

// isOfDevelopment reports whether a call stands in a branch that is not for those
// who use the program: if (state.log) fs.writeFileSync(…), if (isGitRepo)
// execSync(…), if (process.env.NODE_ENV !== "production") …; of generated code the
// branch for workers; and what makes a file unless it is there.
func isOfDevelopment(call jsparse.Cursor) bool {
	for p := call.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		if p.Kind() != jsparse.If || !p.Child(jsparse.EdgeThen).Contains(call) {
			continue
		}
		test := p.Child(jsparse.EdgeTest)
		if text := test.Text(); strings.Contains(text, "NODE_ENV") || strings.Contains(text, "IS_WORKER") || makesOnce(call, test) {
			return true
		}
		for test.Kind() == jsparse.Binary && test.Op() == "&&" {
			test = test.Left()
		}
		if test.Is(jsparse.Ident, jsparse.Member) && development.MatchString(test.Name()) {
			return true
		}
	}
	return false
}

// isSettings reports whether a call reads what JSON.parse gets at once, or writes
// what JSON.stringify gives: JSON.parse(fs.readFileSync(path).toString()).
func isSettings(call jsparse.Cursor) bool {
	text := call.Arg(1)
	if text.Kind() == jsparse.Ident {
		if v, ok := callee.Value(text.File(), text.Sym()); ok {
			text = v
		}
	}
	if isJSON(text) {
		return true
	}
	x := call
	for p := x.Parent(); p.Is(jsparse.Member, jsparse.Call, jsparse.Binary); x, p = p, p.Parent() {
		if p.Kind() == jsparse.Call && x.Edge() == jsparse.EdgeArg {
			return isJSON(p)
		}
	}
	if d := x.Parent(); d.Kind() == jsparse.Declarator && d.Sym() != jsparse.NoSym { // const text = …; JSON.parse(text)
		for u := range x.File().Uses(d.Sym()) {
			if p := u.Parent(); p.Kind() == jsparse.Call && u.Edge() == jsparse.EdgeArg && isJSON(p) {
				return true
			}
		}
	}
	return false
}

// isJSON reports whether an expression is JSON.parse(…) or JSON.stringify(…).
func isJSON(x jsparse.Cursor) bool {
	return x.Kind() == jsparse.Call && x.Callee().Kind() == jsparse.Member && x.Callee().Object().IsGlobal("JSON")
}

// isLastAct reports whether nothing runs after a call: a message that is sent
// while a page goes away, which only a synchronous request delivers, or a file
// that is written before the next statement ends the program.
func isLastAct(call, fn jsparse.Cursor, b platform.Blocking) bool {
	if b.Kind == platform.BlockNetwork {
		text := fn.Text()
		return strings.Contains(text, "unload") || strings.Contains(text, "pagehide") || strings.Contains(text, "sendBeacon")
	}
	s := call
	for s.Ok() && !s.Kind().IsStmt() {
		s = s.Parent()
	}
	next := s.NextSibling()
	if next.Kind() != jsparse.ExprStmt || next.Operand().Kind() != jsparse.Call {
		return false
	}
	switch next.Operand().Callee().Name() {
	case "exit", "quit", "relaunch", "abort":
		return true
	}
	return false
}

// isLeftOver reports whether a listener removes what is no longer needed once
// something is closed: a socket's file, a lock.
func isLeftOver(call, fn jsparse.Cursor, b platform.Blocking) bool {
	if b.Kind != platform.BlockFile || !strings.HasPrefix(call.Callee().Name(), "r") || strings.HasPrefix(call.Callee().Name(), "read") {
		return false
	}
	event, _ := fn.Parent().Arg(0).IsString()
	return fn.Edge() == jsparse.EdgeArg && (event == "close" || event == "exit" || event == "end")
}

func (r rule) report(call jsparse.Cursor, b platform.Blocking, role string, info execcontext.Info, chain []jsparse.Cursor) {
	if isOfWindow(call, b, info) || len(chain) > 0 && isExcluded(call, chain[0]) {
		return
	}
	quoted := "`" + strings.Join(strings.Fields(call.Callee().Text()), "") + "`"
	var msg strings.Builder
	msg.WriteString(quoted)
	if role != "" && (len(chain) == 0 || info.Handler != "") {
		fmt.Fprintf(&msg, " in this %s", role)
	}
	if len(chain) > 0 {
		by := info.Handler
		if by == "" {
			by = role
		}
		if name := callerName(chain[len(chain)-1]); name != "" {
			by += " `" + name + "`"
		}
		fmt.Fprintf(&msg, ", which the %s reaches,", by)
	}
	fmt.Fprintf(&msg, " holds the event loop while it %s; %s", b.What, standstill(info))
	if b.Async != "" {
		fmt.Fprintf(&msg, ": use %s", b.Async)
	}
	d := jsanalysis.Diagnostic{Level: levelOf(b, info), Diagnostic: analysis.Diagnostic{Pos: call.Pos(), End: call.TokenEnd(), Message: msg.String()}}
	for _, c := range chain {
		if name := callerName(c); name != "" {
			d.Related = append(d.Related, jsanalysis.Related(c, "called here, in `%s`", name))
		} else {
			d.Related = append(d.Related, jsanalysis.Related(c, "called here"))
		}
	}
	if info.At.Ok() && info.Handler != "" {
		d.Related = append(d.Related, jsanalysis.Related(info.At, "this makes it %s", article(info.Handler)))
	}
	if fix, ok := r.fix(call, b); ok {
		d.SuggestedFixes = append(d.SuggestedFixes, fix)
	}
	r.Report(d)
}

// standstill says who waits.
func standstill(info execcontext.Info) string {
	switch places := info.Places &^ (execcontext.Unknown | execcontext.Worker); {
	case places == execcontext.Server:
		return "every other request waits meanwhile"
	case places == execcontext.Main:
		return "the window stands still meanwhile"
	}
	return "nothing else runs meanwhile"
}

func article(role string) string {
	if strings.ContainsRune("aeiouAEIOU", rune(role[0])) {
		return "an " + role
	}
	return "a " + role
}

// callerName returns what the function around a call is called, or "".
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
	return ""
}
