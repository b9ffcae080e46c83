package execcontext_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
)

// TestTestPaths has the names of folders and files that hold tests, and of
// products that are about tests.
func TestTestPaths(t *testing.T) {
	for path, want := range map[string]bool{
		"src/__tests__/a.ts":                    true,
		"test/a.ts":                             true,
		"src/a.spec.ts":                         true,
		"packages/test-utils/a.ts":              true,
		"src/host/test-helpers.ts":              true,
		"src/host/contest-data.ts":              false,
		"packages/web-e2e/a.ts":                 true,
		"node-integration-tests/suites/hang.ts": true,
		"src/test-runner/index.ts":              false,
		"src/test-results/view.ts":              false,
		"src/contest/standings.ts":              false,
		"src/testimonials/list.ts":              false,
	} {
		got := at(t, "-- "+path+" --\nexport function f() { mark(\"here\"); }\n")
		if is := got["here"].Places&execcontext.Test != 0; is != want {
			t.Errorf("%s: test %t, want %t", path, is, want)
		}
	}
}
