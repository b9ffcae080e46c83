package purecpu_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/internal/purecpu"
)

// Test holds the summaries: a function without a "want" may wait.
func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), purecpu.Analyzer, "basic")
}
