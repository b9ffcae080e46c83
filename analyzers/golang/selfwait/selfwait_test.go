package selfwait_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/selfwait"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), selfwait.Analyzer, "a", "silent")
}
