package cpubound_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/cpubound"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestSameCodeOtherwiseWritten holds that what does not change the meaning does
// not change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	jsanalysistest.Variants(t, cpubound.Analyzer, jsanalysistest.Program{
		Helper: `function near(samples, at) { return samples.filter((s) => Math.abs(s - at) < 1).length; }`,
		Caller: `async function density(samples) { return samples.map((at) => near(samples, at)); }`,
		Names:  []string{"at", "s"},
	})
}
