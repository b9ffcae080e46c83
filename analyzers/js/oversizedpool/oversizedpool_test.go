package oversizedpool_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/oversizedpool"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) {
	jsanalysistest.Run(t, "testdata", oversizedpool.Analyzer, "pools", "loops", "clamps", "tests", "components")
}

func TestCores(t *testing.T) {
	jsanalysistest.RunOptions(t, "testdata", jsanalysis.Options{Cores: 4}, oversizedpool.Analyzer, "cores")
}

func TestFixes(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", oversizedpool.Analyzer, "fixes")
}
