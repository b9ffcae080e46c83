package lockcycle_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/lockcycle"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lockcycle.Analyzer, "a", "silent")
}
