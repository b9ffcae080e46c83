package heavytransition_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/heavytransition"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", heavytransition.Analyzer) }
