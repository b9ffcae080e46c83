package isolation_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/isolation"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.Run(t, "testdata", isolation.Analyzer)
}
