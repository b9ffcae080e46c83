package jsanalysis

import (
	"testing"

	"github.com/asynclint/asynclint/jsparse"
)

// graphFacts computes, for each node of a call graph given as adjacency, the
// set of nodes it reaches, as a bit set.
func graphFacts(t *testing.T, edges map[int][]int) (*Facts[uint64], []jsparse.Cursor, *int) {
	t.Helper()
	files, err := jsparse.Parse(nil, "a.js", "a;b;c;d;e;f;g;h;i;j;k;l")
	if err != nil {
		t.Fatal(err)
	}
	var objs []jsparse.Cursor
	index := map[jsparse.Cursor]int{}
	for c := range files[0].Root().Preorder(jsparse.Ident) {
		index[c] = len(objs)
		objs = append(objs, c)
	}
	calls := 0
	f := NewFacts(0, func(a, b uint64) bool { return a == b }, func(obj jsparse.Cursor, get func(jsparse.Cursor) uint64) uint64 {
		calls++
		i := index[obj]
		set := uint64(1) << i
		for _, j := range edges[i] {
			set |= get(objs[j])
		}
		return set
	})
	return f, objs, &calls
}

func TestFactsAcyclic(t *testing.T) {
	f, objs, calls := graphFacts(t, map[int][]int{0: {1, 2}, 1: {3}, 2: {3}, 3: {4}})
	if got := f.Of(objs[0]); got != 0b11111 {
		t.Errorf("a reaches %b", got)
	}
	if *calls != 5 {
		t.Errorf("%d computations for 5 objects", *calls)
	}
	if f.Of(objs[3]); *calls != 5 {
		t.Error("a fact was computed again")
	}
}

func TestFactsCircles(t *testing.T) {
	// a -> b -> c -> b, c -> d <-> e, and a self loop on f.
	edges := map[int][]int{0: {1}, 1: {2}, 2: {1, 3}, 3: {4}, 4: {3}, 5: {5, 0}}
	want := []uint64{0b11111, 0b11110, 0b11110, 0b11000, 0b11000, 0b111111}
	for start := range want { // the order of questions must not matter
		f, objs, _ := graphFacts(t, edges)
		f.Of(objs[start])
		for i, w := range want {
			if got := f.Of(objs[i]); got != w {
				t.Errorf("asked %d first: %d reaches %b, want %b", start, i, got, w)
			}
		}
	}
}
