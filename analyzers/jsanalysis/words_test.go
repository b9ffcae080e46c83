package jsanalysis

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestMatcher holds the one pass against a search for each word, over texts that
// are made of pieces of the words, so that near misses abound.
func TestMatcher(t *testing.T) {
	lists := [][]string{
		{"await"}, {"async", "Promise", ".then(", "req, res"}, {"Sync", "XMLHttpRequest"}, {"while", "for (;", "for(;"},
		{"?worker", "Worker", "worker-loader"}, {"aa", "aaa", "ab"}, {"§"}, {"x"}, nil,
	}
	var rules []*Analyzer
	var words []string
	for _, l := range lists {
		rules = append(rules, &Analyzer{Words: l})
		words = append(words, l...)
	}
	m := newMatcher(rules)
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range rnd.IntN(6) {
			w := words[rnd.IntN(len(words))]
			i := rnd.IntN(len(w))
			b.WriteString(w[i : i+1+rnd.IntN(len(w)-i)])
		}
		text := b.String()
		found := m.find(text)
		for i, a := range rules {
			want := a.Words == nil
			for _, w := range a.Words {
				want = want || strings.Contains(text, w)
			}
			if m.speaks(a, i, found) != want {
				t.Fatalf("%q: words %q: got %v", text, a.Words, !want)
			}
		}
	}
}
