package blockingcall

import (
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// isExcluded reports whether a call never runs by way of a caller, because the
// caller has left or gone elsewhere under the condition that the call stands
// under:
//
//	async pack(x) { if (this.native) return await gzip(x); return this.packSync(x) }
//	packSync(x) { if (this.native) return gzipSync(x); … }
func isExcluded(call, caller jsparse.Cursor) bool {
	tests := map[string]bool{}
	for n := call; n.Ok() && !n.Kind().IsFunc(); n = n.Parent() {
		if p := n.Parent(); p.Kind() == jsparse.If && n.Edge() == jsparse.EdgeThen {
			tests[condition(p)] = true
		}
	}
	if len(tests) == 0 {
		return false
	}
	for n := caller; n.Ok() && !n.Kind().IsFunc(); n = n.Parent() {
		p := n.Parent()
		if p.Kind() == jsparse.If && n.Edge() == jsparse.EdgeElse && tests[condition(p)] {
			return true
		}
		if p.Kind() != jsparse.Block {
			continue
		}
		for s := range p.Children() {
			if s == n {
				break
			}
			if s.Kind() == jsparse.If && tests[condition(s)] && leaves(s.Child(jsparse.EdgeThen)) {
				return true
			}
		}
	}
	return false
}

func condition(branch jsparse.Cursor) string {
	return strings.Join(strings.Fields(branch.Child(jsparse.EdgeTest).Text()), " ")
}

// leaves reports whether a statement ends by leaving its function.
func leaves(s jsparse.Cursor) bool {
	if s.Kind() == jsparse.Block {
		var last jsparse.Cursor
		for c := range s.Children() {
			last = c
		}
		s = last
	}
	return s.Is(jsparse.Return, jsparse.Throw)
}
