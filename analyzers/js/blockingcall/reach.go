package blockingcall

import (
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
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
			g := execcontext.Flow(call)
			if !g.Ok() || seen[g] || !info.SomebodyWaits() || execcontext.RunsOnce(call) {
				continue
			}
			seen[g] = true
			calls := append(append([]jsparse.Cursor(nil), at.calls...), call)
			if role := r.role(g, info); role != "" && (b.Kind != platform.BlockFile || isRequest(info) || len(calls) == 1) {
				if r.places.Reach(call).Wait != execcontext.Nobody {
					return calls, role
				}
				continue
			}
			if !g.Has(jsparse.FlagAsync) && len(calls) < maxDepth {
				queue = append(queue, path{g, calls})
			}
		}
	}
	return nil, ""
}
