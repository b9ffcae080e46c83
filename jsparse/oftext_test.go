package jsparse

import (
	"fmt"
	"go/token"
	"testing"
)

// What is remembered of a text goes with the text, and does not grow with what
// is asked.
func TestRememberedOfText(t *testing.T) {
	text := "export const rows = 1"
	asked := 0
	g := NewGraph(token.NewFileSet(), "/p", []string{"/p/a.js", "/p/gone.js"}, func(path string) (string, error) {
		if path == "/p/gone.js" {
			return "", fmt.Errorf("no %s", path)
		}
		return text, nil
	})
	m := g.Module("/p/a.js")
	size := func() int {
		n, err := OfText(m, "size", func(text string) int { asked++; return len(text) })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 3 {
		if !m.Holds("rows") || m.Holds("columns") || size() != len(text) {
			t.Error("what the text holds is not said")
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times about one text", asked)
	}
	text = "export const columns = 12"
	g.Forget("/p/a.js")
	if m.Holds("rows") || !m.Holds("columns") || size() != len(text) {
		t.Error("what is said is about the text before")
	}
	for i := range 10 * maxRemembered {
		m.Holds(fmt.Sprint("name", i))
	}
	if len(m.said) > maxRemembered {
		t.Errorf("%d answers are remembered", len(m.said))
	}
	if gone := g.Module("/p/gone.js"); gone.Holds("") {
		t.Error("a text that cannot be read holds something")
	}
	if _, err := OfText(g.Module("/p/gone.js"), "size", func(string) int { return 0 }); err == nil {
		t.Error("no error about a text that cannot be read")
	}
}
