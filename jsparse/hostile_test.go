package jsparse

import (
	"fmt"
	"strings"
	"testing"
)

// TestHostile parses what would outgrow the stack, or take minutes, if it were
// not refused: a crash here ends the test's process.
func TestHostile(t *testing.T) {
	const big = 10 << 20
	for _, unit := range []string{
		"(", "[", "{", "!", "-", "a=>", "async x=>", "if(a);else ", "if(a);/**/else ", "if(a)\n", "if(a)//x\n", "a.b().", "a?b:",
		"a?';':", "a**';'**", "a**/;/**", "`${", "`", "<a>", "new ", "typeof\n", "typeof/**/", "await\t", "do\n", "l:", "a=", "({a:", "x=>{", "(a=",
		"function f(){", "class A{static{", "switch(a){case 1:", "yield*", "@(", "keyof ", "f<", "f<a,", "...[",
	} {
		for _, path := range []string{"a.tsx", "a.js"} {
			src := strings.Repeat(unit, big/len(unit))
			if _, err := Parse(nil, path, src); err == nil || !strings.HasPrefix(err.Error(), path) {
				t.Errorf("%s of %q: %v", path, unit, err)
			}
			scanAll(path, src)
		}
	}
	for name, src := range map[string]string{
		"short":       strings.Repeat("f<", maxLevels/2-1),
		"size":        strings.Repeat("a;", 20<<20),
		"lines":       "a" + strings.Repeat("\n.b()", big/5),
		"binary":      strings.Repeat("\x00\x01", 1000),
		"utf8":        "a = '\xff\xfe'",
		"html":        "<script>" + strings.Repeat("(", big),
		"merge marks": "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x",
	} {
		path := "a.js"
		if name == "html" {
			path = "a.html"
		}
		if _, err := Parse(nil, path, src); err == nil || !strings.HasPrefix(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLong reads what is long, but is a program: in time that grows with it.
func TestLong(t *testing.T) {
	for name, src := range map[string]string{
		"NUL in a string": "a = '\x00'",
		"BOM":             "\uFEFFlet a = 1",
		"lone surrogate":  "a = '\\uD800'",
		"sum of strings":  "a = 1" + strings.Repeat(" + 'x'", 20_000),
		"sum of lines":    "a = ''" + strings.Repeat(" +\n 'some text that is long enough to fill a line of the file'", 10_000),
		"list":            "a = [" + strings.Repeat("{b: 1, c: [d]},\n", 100_000) + "]",
		"statements":      strings.Repeat("a\n.b()\n", 200_000),
		"wide":            strings.Repeat("f(a, [b], {c});\n", 100_000),
		"one line":        strings.Repeat("function f(a){return a?b():c.d}", 50_000),
		"line ends":       "a" + strings.Repeat("\n", 4<<20) + "b",
		"directives":      strings.Repeat("'a';", 100_000),
		"regexps":         strings.Repeat("a=/a*/;", 100_000),
		"comments":        strings.Repeat("/* */ // (\n", 200_000) + "a",
		"apostrophes":     "a = <p>" + strings.Repeat("it's\n", 100_000) + "</p>",
		"flow":            "// @flow\nimport type {A} from 'a'\nfunction f(a: ?number, b: {| c?: ?A |}): Promise<*> { return '' }",
	} {
		files, err := Parse(nil, "a.js", src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		invariants(t, files[0])
		files[0].Comments()
		scanAll("a.js", src)
	}
}

// TestDeclaredTwice: names that are declared twice are no reason to skip a file,
// unless finding all their places would take the square of its size.
func TestDeclaredTwice(t *testing.T) {
	twice := func(n int) string {
		var b strings.Builder
		for range 2 {
			for i := range n {
				fmt.Fprintf(&b, "let name%d = 1;\r\n", i)
			}
		}
		return b.String()
	}
	if f := parseOne(t, "a.js", twice(1_000)); len(f.Warnings) != 1_000 {
		t.Errorf("%d warnings", len(f.Warnings))
	}
	for _, name := range []string{"a.js", "a.ts"} {
		_, err := Parse(nil, name, twice(10_000))
		if err == nil || !strings.Contains(err.Error(), "declared twice, in 3") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLimits parses what is nested as deep as is let through: each as deep as
// scanDepth allows.
func TestLimits(t *testing.T) {
	for _, c := range []struct{ open, middle, shut string }{
		{"a=>", "a", ""}, {"async x=>", "a", ""}, {"await ", "a", ""}, {"!", "a", ""}, {"new ", "a", ""}, {"a=", "a", ""}, {"a?b:", "c", ""},
		{"(function(){", "", "})()"}, {"class A{static{", "", "}}"}, {"({a:", "1", "})"}, {"(", "1", ")"}, {"`${", "1", "}`"}, {"<a>", "", "</a>"},
		{"f(", "1", ")"}, {"if(a);else ", ";", ""}, {"while(1)", ";", ""}, {"{", "", "}"}, {"", "a", ".b()"}, {"", "a", "``"}, {"", "a", "[0]"}, {"a**", "a", ""},
	} {
		make := func(n int) string { return strings.Repeat(c.open, n) + c.middle + strings.Repeat(c.shut, n) }
		low, high := 1, maxLevels+1
		for high-low > low/100+1 {
			middle := (low + high) / 2
			if at, _ := scanDepth(make(middle)); at < 0 {
				low = middle
			} else {
				high = middle
			}
		}
		if low < 1000 {
			t.Errorf("%s: refused from %d levels", c.open+c.shut, low)
		}
		files, err := Parse(nil, "a.tsx", make(low))
		if err != nil {
			t.Errorf("%s: %v", c.open+c.shut, err)
			continue
		}
		invariants(t, files[0])
	}
}

func TestSumIsPlus(t *testing.T) {
	f := parseOne(t, "a.ts", "a = b"+strings.Repeat(" + 'x' as string + c - 1", 2_000))
	plus, minus := 0, 0
	for n := range f.Root().Preorder(Binary) {
		switch n.Op() {
		case "+":
			plus++
		case "-":
			minus++
		}
	}
	if plus != 4_000 || minus != 2_000 {
		t.Errorf("%d +, %d -", plus, minus)
	}
}
