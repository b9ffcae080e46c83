package busywait_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/busywait"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", busywait.Analyzer) }
