package asynccallback_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/asynccallback"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", asynccallback.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, asynccallback.Analyzer) }
