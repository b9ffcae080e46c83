package missingtransfer_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/missingtransfer"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", missingtransfer.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, missingtransfer.Analyzer) }
