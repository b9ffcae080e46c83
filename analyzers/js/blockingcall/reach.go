package blockingcall

import (
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/jsparse"
)

// Bounds of the search for callers: how far up, and over how many functions.
const (
	maxDepth   = 4
	maxCallers = 60
)

// reachedFrom finds code in which somebody waits that calls a synchronous
// function, directly or through others like it, and returns the calls from the
// function upwards, and why somebody waits at the last.
func (r rule) reachedFrom(fn jsparse.Cursor, b platform.Blocking) (chain []jsparse.Cursor, role string) {
	type path struct {
		fn    jsparse.Cursor
		calls []jsparse.Cursor
	}
	seen := map[jsparse.Cursor]bool{fn: true}
	queue := []path{{fn: fn}}
	for len(queue) > 0 && len(seen) < maxCallers {
		at := queue[0]
		queue = queue[1:]
		for _, call := range r.callers.Of(at.fn) {
			info := r.places.At(call)
			g := effective(call)
			if !g.Ok() || seen[g] || !info.SomebodyWaits() || runsOnce(call) {
				continue
			}
			seen[g] = true
			calls := append(append([]jsparse.Cursor(nil), at.calls...), call)
			if role := r.role(g, info); role != "" && (b.Kind != platform.BlockFile || isRequest(info) || len(calls) == 1) {
				return calls, role
			}
			if !g.Has(jsparse.FlagAsync) && len(calls) < maxDepth {
				queue = append(queue, path{g, calls})
			}
		}
	}
	return nil, ""
}

// onlyAtStart reports whether everything that is known to call a function runs
// at start-up, in a script or somewhere else where nobody waits.
func (r rule) onlyAtStart(fn jsparse.Cursor, depth int) bool {
	if depth == 0 || r.callers.Passed(fn) {
		return false
	}
	calls := r.callers.Of(fn)
	known := false
	for _, call := range calls {
		if fn.Contains(call) {
			continue
		}
		known = true
		info := r.places.At(call)
		if !info.SomebodyWaits() || runsOnce(call) {
			continue
		}
		g := effective(call)
		if info.Handler != "" || !g.Ok() || !r.onlyAtStart(g, depth-1) {
			return false
		}
	}
	return known
}
