package workerleak_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/workerleak"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", workerleak.Analyzer) }

func TestFixes(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", workerleak.Analyzer, "fixes")
}
