package fanout_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/fanout"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), fanout.Analyzer, "basic")
}
