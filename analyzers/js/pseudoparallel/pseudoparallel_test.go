package pseudoparallel_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/pseudoparallel"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", pseudoparallel.Analyzer) }
