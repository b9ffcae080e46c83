package microtaskyield_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/microtaskyield"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestSameCodeOtherwiseWritten holds that what does not change the meaning does
// not change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	jsanalysistest.Variants(t, microtaskyield.Analyzer, jsanalysistest.Program{
		Helper: `function tick() { return Promise.resolve(); }`,
		Caller: `async function indexAll(docs, index) { for (const doc of docs) { index(doc); await tick(); } }`,
		Names:  []string{"docs", "doc", "index"},
	})
}
