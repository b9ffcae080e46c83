// Package execcontext says where code runs: on a browser's main thread, in a
// worker, in a Node server, in a script, and so whether somebody waits for it.
//
// # Model
//
// A module runs where its importers run. So the places of a module are what it
// says of itself, or else what the modules say that import it, transitively,
// through import, require and import() but not through type-only imports. What
// a module says of itself is strong or weak:
//
//   - strong: it is the entry of a worker (new Worker(new URL(…)), ?worker,
//     worker_threads, a pool's filename, importScripts, or it takes messages
//     through parentPort or self), of a service worker, a command-line script
//     (hashbang, package.json's bin, a scripts folder), a test or a build
//     configuration. That settles it.
//   - weak: it touches the DOM or a UI framework, or a server framework or
//     database driver, or lies in a folder that is named for one of them. That
//     is taken where nothing strong is known, and ends the search upwards.
//
// A module reached from both sides runs on both sides. Tests that import a
// module do not make it a test: a library's entry is often imported by nothing
// else. A module of which nothing is known, or that is also imported by one, is
// Unknown.
//
// The modules of a package that is a command-line program (it has a bin, a
// library for arguments and none for servers) are scripts but for what is said
// strongly of them.
//
// A node runs where its module runs, refined by the innermost function around
// it that a framework or the platform calls (handler.go), and by whether it only
// runs while the module loads, the process starts (startup.go) or ends.
//
// At answers that from the node's own file. Reach follows the calls upwards
// through the project (reach.go): to the handler that reaches a helper in another
// file, or to start-up code in other files that alone calls it.
//
// # Not known
//
// Calls through unknown receivers, through tables of functions and by computed
// names are not followed. Code chosen at run time by `typeof window` is on both
// sides.
package execcontext

import (
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/jsparse"
)

// Place is a set of places where code can run.
type Place uint16

// The places.
const (
	Main          Place = 1 << iota // browser or renderer main thread: a user waits
	Server                          // Node process that serves requests or events: its clients wait
	Worker                          // dedicated or shared worker, worklet, worker_threads, forked process: blocking is the point
	ServiceWorker                   // service worker: fetches wait
	Script                          // command-line script, seed, migration: nobody waits
	Test                            // test, benchmark, story, fixture
	Build                           // build tool configuration, bundler plug-in, generator, a tool's preview server
	Startup                         // runs once while the module loads or the process starts
	Shutdown                        // runs once while the process or the page ends
	Unknown                         // also reached from code of which nothing is known
)

// nobody are the places where nobody waits.
const nobody = Worker | Script | Test | Build | Startup | Shutdown

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "execcontext",
	Doc:      "where code runs",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, callers.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		return &Oracle{graph: p.Graph, callee: callee.Of(p), callers: callers.Of(p), modules: map[*jsparse.Module]Place{}}, nil
	},
}

// Oracle answers where code runs. It is safe for concurrent use.
type Oracle struct {
	graph   *jsparse.Graph
	callee  *callee.Oracle
	callers *callers.Oracle

	mu      sync.Mutex
	modules map[*jsparse.Module]Place
	named   sync.Map // *jsparse.Module -> Place that its path settles
	said    sync.Map // *jsparse.Module -> evidence
	scripts sync.Map // *jsparse.Package -> files that its scripts run
	rootRun rootScripts
	ways    sync.Map // jsparse.Cursor, a function -> Way
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// Info is what is known of a node's places. No place at all means unknown.
type Info struct {
	Places Place
	// Handler says in words why somebody waits, when the node is inside a
	// function that a framework or the platform calls: "request handler",
	// "click listener", "React effect", "timer callback". Empty if unknown.
	Handler string
	// At is the registration that makes it a handler, for related locations.
	At jsparse.Cursor
}

// SomebodyWaits reports whether a long task here delays a user or a client:
// true on main threads and servers, and where nothing speaks against it.
func (i Info) SomebodyWaits() bool {
	if i.Places&(Startup|Shutdown) != 0 && i.Handler == "" {
		return false
	}
	return i.Places&^nobody != 0 || i.Places == 0
}

// Only reports whether the code runs in no other place than those given.
func (i Info) Only(p Place) bool { return i.Places != 0 && i.Places&^p == 0 }

// MayWait is a rule's Wants: false about modules in which, by their path alone,
// nobody waits for anything.
func MayWait(p *jsanalysis.Pass) bool { return p.Module == nil || Of(p).NamedFor(p.Module) == 0 }

// At returns where the code at a node runs. It never parses another file.
func (o *Oracle) At(n jsparse.Cursor) Info {
	var i Info
	if m := n.File().Module(); m != nil {
		i.Places = o.Module(m)
	}
	if i.Only(Test | Build) {
		return i
	}
	i.Places |= inBlock(n.File())
	if isSentToWorker(n) {
		i.Places = Worker
		return i
	}
	o.refine(&i, n)
	if i.Handler != "" && i.Places&Main == 0 && o.isWizard(n.File()) {
		i.Handler, i.At = "", jsparse.Cursor{}
		i.Places |= Startup
	}
	if i.Handler != "" {
		return i
	}
	if o.inStartupFolder(n.File()) || o.isStartup(n, 0) {
		i.Places |= Startup
	}
	if isShutdown(n) {
		i.Places |= Shutdown
	}
	return i
}

// isSentToWorker reports whether a node is in a function whose text becomes a
// worker: new Worker(URL.createObjectURL(new Blob([f.toString()]))).
func isSentToWorker(n jsparse.Cursor) bool {
	text := n.File().Text
	if !strings.Contains(text, ".toString()") || !strings.Contains(text, "new Worker(") || !strings.Contains(text, "Blob(") {
		return false
	}
	for fn := n.Func(); fn.Ok(); fn = fn.Func() {
		if name := callers.Name(fn); name != "" && strings.Contains(text, name+".toString()") {
			return true
		}
	}
	return false
}

// inBlock returns what the script block of a container says.
func inBlock(f *jsparse.File) Place {
	switch f.Script.Kind {
	case "":
		return 0
	case "frontmatter":
		return Server
	}
	return Main
}
