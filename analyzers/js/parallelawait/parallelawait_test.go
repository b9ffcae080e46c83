package parallelawait_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/parallelawait"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", parallelawait.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, parallelawait.Analyzer) }
