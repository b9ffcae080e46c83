package ignoredchannel_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/ignoredchannel"
)

func Test(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), ignoredchannel.Analyzer, "a", "silent", "program", "across/...")
}
