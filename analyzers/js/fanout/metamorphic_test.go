package fanout_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/fanout"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestSameCodeOtherwiseWritten holds that what does not change the meaning does
// not change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	jsanalysistest.Variants(t, fanout.Analyzer, jsanalysistest.Program{
		Imports: `import { readdir, readFile } from "node:fs/promises";`,
		Helper:  `async function read(name) { return readFile(name); }`,
		Caller:  `async function sizes(dir) { const names = await readdir(dir); return Promise.all(names.map((name) => read(name))); }`,
		Names:   []string{"name", "names", "dir"},
	})
}
