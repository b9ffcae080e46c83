package lateevent_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/lateevent"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", lateevent.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, lateevent.Analyzer) }
