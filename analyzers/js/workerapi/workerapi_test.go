package workerapi_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/workerapi"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) {
	jsanalysistest.Run(t, "testdata", workerapi.Analyzer, "node", "web", "origin", "silent")
}

func TestFixes(t *testing.T) {
	for _, r := range jsanalysistest.RunWithFixes(t, "testdata", workerapi.Analyzer, "fixes") {
		origin := r.File.Text[r.File.Offset(r.Diagnostic.Pos)] == '"'
		if r.Diagnostic.Safe != origin {
			t.Errorf("%s: safe is %t", r.Diagnostic.Message, r.Diagnostic.Safe)
		}
	}
}
