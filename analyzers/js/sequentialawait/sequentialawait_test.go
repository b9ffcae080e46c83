package sequentialawait_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/sequentialawait"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", sequentialawait.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, sequentialawait.Analyzer) }
