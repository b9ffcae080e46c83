package jscallback_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/jscallback"
)

func Test(t *testing.T) {
	t.Setenv("GOOS", "js")
	t.Setenv("GOARCH", "wasm")
	t.Setenv("CGO_ENABLED", "0")
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), jscallback.Analyzer, "basic", "basic/helper")
}
