// Package ownership says who owns a worker, and whether anybody ends it.
//
// # Model
//
// The value of `new Worker(…)` is followed wherever it goes: through variables,
// closures, fields, collections, records, promises, wrappers, parameters of the
// project's functions and constructors, and return values to callers, also in
// other files. What it flows into holds it; what is taken out of a holder may be
// it. This is flow-insensitive on purpose: a release anywhere is a release,
// except that a function which ends its worker itself must do so on each of its
// paths (paths.go).
//
// Releases (tables.go): terminate and its kin called on the worker or on what
// holds it, or handed over as a function; a helper named for it; `using`;
// Comlink's release; events.once(w, "exit"); unref; a message that tells it to
// end, where the worker's code is not known; the worker's own close() or
// process.exit(); in Node, the absence of a listener, after which a thread ends
// by itself (entry.go).
//
// A worker that nobody ends belongs to its holder. Module variables (unless a
// handler overwrites them without a look, replace.go), static
// fields, start-up code and classes with one instance live as long as the page
// or process: Lasting. A component, hook or class has instances that go: Kept. A
// local of a function that returns is Dropped.
//
// # Not known
//
// A value handed to code that cannot be seen (a package's function, a callback,
// a framework) is Unknown, and so is one returned from a function that nobody in
// the project calls. Fields are followed by name: two unrelated objects in a file
// whose fields bear the same name count as one.
package ownership

import (
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// Verdict says what becomes of a worker.
type Verdict uint8

// The verdicts.
const (
	Unknown    Verdict = iota // it left what can be seen
	Ended                     // somebody ends it
	SelfEnding                // its own code ends it
	Lasting                   // it lives as long as the page or process, on purpose
	Kept                      // its owner goes and nobody ends it
	Dropped                   // the function that made it returns and nobody ends it
	Skipped                   // the function that made it ends it, but not on every path
	Unfinished                // a script asks it once, and then the process cannot exit
)

// Leaks reports whether the verdict is that nobody ends the worker.
func (v Verdict) Leaks() bool { return v >= Kept }

// Fate is what becomes of a worker.
type Fate struct {
	Verdict Verdict
	// Owner is the function or class that holds the worker when its Verdict leaks.
	Owner jsparse.Cursor
	// What says what the owner is: "class", "component", "hook", "function".
	What string
	// Name is how the code calls the holder: "this.worker", "w"; may be empty.
	Name string
	// At is the other end, for related locations: the return that skips the
	// release, the call that drops the result, the clean-up that forgets it.
	At jsparse.Cursor
	// Paths are all returns that skip the release.
	Paths []jsparse.Cursor
	// Shadows is the outer variable of the same name, which clean-up code ends
	// instead of this worker's.
	Shadows jsparse.Cursor
	// Replaces says that each call overwrites the variable Name, and with it the
	// only way to reach the worker of the call before.
	Replaces bool
	// Collection says that the holder keeps several.
	Collection bool
	// Releases are where it is ended.
	Releases []jsparse.Cursor
	// Local is the variable of the function that made it, if one holds it.
	Local jsparse.Sym
}

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "ownership",
	Doc:      "who owns a worker and whether anybody ends it",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, workers.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		return &Oracle{graph: p.Graph, callee: callee.Of(p), context: execcontext.Of(p), workers: workers.Of(p)}, nil
	},
}

// Oracle answers what becomes of workers. It is safe for concurrent use.
type Oracle struct {
	graph   *jsparse.Graph
	callee  *callee.Oracle
	context *execcontext.Oracle
	workers *workers.Oracle
	fates   sync.Map // jsparse.Cursor -> Fate
	uses    sync.Map // jsparse.Cursor -> *Use
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// Fate returns what becomes of a thread. It may parse other files.
func (o *Oracle) Fate(t workers.Thread) Fate {
	if f, ok := o.fates.Load(t.Node); ok {
		return f.(Fate)
	}
	f := o.fate(t, t.Node, walk{judged: new(int)})
	o.fates.Store(t.Node, f)
	return f
}

// Use is everything that was seen to happen to a thread's value.
type Use struct {
	Releases []jsparse.Cursor // what ends it
	Escapes  []jsparse.Cursor // where it went out of sight
	Members  []jsparse.Cursor // Member nodes read, called or written on it or on what holds it
	Wrapped  []jsparse.Cursor // calls of wrappers that handle messages and errors, such as Comlink.wrap
	Awaited  []jsparse.Cursor // events.once(w, …) calls
}

// Uses returns what happens to a thread's value, callers of the function that
// returns it included.
func (o *Oracle) Uses(t workers.Thread) *Use {
	if u, ok := o.uses.Load(t.Node); ok {
		return u.(*Use)
	}
	u := &Use{}
	o.collect(t, t.Node, u, map[jsparse.Cursor]bool{})
	o.uses.Store(t.Node, u)
	return u
}

func (o *Oracle) collect(t workers.Thread, value jsparse.Cursor, u *Use, seen map[jsparse.Cursor]bool) {
	if seen[value] || len(seen) > maxCallers {
		return
	}
	seen[value] = true
	tr := o.trace(t, value)
	u.Releases = append(u.Releases, tr.releases...)
	u.Escapes = append(u.Escapes, tr.escapes...)
	u.Members = append(u.Members, tr.members...)
	u.Wrapped = append(u.Wrapped, tr.wrapped...)
	u.Awaited = append(u.Awaited, tr.awaited...)
	for _, h := range tr.holders {
		if h.sym == jsparse.NoSym && h.name == "" { // module.exports = …
			u.Escapes = append(u.Escapes, h.decl)
		}
	}
	for _, fn := range tr.returns {
		calls, complete := o.callers(fn)
		if !complete {
			u.Escapes = append(u.Escapes, fn)
		}
		for _, c := range calls {
			o.collect(t, c, u, seen)
		}
	}
}
