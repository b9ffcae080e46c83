package fanout_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/fanout"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", fanout.Analyzer) }
