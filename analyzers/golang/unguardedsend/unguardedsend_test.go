package unguardedsend_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/unguardedsend"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), unguardedsend.Analyzer, "started", "silent")
}

func TestCalls(t *testing.T) {
	flags := &unguardedsend.Analyzer.Flags
	if err := flags.Set("calls", "true"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := flags.Set("calls", "false"); err != nil {
			t.Fatal(err)
		}
	}()
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), unguardedsend.Analyzer, "a")
}
