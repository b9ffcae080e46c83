package blockingcall_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/blockingcall"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestSameCodeOtherwiseWritten holds that what does not change the meaning does
// not change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	jsanalysistest.Variants(t, blockingcall.Analyzer, jsanalysistest.Program{
		Imports: `import fs from "node:fs";`,
		Helper:  `function load(path) { return fs.readFileSync(path, "utf8"); }`,
		Caller:  `async function addReport(path, send) { await send(load(path)); }`,
		Names:   []string{"path", "send"},
	})
}
