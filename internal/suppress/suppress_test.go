package suppress

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/rulename"
)

var names = rulename.NewSet([]rulename.Rule{
	{Name: "cpubound", Groups: []string{"blocking"}},
	{Name: "busywait", Groups: []string{"blocking"}},
	{Name: "workerleak", Groups: []string{"workers"}},
})

// scan finds comments well enough for the tests: none of their texts holds a
// delimiter in a string.
func scan(text string) []Comment {
	var out []Comment
	for i := 0; i < len(text); {
		end := -1
		switch {
		case strings.HasPrefix(text[i:], "//"):
			end = strings.IndexByte(text[i:], '\n')
		case strings.HasPrefix(text[i:], "/*"):
			if end = strings.Index(text[i+2:], "*/"); end >= 0 {
				end += 4
			}
		case strings.HasPrefix(text[i:], "<!--"):
			if end = strings.Index(text[i:], "-->"); end >= 0 {
				end += 3
			}
		default:
			i++
			continue
		}
		if end < 0 {
			end = len(text) - i
		}
		out = append(out, Comment{i, i + end})
		i += end
	}
	return out
}

func parse(text string) *File {
	return Parse(position.New([]byte(text)), scan(text), names)
}

func always(string) bool { return true }

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name, text string
		rule       string
		want       bool // whether a finding at the text "HERE" is suppressed
	}{
		{"line above", "// asynclint-ignore cpubound -- why\nHERE()", "cpubound", true},
		{"same line", "HERE() // asynclint-ignore cpubound -- why\n", "cpubound", true},
		{"same line, block before", "/* asynclint-ignore cpubound -- why */ HERE()", "cpubound", true},
		{"block after, code follows", "x() /* asynclint-ignore cpubound -- why */ + HERE()", "cpubound", true},
		{"trailing does not cover the next line", "x() // asynclint-ignore cpubound -- why\nHERE()", "cpubound", false},
		{"two lines below", "// asynclint-ignore cpubound -- why\nx()\nHERE()", "cpubound", false},
		{"another rule", "// asynclint-ignore busywait -- why\nHERE()", "cpubound", false},
		{"list", "// asynclint-ignore busywait,cpubound -- why\nHERE()", "cpubound", true},
		{"list with spaces", "// asynclint-ignore busywait, cpubound -- why\nHERE()", "cpubound", true},
		{"group", "// asynclint-ignore blocking -- why\nHERE()", "cpubound", true},
		{"another group", "// asynclint-ignore workers -- why\nHERE()", "cpubound", false},
		{"file", "HERE()\n// asynclint-ignore-file cpubound -- why", "cpubound", true},
		{"file, another rule", "HERE()\n// asynclint-ignore-file busywait -- why", "cpubound", false},
		{"stacked", "// asynclint-ignore cpubound -- why\n// asynclint-ignore busywait -- why\nHERE()", "cpubound", true},
		{"stacked under prose", "// asynclint-ignore cpubound -- why\n/* more\n   prose */\nHERE()", "cpubound", true},
		{"a blank line between", "// asynclint-ignore cpubound -- why\n\nHERE()", "cpubound", false},
		{"comment below belongs to its code", "// asynclint-ignore cpubound -- why\nHERE() // prose\n", "cpubound", true},
		{"JSX", "<div>\n {/* asynclint-ignore cpubound -- why */}\n <HERE/>", "cpubound", true},
		{"HTML", "<!-- asynclint-ignore cpubound -- why -->\n<HERE>", "cpubound", true},
		{"CRLF", "// asynclint-ignore cpubound -- why\r\nHERE()\r\n", "cpubound", true},
		{"no space", "//asynclint-ignore cpubound -- why\nHERE()", "cpubound", true},
		{"block over lines", "/*\n * asynclint-ignore cpubound -- why\n *  and more\n */\nHERE()", "cpubound", true},
		{"prose about it", "// write asynclint-ignore cpubound -- why\nHERE()", "cpubound", false},
		{"without a reason", "// asynclint-ignore cpubound\nHERE()", "cpubound", false},
		{"with an empty reason", "// asynclint-ignore cpubound --  \nHERE()", "cpubound", false},
		{"longer word", "// asynclint-ignored cpubound -- why\nHERE()", "cpubound", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := parse(c.text).Match(c.rule, strings.Index(c.text, "HERE")); got != c.want {
				t.Errorf("%q: got %v", c.text, got)
			}
		})
	}
}

func TestFindings(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"// asynclint-ignore cpubound\nx", "1:1-29 error: this suppression gives no reason, so it does nothing; write asynclint-ignore cpubound -- reason"},
		{"// asynclint-ignore cpubound small input\r\nx", "1:1-41 error: this suppression gives no reason, so it does nothing; write asynclint-ignore cpubound -- reason"},
		{"// asynclint-ignore cpubond -- why\nx", "1:1-35 error: unknown rule \"cpubond\"; did you mean \"cpubound\"?"},
		{"// asynclint-ignore zzz -- why\nx", "1:1-31 error: unknown rule \"zzz\"; `asynclint rules` lists all"},
		{"// asynclint-ignore -- why\nx", "1:1-27 error: this suppression names no rule; write asynclint-ignore RULE -- reason"},
		{"// asynclint-ignore", "1:1-20 error: this suppression names no rule; write asynclint-ignore RULE -- reason"},
		{"// asynclint-ignore-next-line cpubound -- why", "1:1-46 error: \"asynclint-ignore-next-line\" is no suppression; write asynclint-ignore for a line or asynclint-ignore-file for the file"},
		{"é // asynclint-ignore cpubound -- why", "1:4-39 warning: nothing here needs the suppression of cpubound; remove it"},
		{"// asynclint-ignore-file cpubound,busywait -- why", "1:1-50 warning: nothing in this file needs the suppression of cpubound, busywait; remove it"},
	} {
		var got []string
		for _, f := range parse(c.text).Findings("a.js", always) {
			got = append(got, fmt.Sprintf("%d:%d-%d %s: %s", f.Range.Start.Line, f.Range.Start.Column, f.Range.End.Column, f.Severity, f.Message))
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.text, strings.Join(got, "\n"), c.want)
		}
	}
}

func TestUnusedOnlyIfTheRuleRan(t *testing.T) {
	ran := func(r string) bool { return r == "cpubound" }
	for text, want := range map[string]int{
		"// asynclint-ignore cpubound -- why\nx":           1,
		"// asynclint-ignore busywait -- why\nx":           0,
		"// asynclint-ignore blocking -- why\nx":           0, // busywait, one of the group, did not run
		"// asynclint-ignore cpubound,busywait -- why\nx":  1,
		"// asynclint-ignore-file workerleak -- why\nx":    0,
		"x // asynclint-ignore workers, cpubound -- why\n": 1,
	} {
		if got := parse(text).Findings("a.js", ran); len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	f := parse("// asynclint-ignore blocking -- why\nx()")
	f.Match("cpubound", len("// asynclint-ignore blocking -- why\n"))
	if got := f.Findings("a.js", always); len(got) != 0 {
		t.Errorf("used: %v", got)
	}
}

func TestRemoval(t *testing.T) {
	for text, want := range map[string]string{
		"a()\n  // asynclint-ignore cpubound -- why\nb()":      "a()\nb()",
		"a() // asynclint-ignore cpubound -- why\nb()":         "a()\nb()",
		"a()\r\n// asynclint-ignore cpubound -- why\r\nb()":    "a()\r\nb()",
		"/* asynclint-ignore cpubound -- why */ a()":           "a()",
		"<p>\n{/* asynclint-ignore cpubound -- why */}\n</p>":  "<p>\n</p>",
		"a(); /* asynclint-ignore cpubound -- why */ b()":      "a(); b()",
		"a() // asynclint-ignore cpubound -- why":              "a()",
		"x\n/* asynclint-ignore cpubound --\n   why */\nb()\n": "x\nb()\n",
	} {
		fs := parse(text).Findings("a.js", always)
		if len(fs) != 1 || len(fs[0].Fixes) != 1 {
			t.Errorf("%q: %v", text, fs)
			continue
		}
		e := fs[0].Fixes[0].Edits[0]
		if got := text[:e.Start] + e.Text + text[e.End:]; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"// asynclint-ignore cpubound -- why\nx", "{/* asynclint-ignore blocking */}", "<!-- asynclint-ignore-file a,b -- c", "//asynclint-ignore\r", "\xff/*asynclint-ignore--*/\ufeff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		file := parse(s)
		for i := 0; i <= len(s); i += 3 {
			file.Match("cpubound", i)
		}
		for _, x := range file.Findings("a.js", always) {
			if x.Range.Start.Offset < 0 || x.Range.End.Offset > len(s) || x.Range.Start.Offset > x.Range.End.Offset {
				t.Fatalf("range %v outside of %d bytes", x.Range, len(s))
			}
			for _, fix := range x.Fixes {
				e := fix.Edits[0]
				if after := s[:e.Start] + s[e.End:]; bytes.Count([]byte(after), []byte(marker)) >= strings.Count(s, marker) {
					t.Fatalf("the fix of %q left the comment: %q", s, after)
				}
			}
		}
	})
}

// A comment that shows a suppression inside another comment is an example.
func TestExamplesAreNoSuppressions(t *testing.T) {
	for comment, want := range map[string]bool{
		"// asynclint-ignore cpubound -- why":          true,
		"/// asynclint-ignore cpubound -- why":         true,
		"/** asynclint-ignore cpubound -- why */":      true,
		"/*\n * asynclint-ignore cpubound -- why\n */": true,
		"//\t// asynclint-ignore cpubound -- why":      false,
		"// // asynclint-ignore cpubound -- why":       false,
	} {
		if _, ok := directiveText(comment); ok != want {
			t.Errorf("%q: %v", comment, ok)
		}
	}
}
