package glance

import (
	"strings"
	"testing"
)

func TestLoopHolds(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"for (const x of xs) { await f(x); }", true},
		{"for (const x of xs) await f(x);", true},
		{"for await (const x of xs) { f(x) }\nawait g()", false},
		{"for (const x of await xs()) { f(x) }", true},
		{"while (a) { f() } await g();", false},
		{"do { f() } while (await g())", true},
		{"do { await f() } while (g())", true},
		{"for (const x of xs) { if (x) { for (;;) { await y } } }", true},
		{"const o = { for: 1, while: 2 }; await f()", false},
		{"for (const x of xs) { s += '}' }\nawait f()", false},
		{"for (const x of xs) { s += `}${'{'}`; await f() }", true},
		{"for (const x of xs) { if (/}\\//.test(x)) await f() }", true},
		{"for (const x of xs) { /* } */ await f() }", true},
		{"for (const x of xs) { // }\n await f() }", true},
		{"for (const x of xs) { a = b / c; d = '}' / 2 }\nawait f()", false},
		{"for (const x of xs) list.push(<p>it's {x}</p>)\nreturn 1;\nawait f()", false},
		{"for (const x of xs) { list.push(<p>it's {x}</p>)\nawait f() }", true},
		{"for (const x of xs) for (const y of x) { await f(y) }", true},
		{"for (const x of xs) {", true}, // who knows
		{"transform(await f()); redo(await g())", false},
		{"for (const x of xs)\n  f(x)\nawait g()\n", true}, // no semicolon: not sure
	} {
		if got := LoopHolds(c.text, "await"); got != c.want {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

// Loops in loops must not make the look quadratic.
func TestLoopHoldsIsBounded(t *testing.T) {
	deep := strings.Repeat("for(;;){", 20_000)
	deep += strings.Repeat("}", 20_000)
	if !LoopHolds(deep, "await") {
		t.Error("a text beyond the bound counts as one that may hold the word")
	}
	if LoopHolds(strings.Repeat("for(;;){f()}", 20_000), "await") {
		t.Error("many loops in a row are within the bound")
	}
}

func TestClosing(t *testing.T) {
	text := "f([a, ')', `${g(`]`)}`, /[/)]/, (b)], c) + d"
	end, ok := Closing(text, 1)
	if !ok || text[:end] != text[:len(text)-len(" + d")] {
		t.Errorf("%q, %v", text[:end], ok)
	}
	if _, ok := Closing("f(a", 1); ok {
		t.Error("an open bracket is not closed")
	}
}

func TestHoldsWord(t *testing.T) {
	for _, c := range []struct {
		text, word string
		want       bool
	}{
		{"pair(xs)", "pair", true},
		{"pairs(a.pair)", "pair", true},
		{"pairs, repair", "pair", false},
		{"$pair", "pair", false},
		{"pair", "", false},
		{"", "", false},
	} {
		if got := HoldsWord(c.text, c.word); got != c.want {
			t.Errorf("%q holds %q: %v", c.text, c.word, got)
		}
	}
}
