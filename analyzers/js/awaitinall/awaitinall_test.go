package awaitinall_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/awaitinall"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", awaitinall.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, awaitinall.Analyzer) }
