package pseudoparallel_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/pseudoparallel"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestSameCodeOtherwiseWritten holds that what does not change the meaning does
// not change the finding.
func TestSameCodeOtherwiseWritten(t *testing.T) {
	jsanalysistest.Variants(t, pseudoparallel.Analyzer, jsanalysistest.Program{
		Helper: `function average(pixels) { let sum = 0; for (let i = 0; i < pixels.length; i++) sum += pixels[i]; return sum / pixels.length; }`,
		Caller: `async function averages(images) { return Promise.all(images.map(async (pixels) => average(pixels))); }`,
		Names:  []string{"sum", "i", "images"},
	})
}
