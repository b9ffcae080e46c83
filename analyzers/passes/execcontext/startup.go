package execcontext

import (
	"regexp"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/jsparse"
)

// startupName is how people call what runs once while a process or page starts.
var startupName = regexp.MustCompile(`^_?(main|init|initialize|initialise|bootstrap|boot|setup|startup|startServer|createServer|createApp|buildApp|onModuleInit|onApplicationBootstrap|start|run|listen|migrate([A-Z]\w*)?|upgrade(Storage|Database|Db|Schema|Config|Settings|Data)\w*|migrations?|up|down|seed|setUp|loadConfig|readConfig|getConfig|parseConfig|initApp|initServer|initConfig|initDb|initDatabase|configure|register|activate|with[A-Z]\w*Config|(create|insert|import|write|load|setup)?[iI]nitial[A-Z]\w*|(start|boot|bootstrap|init|initiali[sz]e|setup|create|build|configure)(App|Server|Application|Http|Https|Express|Api|Config|Database|Db|Services?|Plugins?|Logger|Logging)\w*)$`)

// startupPath is where people keep what runs once.
var startupPath = regexp.MustCompile(`/(startup|bootstrap|initiali[sz]ers?|boot|install|setup)/|/(bootstrap|startup|instrumentation)\.[cm]?[jt]s$`)

// maxCallers bounds how many callers up a function is followed.
const maxCallers = 4

func (o *Oracle) inStartupFolder(f *jsparse.File) bool {
	m := f.Module()
	return m != nil && startupPath.MatchString(o.relative(m))
}

// isStartup reports whether a node runs only while its module loads or the
// process starts: outside any function, in a function that is called at once,
// in one that only start-up code of the file calls, or in one that is named for
// it.
func (o *Oracle) isStartup(n jsparse.Cursor, depth int) bool {
	fn := n
	if !fn.Kind().IsFunc() {
		fn = n.Func()
	}
	if !fn.Ok() {
		return true
	}
	if depth > maxCallers {
		return false
	}
	p := fn.Parent()
	if p.Kind() == jsparse.Call && (fn.Edge() == jsparse.EdgeCallee || isImmediate(fn, p)) {
		return o.isStartup(p, depth+1)
	}
	decl := fn
	if fn.Kind() != jsparse.FuncDecl {
		decl = p
	}
	if o.isNamedForStart(fn) || endsProcess(fn) {
		return true
	}
	switch decl.Kind() {
	case jsparse.FuncDecl, jsparse.Declarator:
		return o.onlyCalledAtStart(decl, depth)
	}
	return false
}

// endsProcess reports whether a function itself calls process.exit: a command, or
// the start of a program that gives up.
func endsProcess(fn jsparse.Cursor) bool {
	if !strings.Contains(fn.Text(), "process.exit(") {
		return false
	}
	for call := range fn.Body().Preorder(jsparse.Call) {
		if f := call.Callee(); f.Kind() == jsparse.Member && f.Name() == "exit" && f.Object().IsGlobal("process") && call.Func() == fn {
			return true
		}
	}
	return false
}

// shutdownName is how people call what runs once while a process ends.
var shutdownName = regexp.MustCompile(`^_?(shutdown|shutDown|gracefulShutdown|graceful[A-Z]\w*|onExit|onShutdown|beforeExit|exitHandler|onWillQuit|beforeQuit|onModuleDestroy|onApplicationShutdown|beforeApplicationShutdown|emergency[A-Z]\w*)$`)

// isShutdown reports whether a node is in a function that is named for the end.
func isShutdown(n jsparse.Cursor) bool {
	fn := n
	if !fn.Kind().IsFunc() {
		fn = n.Func()
	}
	for ; fn.Ok(); fn = fn.Func() {
		if shutdownName.MatchString(callers.Name(fn)) {
			return true
		}
	}
	return false
}

// isNamedForStart reports whether a function's name is one for what runs once, and
// nothing else about it speaks against that. Inside a React component or hook a
// local init or setup runs for each mount; a method of what a module's factory
// returns is like one of a class.
func (o *Oracle) isNamedForStart(fn jsparse.Cursor) bool {
	name := callers.Name(fn)
	if !startupName.MatchString(name) {
		return false
	}
	if (name == "register" || name == "run") && takesData(fn) {
		return false // a user's registration, a job's run
	}
	if !fn.Func().Ok() {
		return true
	}
	m := fn.File().Module()
	return (fn.Parent().Is(jsparse.Method, jsparse.Property) || strings.HasPrefix(name, "init") || strings.HasPrefix(name, "boot")) && m != nil && o.Module(m)&Main == 0
}

// hosts are names of parameters that stand for the program that a plug-in or
// command is given to.
var hosts = regexp.MustCompile(`(?i)^_?(app|application|server|fastify|instance|container|ctx|context|strapi|program|api|registry|router|kernel|host|plugin|client|bot|options|opts|config|settings|args|argv|env|cli|command|hooks?)$`)

// takesData reports whether a function's first parameter is something else than
// the program or its options.
func takesData(fn jsparse.Cursor) bool {
	for p := range fn.All(jsparse.EdgeParam) {
		target := p.Child(jsparse.EdgeTarget)
		return target.Kind() != jsparse.Ident && !strings.Contains(target.Text(), "app") && !strings.Contains(target.Text(), "strapi") ||
			target.Kind() == jsparse.Ident && !hosts.MatchString(target.Name())
	}
	return false
}

// wizardName is how people call the server that sets a program up before it starts.
var wizardName = regexp.MustCompile(`/(set-?up|install(er|ation)?|onboarding|first-?run|wizard)([.-][a-z-]+)?\.[cm]?[jt]s$`)

// isWizard reports whether a file has a server of its own that only sets the
// program up: whoever fills in its form waits for nothing else.
func (o *Oracle) isWizard(f *jsparse.File) bool {
	m := f.Module()
	return m != nil && wizardName.MatchString(o.relative(m)) && (strings.Contains(f.Text, "createServer(") || strings.Contains(f.Text, ".listen("))
}

// isImmediate reports whether a call runs its argument before it returns and
// once: then-callbacks and array methods of the same flow.
func isImmediate(fn, call jsparse.Cursor) bool {
	if fn.Edge() != jsparse.EdgeArg {
		return false
	}
	switch call.Callee().Name() {
	case "forEach", "map", "filter", "reduce", "some", "every", "find", "flatMap", "sort", "then", "catch", "finally":
		return call.Callee().Kind() == jsparse.Member
	}
	return false
}

// onlyCalledAtStart reports whether a function that does not leave its file is
// called, and only by start-up code.
func (o *Oracle) onlyCalledAtStart(decl jsparse.Cursor, depth int) bool {
	f := decl.File()
	sym := decl.Sym()
	if sym == jsparse.NoSym || decl.Has(jsparse.FlagExport) || decl.Parent().Has(jsparse.FlagExport) || decl.Parent().Kind() == jsparse.ExportDefault {
		return false
	}
	for _, e := range f.Exports {
		if e.Sym == sym {
			return false
		}
	}
	calls := 0
	for u := range f.Uses(sym) {
		if u.IsDecl() {
			continue
		}
		call := u.Parent()
		if call.Kind() != jsparse.Call || u.Edge() != jsparse.EdgeCallee {
			return false
		}
		if decl.Contains(call) {
			continue // recursion
		}
		if calls++; calls > 8 || !o.isStartup(call, depth+1) {
			return false
		}
	}
	return calls > 0
}
