package workerpertask_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/workerpertask"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.Run(t, "testdata", workerpertask.Analyzer) }
