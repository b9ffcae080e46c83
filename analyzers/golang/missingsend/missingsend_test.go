package missingsend_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/missingsend"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), missingsend.Analyzer, "a", "silent")
}
