package useaftertransfer_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/useaftertransfer"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", useaftertransfer.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, useaftertransfer.Analyzer) }
