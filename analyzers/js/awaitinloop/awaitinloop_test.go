package awaitinloop_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/awaitinloop"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", awaitinloop.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, awaitinloop.Analyzer) }
