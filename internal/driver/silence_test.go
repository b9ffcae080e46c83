package driver

import (
	"strings"
	"testing"

	"github.com/asynclint/asynclint/internal/finding"
)

// Each text marks the finding's start with ‸; the wanted one has no mark.
func TestSilenceLine(t *testing.T) {
	for _, c := range []struct{ name, path, text, want string }{
		{"statement", "a.js", "function f() {\n\t‸spin();\n}\n", "function f() {\n\t// asynclint-ignore r -- why is this fine?\n\tspin();\n}\n"},
		{"first line", "a.ts", "‸spin()", "// asynclint-ignore r -- why is this fine?\nspin()"},
		{"CRLF", "a.ts", "a();\r\n‸spin();\r\n", "a();\r\n// asynclint-ignore r -- why is this fine?\r\nspin();\r\n"},
		{"middle of a line", "a.ts", "  x = ‸spin();\n", "  // asynclint-ignore r -- why is this fine?\n  x = spin();\n"},
		{"stacked", "a.ts", "// asynclint-ignore q -- known\n‸spin()\n", "// asynclint-ignore q -- known\n// asynclint-ignore r -- why is this fine?\nspin()\n"},
		{"children", "a.tsx", "const x = <p>\n  {‸spin()}\n</p>;\n", "const x = <p>\n  {/* asynclint-ignore r -- why is this fine? */}\n  {spin()}\n</p>;\n"},
		{"child element", "a.jsx", "const x = <p>\n  <B on={‸spin()} />\n</p>;\n", "const x = <p>\n  {/* asynclint-ignore r -- why is this fine? */}\n  <B on={spin()} />\n</p>;\n"},
		{"attribute", "a.jsx", "const x = <B\n  on={‸spin()}\n/>;\n", "const x = <B\n  // asynclint-ignore r -- why is this fine?\n  on={spin()}\n/>;\n"},
		{"one line", "a.jsx", "const x = <p>{‸spin()}</p>;\n", "// asynclint-ignore r -- why is this fine?\nconst x = <p>{spin()}</p>;\n"},
		{"words over lines", "a.jsx", "const x = <p>\n  one\n  two {‸spin()}\n</p>;\n", "const x = <p>\n  one\n  two {/* asynclint-ignore r -- why is this fine? */ spin()}\n</p>;\n"},
		{"element among words", "a.jsx", "const x = <p>\n  one\n  two ‸<B/>\n</p>;\n", "const x = <p>\n  one\n  two {/* asynclint-ignore r -- why is this fine? */}<B/>\n</p>;\n"},
		{"arrow in children", "a.jsx", "const x = <ul>\n  {list.map((i) =>\n    ‸spin(i))}\n</ul>;\n", "const x = <ul>\n  {list.map((i) =>\n    // asynclint-ignore r -- why is this fine?\n    spin(i))}\n</ul>;\n"},
		{"template", "a.js", "f(`one\n  two ${‸spin()}`)\n", "f(`one\n  two ${/* asynclint-ignore r -- why is this fine? */ spin()}`)\n"},
		{"behind a comment", "a.js", "/* one\n two */ ‸spin()\n", "/* one\n two */ /* asynclint-ignore r -- why is this fine? */ spin()\n"},
		{"Vue", "a.vue", "<template><p/></template>\n<script>\nexport default { m() {\n  ‸spin() } }\n</script>\n", "<template><p/></template>\n<script>\nexport default { m() {\n  // asynclint-ignore r -- why is this fine?\n  spin() } }\n</script>\n"},
		{"script on one line", "a.html", "<p>\n<script>‸spin()</script>\n", "<p>\n<script>/* asynclint-ignore r -- why is this fine? */ spin()</script>\n"},
		{"Go", "a.go", "package a\n\nfunc f() {\n\t‸g()\n}\n", "package a\n\nfunc f() {\n\t// asynclint-ignore r -- why is this fine?\n\tg()\n}\n"},
		{"Go raw string", "a.go", "package a\n\nvar x = `\n` + ‸g()\n", "package a\n\nvar x = `\n` + /* asynclint-ignore r -- why is this fine? */ g()\n"},
	} {
		at := strings.Index(c.text, "‸")
		text := strings.Replace(c.text, "‸", "", 1)
		var f finding.Finding
		f.Rule, f.Path, f.Range.Start.Offset = "r", c.path, at
		e, ok := SilenceLine("/p/"+c.path, text, f)
		if !ok {
			t.Errorf("%s: no edit", c.name)
			continue
		}
		if got := text[:e.Start] + e.Text + text[e.End:]; got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// Nothing can be promised about a text without a tree.
func TestSilenceLineOfABrokenText(t *testing.T) {
	var f finding.Finding
	f.Rule, f.Path = "r", "a.js"
	if e, ok := SilenceLine("/p/a.js", "function f( {\n", f); ok {
		t.Errorf("got %+v", e)
	}
}

func TestSilenceFile(t *testing.T) {
	const word = "asynclint-ignore-file r -- why is this fine?"
	for _, c := range []struct{ name, path, text, want string }{
		{"JS", "a.js", "spin()\n", "// " + word + "\nspin()\n"},
		{"empty", "a.js", "", "// " + word + "\n"},
		{"mark and CRLF", "a.js", "\uFEFFspin()\r\n", "\uFEFF// " + word + "\r\nspin()\r\n"},
		{"program", "a.js", "#!/usr/bin/env node\n\"use strict\";\n", "#!/usr/bin/env node\n// " + word + "\n\"use strict\";\n"},
		{"directive", "a.jsx", "'use client'\n", "// " + word + "\n'use client'\n"},
		{"comment that comes first", "a.js", "/**\n * @jest-environment jsdom\n */\nspin()\n", "/**\n * @jest-environment jsdom\n */\n// " + word + "\nspin()\n"},
		{"nothing but a comment", "a.js", "/* a */", "/* a */\n// " + word + "\n"},
		{"Vue", "a.vue", "<script>\nspin()\n</script>\n", "<!-- " + word + " -->\n<script>\nspin()\n</script>\n"},
		{"Astro", "a.astro", "---\nspin()\n---\n<p/>\n", "---\n// " + word + "\nspin()\n---\n<p/>\n"},
		{"Go", "a.go", "//go:build linux\n\npackage a\n", "// " + word + "\n\n//go:build linux\n\npackage a\n"},
		{"Go with a license", "a.go", "/* License */\n\npackage a\n", "/* License */\n// " + word + "\n\npackage a\n"},
	} {
		e, ok := SilenceFile("/p/"+c.path, c.text, "r")
		if !ok {
			t.Errorf("%s: no edit", c.name)
			continue
		}
		if got := c.text[:e.Start] + e.Text + c.text[e.End:]; got != c.want {
			t.Errorf("%s:\n%q\nwant\n%q", c.name, got, c.want)
		}
	}
}
