package ruledoc

import (
	"strings"
	"testing"
)

const sample = `// Package demo reports a thing that is wrong. It blocks.
//
// Why it is bad, with a
// second line.
//
//   - a list
//   - of two
//
// # Wrong
//
//	async function f(xs) {
//		return xs.sort()
//	}
//
// # Right
//
//	const f = 1
//
// # When to ignore
//
// Never, really.
package demo
`

func TestParse(t *testing.T) {
	d, err := Parse("demo/doc.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if d.Summary != "reports a thing that is wrong" {
		t.Errorf("summary %q", d.Summary)
	}
	if len(d.Why) != 3 || d.Why[0] != "It blocks." || !strings.HasPrefix(d.Why[2], "- a list") {
		t.Errorf("why %q", d.Why)
	}
	if len(d.Wrong) != 1 || d.Wrong[0] != "async function f(xs) {\n\treturn xs.sort()\n}\n" {
		t.Errorf("wrong %q", d.Wrong)
	}
	if len(d.Ignore) != 1 || d.Ignore[0] != "Never, really." {
		t.Errorf("ignore %q", d.Ignore)
	}
}

func TestParseSaysWhatIsMissing(t *testing.T) {
	for _, section := range []string{"# Wrong", "# Right", "# When to ignore"} {
		_, err := Parse("demo/doc.go", []byte(strings.Replace(sample, section, "# Other", 1)))
		if err == nil || !strings.Contains(err.Error(), section) {
			t.Errorf("without %q: %v", section, err)
		}
	}
}

func TestRender(t *testing.T) {
	d, err := Parse("demo/doc.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	d.Lang = "js"
	r := Rule{Name: "demo", Languages: []string{"js"}, Groups: []string{"blocking"}, Level: "warning", Fix: "no", OptIn: true}
	for _, want := range []string{"# demo\n", "```ts\nasync function f(xs) {\n", "### When to ignore\n\nNever, really.", "off unless asked for"} {
		if page := Page(r, []Doc{d}); !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	for _, want := range []string{"    async function f(xs) {\n      return xs.sort()\n", "Reports a thing that is wrong."} {
		if text := Explain(r, []Doc{d}); !strings.Contains(text, want) {
			t.Errorf("the explanation lacks %q:\n%s", want, text)
		}
	}
	readme, err := Splice("a\n"+TableStart+"\nold\n"+TableEnd+"\nb\n", Table([]Rule{r}, map[string][]Doc{"demo": {d}}))
	if err != nil || strings.Contains(readme, "old") || !strings.Contains(readme, "| [demo](docs/rules/demo.md) | js | a thing that is wrong | warning, opt-in | no |") {
		t.Errorf("%v\n%s", err, readme)
	}
	if _, err := Splice("no markers", ""); err == nil {
		t.Error("a README without markers was accepted")
	}
}
