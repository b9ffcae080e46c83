package workererror_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/workererror"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", workererror.Analyzer) }
