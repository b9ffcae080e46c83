package jsanalysistest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
)

// Program is a small program that a rule has exactly one finding in. It is plain
// JavaScript, so that it can also be read as TypeScript.
type Program struct {
	// Imports stand at the top of each file: `import fs from "node:fs";` lines.
	Imports string
	// Helper and Caller are one function declaration each, without export. Caller
	// calls Helper by its name.
	Helper, Caller string
	// Names are renamed to something that means nothing. The two functions always
	// are; names that are evidence for the rule must not be among them.
	Names []string
}

// Variants holds that what does not change the meaning of a program does not
// change whether it has a finding: names, language, comments, where its functions
// stand, and how they are written.
func Variants(t *testing.T, a *jsanalysis.Analyzer, p Program) {
	t.Helper()
	for name, files := range p.variants() {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			g := Load(t, dir)
			if reports := analyze(t, g, jsanalysis.Options{}, a); len(reports) != 1 {
				t.Errorf("%d findings in %v", len(reports), files)
			}
		})
	}
}

var declared = regexp.MustCompile(`^(async )?function (\w+)`)

func (p Program) variants() map[string]map[string]string {
	helper, caller := declared.FindStringSubmatch(p.Helper)[2], declared.FindStringSubmatch(p.Caller)[2]
	top := p.Imports + "\n"
	all := top + p.Helper + "\nexport " + p.Caller + "\n"
	renamed := all
	for i, n := range append([]string{helper, caller}, p.Names...) {
		renamed = regexp.MustCompile(`\b`+n+`\b`).ReplaceAllString(renamed, "q"+strings.Repeat("z", i+1))
	}
	arrow := func(decl string) string {
		return "const " + declared.ReplaceAllString(decl, "$2 = ${1}function")
	}
	method := func(decl string) string { return declared.ReplaceAllString(decl, "$1$2") }
	required := regexp.MustCompile(`import (\w+|\{[^}]*\}) from ("[^"]*");`).ReplaceAllString(p.Imports, "const $1 = require($2);") + "\n"
	required = strings.ReplaceAll(required, " as ", ": ")
	return map[string]map[string]string{
		"as it is":         {"a.ts": all},
		"JavaScript":       {"a.js": all},
		"comments":         {"a.ts": strings.ReplaceAll(all, "\n", "\n\n// a comment\n")},
		"renamed":          {"a.ts": renamed},
		"in another file":  {"a.ts": top + "import { " + helper + " } from \"./b\";\nexport " + p.Caller, "b.ts": top + "export " + p.Helper},
		"under an alias":   {"a.ts": top + "import { other as " + helper + " } from \"./b\";\nexport " + p.Caller, "b.ts": top + p.Helper + "\nexport { " + helper + " as other };\n"},
		"through a barrel": {"a.ts": top + "import { " + helper + " } from \"./c\";\nexport " + p.Caller, "b.ts": top + "export " + p.Helper, "c.ts": "export * from \"./b\";\n"},
		"CommonJS": {"a.js": required + "const { " + helper + " } = require(\"./b\");\n" + p.Caller + "\nmodule.exports = { " + caller + " };\n",
			"b.js": required + p.Helper + "\nmodule.exports = { " + helper + " };\n"},
		"function expressions": {"a.ts": top + arrow(p.Helper) + ";\nexport " + arrow(p.Caller) + ";\n"},
		"methods of a class": {"a.ts": top + "export class Box {\n  " + method(p.Helper) + "\n  " +
			regexp.MustCompile(`\b`+helper+`\(`).ReplaceAllString(method(p.Caller), "this."+helper+"(") + "\n}\n"},
		"a static method": {"a.ts": top + "class Box {\n  static " + method(p.Helper) + "\n}\nexport " +
			regexp.MustCompile(`\b`+helper+`\(`).ReplaceAllString(p.Caller, "Box."+helper+"(") + "\n"},
	}
}
