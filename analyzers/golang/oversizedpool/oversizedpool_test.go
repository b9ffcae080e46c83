package oversizedpool_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/oversizedpool"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), oversizedpool.Analyzer, "basic")
}

func TestKnownCores(t *testing.T) {
	set := func(value string) {
		if err := oversizedpool.Analyzer.Flags.Set("cores", value); err != nil {
			t.Fatal(err)
		}
	}
	set("8")
	t.Cleanup(func() { set("0") })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), oversizedpool.Analyzer, "cores")
}
