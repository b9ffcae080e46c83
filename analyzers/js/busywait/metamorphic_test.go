package busywait_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/busywait"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestSameCodeOtherwiseWritten holds that what does not change the meaning does
// not change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	jsanalysistest.Variants(t, busywait.Analyzer, jsanalysistest.Program{
		Helper: `function spin(ms) { const end = Date.now() + ms; while (Date.now() < end) {} }`,
		Caller: `async function retry(send) { spin(100); return send(); }`,
		Names:  []string{"ms", "end", "send"},
	})
}
