package corecount_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/corecount"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", corecount.Analyzer, "basic") }

func TestFixes(t *testing.T) {
	for _, r := range jsanalysistest.RunWithFixes(t, "testdata", corecount.Analyzer, "fixes", "old") {
		if want := r.File.Module().Package().Name == "fixes"; r.Diagnostic.Safe != want {
			t.Errorf("%s: safe is %t, want %t", r.File.Path, r.Diagnostic.Safe, want)
		}
	}
}
