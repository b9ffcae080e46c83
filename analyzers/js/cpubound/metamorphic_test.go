package cpubound_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/cpubound"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// findings counts the findings in a project; files are alternately name and text.
func findings(t *testing.T, files ...string) int {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	g := jsanalysistest.Load(t, dir)
	reports, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{
		Graph: g, Analyzers: []*jsanalysis.Analyzer{cpubound.Analyzer}, Modules: g.Modules(), Workers: 1,
	})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	return len(reports)
}

// TestSameCodeOtherwiseWritten holds that what does not change the work does not
// change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	const helper = `function near(samples, at) {
  return samples.filter((s) => Math.abs(s - at) < 1).length;
}
`
	const caller = `async function density(samples) {
  return samples.map((at) => near(samples, at));
}
`
	for name, files := range map[string][]string{
		"as it is":           {"a.ts", helper + "export " + caller},
		"JavaScript":         {"a.js", helper + "export " + caller},
		"blank lines":        {"a.ts", strings.ReplaceAll(helper+"export "+caller, "\n", "\n\n// a comment\n")},
		"renamed":            {"a.ts", strings.NewReplacer("near(", "q(", "density", "z", "at)", "v1)", "(at", "(v1").Replace(helper + "export " + caller)},
		"in another file":    {"a.ts", `import { near } from "./b"; export ` + caller, "b.ts", "export " + helper},
		"through a barrel":   {"a.ts", `import { near } from "./c"; export ` + caller, "b.ts", "export " + helper, "c.ts", `export * from "./b";`},
		"CommonJS":           {"a.js", `const { near } = require("./b"); exports.density = ` + caller, "b.js", helper + "module.exports = { near };"},
		"methods of a class": {"a.ts", "export class Density {\n  " + strings.TrimPrefix(helper, "function ") + "  " + strings.NewReplacer("async function", "async", "near(samples", "this.near(samples").Replace(caller) + "}\n"},
		"arrows":             {"a.ts", "const near = (samples, at) => samples.filter((s) => Math.abs(s - at) < 1).length;\nexport const density = async (samples) => samples.map((at) => near(samples, at));\n"},
		"loops":              {"a.ts", helper + "export async function density(samples) {\n  const out = [];\n  for (const at of samples) out.push(near(samples, at));\n  return out;\n}\n"},
	} {
		if n := findings(t, files...); n != 1 {
			t.Errorf("%s: %d findings", name, n)
		}
	}
}
