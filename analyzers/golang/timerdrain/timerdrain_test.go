package timerdrain_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/timerdrain"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), timerdrain.Analyzer, "a", "silent")
}
