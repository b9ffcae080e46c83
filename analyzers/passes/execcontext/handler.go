package execcontext

import (
	"regexp"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/jsparse"
)

// refine looks for the innermost function around n that a framework or the
// platform calls, and adds where it runs and why somebody waits.
func (o *Oracle) refine(i *Info, n jsparse.Cursor) {
	fn := n
	if !fn.Kind().IsFunc() {
		fn = n.Func()
	}
	for ; fn.Ok(); fn = fn.Func() {
		if p, why, at := o.handler(fn); why != "" {
			switch {
			case p == Test || p == Shutdown:
				i.Places = p
				return
			case p != 0:
				i.Places = i.Places&^(Script|Unknown) | p
			}
			i.Handler, i.At = why, at
			return
		}
	}
}

// handler says why a function is called by somebody who waits: where it stands,
// by its export, or where its own file hands it on by name.
func (o *Oracle) handler(fn jsparse.Cursor) (p Place, why string, at jsparse.Cursor) {
	if p, why, at = o.given(fn, fn); why != "" {
		return p, why, at
	}
	if p, why, at = o.exportedHandler(fn); why != "" {
		return p, why, at
	}
	for _, x := range o.callers.ValuesHere(fn) {
		if p, why, at = o.given(x, fn); why != "" {
			return p, why, at
		}
	}
	return o.inTemplate(fn)
}

// given says why somebody waits for what is done with an expression that is a
// function: fn itself, or its name.
func (o *Oracle) given(x, fn jsparse.Cursor) (p Place, why string, at jsparse.Cursor) {
	parent := x.Parent()
	for wrapped(x, parent) { // useCallback(debounce(f)), asyncHandler(f)
		if p, why := o.registered(fn, parent); why != "" {
			return p, why, parent
		}
		x, parent = parent, parent.Parent()
	}
	switch parent.Kind() {
	case jsparse.Call, jsparse.New:
		if x.Edge() == jsparse.EdgeArg {
			p, why = o.registered(fn, parent)
			return p, why, parent
		}
	case jsparse.Property:
		if parent.Edge() == jsparse.EdgeName { // a JSX attribute
			if name := parent.Name(); len(name) > 2 && strings.HasPrefix(name, "on") {
				return Main, strings.ToLower(name[2:]) + " handler", parent
			}
		}
		return o.option(fn, parent)
	case jsparse.Assign:
		if l := parent.Left(); l.Kind() == jsparse.Member && x.Edge() == jsparse.EdgeRight {
			if name := l.Name(); onEvent.MatchString(name) {
				if name == "onmessage" || name == "onmessageerror" {
					return 0, "message handler", parent
				}
				return Main, name[2:] + " handler", parent
			}
		}
	case jsparse.Method:
		return o.method(parent)
	}
	return 0, "", jsparse.Cursor{}
}

// inTemplate knows functions that the markup around a script names:
// @click="save", on:click={save}, onclick={save}.
func (o *Oracle) inTemplate(fn jsparse.Cursor) (p Place, why string, at jsparse.Cursor) {
	f := fn.File()
	name := callers.Name(fn)
	if f.Script.Kind == "" || f.Script.Kind == "frontmatter" || name == "" {
		return 0, "", jsparse.Cursor{}
	}
	text, err := f.Module().Text()
	if err != nil {
		return 0, "", jsparse.Cursor{}
	}
	for _, m := range markupHandler.FindAllStringSubmatch(text, -1) {
		if m[2] == name {
			return Main, m[1] + " handler", fn
		}
	}
	return 0, "", jsparse.Cursor{}
}

var markupHandler = regexp.MustCompile(`\s(?:@|v-on:|on:?)([a-z]+)[\w.|:-]*=["'{]+\s*([\w$]+)`)

var onEvent = regexp.MustCompile(`^on(click|dblclick|mouse[a-z]+|pointer[a-z]+|key[a-z]+|input|change|submit|scroll|resize|load|drop|drag[a-z]*|touch[a-z]+|message|messageerror|popstate|hashchange|wheel|focus|blur|paste)$`)

// wrapped reports whether x is an argument of a call that is itself an
// argument: the outer call may be the registration.
func wrapped(x, parent jsparse.Cursor) bool {
	if parent.Kind() != jsparse.Call || x.Edge() != jsparse.EdgeArg {
		return false
	}
	outer := parent.Parent()
	return outer.Kind() == jsparse.Call && parent.Edge() == jsparse.EdgeArg || outer.Kind() == jsparse.Property && outer.Edge() == jsparse.EdgeName
}

// registered says what a call does with the function it is given.
func (o *Oracle) registered(fn, call jsparse.Cursor) (Place, string) {
	callee := call.Callee()
	name := callee.Name()
	if callee.Kind() == jsparse.Member {
		return o.registeredMethod(fn, call, callee, name)
	}
	if h, ok := hooks[name]; ok && (h.place != Main || o.isOfUI(callee)) {
		return h.place, h.why
	}
	if callee.GlobalName() != "" {
		switch name {
		case "setTimeout", "setInterval", "setImmediate":
			return 0, "timer callback"
		case "requestAnimationFrame", "requestIdleCallback":
			return Main, "animation frame callback"
		case "addEventListener":
			return o.listener(call)
		case "describe", "it", "test", "beforeEach", "afterEach", "beforeAll", "afterAll", "before", "after", "suite", "bench":
			return Test, "test"
		}
	}
	if e := o.callee.Expr(callee); e.Name == "node:http.createServer" || e.Name == "node:https.createServer" || e.Name == "node:http2.createSecureServer" || e.Name == "node:net.createServer" {
		return Server, "request handler"
	}
	if takesRequest(fn) || routeHelper.MatchString(name) && o.hasPath(call) {
		return Server, "request handler"
	}
	return 0, ""
}

// routeHelper is how people call functions of their own that register a route.
var routeHelper = regexp.MustCompile(`(?i)(route|endpoint)$`)

// hasPath reports whether a call that is not of a page's router names a path:
// apiRoute(GET, "/api/notes", notes.list).
func (o *Oracle) hasPath(call jsparse.Cursor) bool {
	if m := call.File().Module(); m == nil || o.Module(m)&Main != 0 {
		return false
	}
	for a := range call.All(jsparse.EdgeArg) {
		if path, _ := a.IsString(); strings.HasPrefix(path, "/") {
			return true
		}
	}
	return false
}

var routeVerbs = map[string]bool{
	"get": true, "post": true, "put": true, "patch": true, "delete": true, "del": true, "head": true, "options": true, "all": true, "use": true, "route": true, "param": true,
}

func (o *Oracle) registeredMethod(fn, call, callee jsparse.Cursor, name string) (Place, string) {
	switch name {
	case "addEventListener":
		return o.listener(call)
	case "setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback":
		return 0, "timer callback"
	case "createServer":
		return Server, "request handler"
	case "startTransition":
		return Main, "transition"
	case "handle", "handleOnce":
		if o.callee.Expr(callee.Object()).Name == "electron.ipcMain" || isIPC(callee.Object()) {
			return Main, "Electron IPC handler"
		}
	case "on", "once", "addListener":
		if event, _ := call.Arg(0).IsString(); endEvents[event] && o.isProcess(callee.Object()) {
			return Shutdown, "end of the process"
		}
		switch e := o.callee.Expr(callee.Object()); {
		case e.Name == "electron.ipcMain" || e.Name == "electron.ipcRenderer":
			return Main, "Electron IPC handler"
		case strings.HasPrefix(e.Name, "socket.io") || strings.HasPrefix(e.Name, "ws"):
			return Server, "socket handler"
		}
		if takesRequest(fn) {
			return Server, "request handler"
		}
	case "methods":
		if callee.Object().IsGlobal("Meteor") {
			return Server, "Meteor method"
		}
	}
	if !routeVerbs[name] {
		return 0, ""
	}
	if _, path := call.Arg(0).IsString(); takesRequest(fn) || path && isApp(o.callee.Expr(callee.Object()).Name) || name == "use" && isApp(o.callee.Expr(callee.Object()).Name) {
		return Server, "request handler"
	}
	if e := o.callee.Expr(callee.Object()); isAppCall(o.callee.Call(e.Node).Name) {
		return Server, "request handler"
	}
	return 0, ""
}

// isIPC reports whether an expression is Electron's ipcMain by its name or type, as
// a parameter is.
func isIPC(x jsparse.Cursor) bool {
	if x.Name() == "ipcMain" {
		return true
	}
	return x.Kind() == jsparse.Ident && x.Sym() != jsparse.NoSym && strings.HasSuffix(x.File().Decl(x.Sym()).Annotation(), "IpcMain")
}

// isApp reports whether a name is that of a class or factory whose instances
// take routes.
func isApp(name string) bool {
	switch name {
	case "koa", "hono.Hono", "hono", "express.Router", "@koa/router", "koa-router", "polka", "restify":
		return true
	}
	return false
}

// isAppCall reports whether calling the function gives a router.
func isAppCall(name string) bool {
	switch name {
	case "express", "express.Router", "fastify", "fastify.fastify", "polka", "restify.createServer", "hapi.server", "@hapi/hapi.server", "connect", "itty-router.Router", "h3.createRouter":
		return true
	}
	return false
}

var requestNames = regexp.MustCompile(`^_?(req|request)$`)
var responseNames = regexp.MustCompile(`^_?(res|response|reply|resp|h)$`)

// takesRequest reports whether the parameters are named as those of a request
// handler: (req, res), (req, res, next), (err, req, res, next), (ctx, next).
func takesRequest(fn jsparse.Cursor) bool {
	var names []string
	for p := range fn.All(jsparse.EdgeParam) {
		names = append(names, p.Name())
	}
	for k := 0; k+1 < len(names); k++ {
		if requestNames.MatchString(names[k]) && responseNames.MatchString(names[k+1]) {
			return true
		}
	}
	return len(names) == 2 && names[0] == "ctx" && names[1] == "next"
}

// listener reads the event of addEventListener.
func (o *Oracle) listener(call jsparse.Cursor) (Place, string) {
	event, _ := call.Arg(0).IsString()
	switch event {
	case "":
		return 0, "event listener"
	case "message", "messageerror", "error":
		return 0, event + " listener"
	case "fetch", "install", "activate", "push":
		return ServiceWorker, event + " listener"
	case "beforeunload", "unload", "pagehide":
		return Shutdown, "end of the page"
	}
	return Main, event + " listener"
}

// endEvents are those of process and of Electron's app after which nothing runs,
// or may run: what went wrong is written down while that is sure to work.
var endEvents = map[string]bool{
	"exit": true, "beforeExit": true, "SIGINT": true, "SIGTERM": true, "SIGHUP": true, "SIGQUIT": true,
	"uncaughtException": true, "uncaughtExceptionMonitor": true, "unhandledRejection": true, // last words
	"will-quit": true, "before-quit": true, "window-all-closed": true,
}

// isProcess reports whether an expression is the process itself or the whole
// application: what another process does when it ends is no end of this one.
func (o *Oracle) isProcess(x jsparse.Cursor) bool {
	switch o.callee.Expr(x).Name {
	case "process", "node:process", "electron.app":
		return true
	}
	return false
}

// isOfUI reports whether a function that is named like a hook can be one: it is
// imported from a UI framework, or from somewhere unknown.
func (o *Oracle) isOfUI(f jsparse.Cursor) bool {
	e := o.callee.Expr(f)
	if e.Func().Ok() {
		return false
	}
	pkg, _, member := strings.Cut(e.Name, ".")
	return !member || strings.HasPrefix(pkg, "@vue") || ofPackage(pkg) == Main
}

type hook struct {
	place Place
	why   string
}

// hooks are functions, by name, whose argument the UI framework calls.
var hooks = map[string]hook{
	"useEffect": {Main, "React effect"}, "useLayoutEffect": {Main, "React layout effect"}, "useInsertionEffect": {Main, "React effect"},
	"useCallback": {Main, "React callback"}, "useMemo": {Main, "React render (useMemo)"}, "startTransition": {Main, "transition"},
	"onMounted": {Main, "Vue mounted hook"}, "onBeforeMount": {Main, "Vue hook"}, "onUpdated": {Main, "Vue updated hook"}, "onBeforeUnmount": {Main, "Vue hook"}, "onUnmounted": {Main, "Vue hook"},
	"watch": {Main, "watcher"}, "watchEffect": {Main, "watcher"}, "computed": {Main, "computed value"},
	"onMount": {Main, "mount hook"}, "createEffect": {Main, "effect"},
	"asyncHandler": {Server, "request handler"}, "catchAsync": {Server, "request handler"}, "expressAsyncHandler": {Server, "request handler"},
	"defineEventHandler": {Server, "request handler"}, "eventHandler": {Server, "request handler"},
}

// option knows objects whose functions are handlers: {handler(req, res) {}}.
func (o *Oracle) option(fn, prop jsparse.Cursor) (Place, string, jsparse.Cursor) {
	if takesRequest(fn) {
		return Server, "request handler", prop
	}
	switch prop.Name() {
	case "mutationFn", "queryFn":
		return Main, "query function", prop
	case "handler", "preHandler", "onRequest": // server.route({ method, url, handler })
		if obj := prop.Parent(); obj.Edge() == jsparse.EdgeArg && obj.Parent().Callee().Name() == "route" {
			return Server, "request handler", prop
		}
	}
	return 0, "", jsparse.Cursor{}
}

var controllerVerb = regexp.MustCompile(`^@(Get|Post|Put|Patch|Delete|All|Head|Options|Query|Mutation|Subscription|ResolveField|SubscribeMessage|MessagePattern|EventPattern)\b`)

// jobVerb marks methods that a scheduler or queue calls.
var jobVerb = regexp.MustCompile(`^@(Cron|Interval|Timeout|Process|OnEvent)\b`)

// method knows methods that a framework calls: Nest controllers, web
// components, React class components.
func (o *Oracle) method(m jsparse.Cursor) (Place, string, jsparse.Cursor) {
	for d := range m.All(jsparse.EdgeDecorator) {
		if controllerVerb.MatchString(d.Text()) {
			return Server, "request handler", d
		}
		if jobVerb.MatchString(d.Text()) {
			return Server, "scheduled job", d
		}
	}
	fn := m.FuncValue()
	if o.takesContext(fn) {
		return Server, "request handler", m
	}
	switch m.Name() {
	case "connectedCallback", "disconnectedCallback", "attributeChangedCallback", "componentDidMount", "componentDidUpdate", "componentWillUnmount", "render", "ngOnInit", "ngOnDestroy", "ngAfterViewInit":
		if m.Parent().Kind().IsClass() && m.Parent().Child(jsparse.EdgeExtends).Ok() || strings.HasPrefix(m.Name(), "ng") {
			return Main, m.Name() + " of a component", m
		}
	}
	if takesRequest(fn) {
		return Server, "request handler", m
	}
	return 0, "", jsparse.Cursor{}
}

var kitRoute = regexp.MustCompile(`/\+(server|page\.server|layout\.server)\.[cm]?[jt]s$`)

var nextRoute = regexp.MustCompile(`/app/(.*/)?route\.[cm]?[jt]sx?$`)

// exportedHandler knows functions that a framework finds by file and export,
// and functions named as handlers by their parameters.
func (o *Oracle) exportedHandler(fn jsparse.Cursor) (Place, string, jsparse.Cursor) {
	f := fn.File()
	m := f.Module()
	if m == nil {
		return 0, "", jsparse.Cursor{}
	}
	path := o.relative(m)
	owner := fn
	if owner.Kind() != jsparse.FuncDecl {
		owner = fn.Parent()
	}
	name := owner.Name()
	exported := owner.Has(jsparse.FlagExport) || owner.Parent().Has(jsparse.FlagExport) || owner.Parent().Kind() == jsparse.ExportDefault || owner.Kind() == jsparse.ExportDefault
	switch {
	case exported && nextRoute.MatchString(path) && name == strings.ToUpper(name) && name != "":
		return Server, "Next.js route handler", owner
	case exported && kitRoute.MatchString(path) && (name == strings.ToUpper(name) && name != "" || name == "load"):
		return Server, "SvelteKit route handler", owner
	case exported && strings.Contains(path, "/pages/api/"):
		return Server, "Next.js API route", owner
	case exported && (name == "getServerSideProps" || name == "getInitialProps" || name == "loader" && strings.Contains(path, "/routes/") || name == "action" && strings.Contains(path, "/routes/")):
		return Server, "server-side data function", owner
	case hasDirective(f.Root(), "use server") || hasDirective(fn.Body(), "use server"):
		if exported || hasDirective(fn.Body(), "use server") {
			return Server, "server action", owner
		}
	case takesRequest(fn):
		return Server, "request handler", owner
	case o.takesContext(fn):
		return Server, "request handler", owner
	}
	return 0, "", jsparse.Cursor{}
}

// contextParts are what a request is asked for, or answered with, through the one
// parameter that Koa, Hono and others give their handlers, by its name. What a
// function takes under such a name and uses so runs once for each request, even
// if a handler calls it.
var contextParts = map[string][]string{
	"ctx": {"request", "response", "body", "query", "params", "req", "cookies", "status", "headers"},
	"req": {"body", "query", "params", "headers", "cookies", "session"}, "request": {"body", "query", "params", "headers", "cookies", "session"},
}

// takesContext reports whether a function of a server takes one parameter that
// stands for a request, and asks it for what only a request has.
func (o *Oracle) takesContext(fn jsparse.Cursor) bool {
	var param jsparse.Cursor
	count := 0
	for p := range fn.All(jsparse.EdgeParam) {
		param = p
		count++
	}
	parts := contextParts[param.Name()]
	if count != 1 || parts == nil {
		return false
	}
	if m := fn.File().Module(); m == nil || o.Module(m)&(Server|Main) != Server {
		return false
	}
	for use := range fn.Body().Preorder(jsparse.Member) {
		if x := use.Object(); x.Kind() == jsparse.Ident && x.Name() == param.Name() && slices.Contains(parts, use.Name()) {
			return true
		}
	}
	return false
}

func hasDirective(block jsparse.Cursor, text string) bool {
	for s := range block.Children() {
		switch s.Kind() {
		case jsparse.Directive:
			if s.Str() == text {
				return true
			}
		case jsparse.ExprStmt:
			if v, ok := s.Operand().IsString(); ok && v == text {
				return true
			}
		default:
			return false
		}
	}
	return false
}
