package heldlock_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asynclint/asynclint/analyzers/golang/heldlock"
)

func Test(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), heldlock.Analyzer, "a", "silent")
}
