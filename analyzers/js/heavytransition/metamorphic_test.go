package heavytransition_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/heavytransition"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestSameCodeOtherwiseWritten holds that what does not change the meaning does
// not change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	jsanalysistest.Variants(t, heavytransition.Analyzer, jsanalysistest.Program{
		Imports: `import { startTransition } from "react";`,
		Helper:  `function sorted(records) { return [...records].sort((a, b) => a.name.localeCompare(b.name)); }`,
		Caller:  `function show(records, setRows) { startTransition(() => { setRows(sorted(records)); }); }`,
		Names:   []string{"a", "b", "setRows"},
	})
}
