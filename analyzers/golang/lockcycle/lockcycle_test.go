package lockcycle_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/lockcycle"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lockcycle.Analyzer, "a")
}

func TestAll(t *testing.T) {
	flags := &lockcycle.Analyzer.Flags
	if err := flags.Set("all", "true"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := flags.Set("all", "false"); err != nil {
			t.Fatal(err)
		}
	}()
	analysistest.Run(t, analysistest.TestData(), lockcycle.Analyzer, "roomy", "silent")
}
