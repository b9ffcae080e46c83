package blockingcall_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/blockingcall"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func Test(t *testing.T) { jsanalysistest.RunWithFixes(t, "testdata", blockingcall.Analyzer) }
