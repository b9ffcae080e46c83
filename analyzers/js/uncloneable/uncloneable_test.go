package uncloneable_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/uncloneable"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", uncloneable.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, uncloneable.Analyzer) }
