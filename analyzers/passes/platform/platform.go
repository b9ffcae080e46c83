// Package platform is what is known of calls that the project does not define:
// of the JavaScript platform, of Node and of packages.
//
// # Model
//
// A call is named as package callee names it ("node:fs.readFileSync",
// "node:timers.promises.setTimeout", packages without subpath). Three
// tables say what such a call means for the event loop: when the promise it
// returns settles (turns.go), how long it computes (heavy.go), and whether it
// waits for something outside with the thread held (blocking.go). A row's name
// may end in "*", which stands for any rest; the longest row that fits wins. A
// name without a row is unknown, which is not the same as harmless.
//
// Figures are orders of magnitude, measured with Node 20 on one 3 GHz core
// unless a row names another source. They decide whether a thing is worth
// saying; how long it really takes the runtime measures.
package platform

import (
	"sort"
	"strings"
)

// table finds rows by exact name or by the longest prefix.
type table[T any] struct {
	exact    map[string]T
	prefixes []prefixRow[T] // longest first
}

type prefixRow[T any] struct {
	prefix string
	row    T
}

func newTable[T any](rows map[string]T) *table[T] {
	t := &table[T]{exact: map[string]T{}}
	for name, row := range rows {
		if p, ok := strings.CutSuffix(name, "*"); ok {
			t.prefixes = append(t.prefixes, prefixRow[T]{p, row})
		} else {
			t.exact[name] = row
		}
	}
	sort.Slice(t.prefixes, func(i, j int) bool {
		a, b := t.prefixes[i].prefix, t.prefixes[j].prefix
		return len(a) > len(b) || len(a) == len(b) && a < b
	})
	return t
}

func (t *table[T]) find(name string) (row T, ok bool) {
	if row, ok = t.exact[name]; ok || name == "" {
		return row, ok
	}
	for _, p := range t.prefixes {
		if strings.HasPrefix(name, p.prefix) {
			return p.row, true
		}
	}
	return row, false
}

// plain takes the ".default" out that a default import through a namespace
// leaves in a name.
func plain(name string) string { return strings.Replace(name, ".default", "", 1) }
