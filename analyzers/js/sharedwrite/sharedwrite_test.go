package sharedwrite_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/sharedwrite"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", sharedwrite.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, sharedwrite.Analyzer) }
