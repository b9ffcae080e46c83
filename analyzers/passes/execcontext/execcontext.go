// Package execcontext says where code runs: on a browser's main thread, in a
// worker, in a Node server, in a script, and so whether somebody waits for it.
package execcontext

import (
	"path/filepath"
	"strings"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// Place is a set of places where code can run.
type Place uint16

// The places.
const (
	Main          Place = 1 << iota // browser or renderer main thread: a user waits
	Server                          // Node process that serves requests or events: its clients wait
	Worker                          // dedicated or shared worker, worklet, worker_threads: blocking is the point
	ServiceWorker                   // service worker: fetches wait
	Script                          // command-line script, seed, migration: nobody waits
	Test                            // test, benchmark, story, fixture
	Build                           // build tool configuration, bundler plug-in, generator
	Startup                         // runs once while the module loads or the process starts
)

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:    "execcontext",
	Doc:     "where code runs",
	Project: true,
	Run:     func(p *jsanalysis.Pass) (any, error) { return &Oracle{graph: p.Graph}, nil },
}

// Oracle answers where code runs. It is safe for concurrent use.
type Oracle struct{ graph *jsparse.Graph }

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
	if i.Places&(Startup|Test|Build) != 0 && i.Places&(Main|Server) == 0 {
		return false
	}
	return i.Places&(Main|Server|ServiceWorker) != 0 || i.Places == 0
}

// Only reports whether the code runs in no other place than those given.
func (i Info) Only(p Place) bool { return i.Places != 0 && i.Places&^p == 0 }

// Module returns the places of a module as a whole.
func (o *Oracle) Module(m *jsparse.Module) Place {
	base := strings.ToLower(filepath.ToSlash(m.Path))
	if strings.Contains(base, ".test.") || strings.Contains(base, ".spec.") || strings.Contains(base, "/test/") || strings.Contains(base, "/tests/") || strings.Contains(base, "/__tests__/") {
		return Test
	}
	return 0
}

// At returns where the code at a node runs.
func (o *Oracle) At(n jsparse.Cursor) Info {
	var i Info
	if m := n.File().Module(); m != nil {
		i.Places = o.Module(m)
	}
	if !n.Func().Ok() && !n.Kind().IsFunc() {
		i.Places |= Startup
	}
	return i
}
