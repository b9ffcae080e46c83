package cpubound_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/cpubound"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", cpubound.Analyzer) }
