package atomicswait_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/atomicswait"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", atomicswait.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, atomicswait.Analyzer) }
