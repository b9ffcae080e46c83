package domaccess_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/domaccess"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", domaccess.Analyzer) }
