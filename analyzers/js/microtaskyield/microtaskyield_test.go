package microtaskyield_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/microtaskyield"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.RunWithFixes(t, "testdata", microtaskyield.Analyzer) }
