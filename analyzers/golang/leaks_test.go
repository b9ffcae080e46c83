package golang_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/golang"
)

// TestLeaks runs all default rules together on small forms of known blocking
// bugs: every line that says "// report" is reported, by whichever rule, and no
// other one; and nothing is reported of the same code as it was mended.
func TestLeaks(t *testing.T) {
	const dir = "testdata/leaks"
	got := slices.Sorted(maps.Keys(analyze(t, dir, golang.Analyzers(false))))
	want := marked(t, filepath.Join(dir, "wrong"))
	for _, place := range want {
		if !slices.Contains(got, place) {
			t.Errorf("wrong/%s: not reported", place)
		}
	}
	for _, place := range got {
		if !slices.Contains(want, place) {
			t.Errorf("%s: reported", place)
		}
	}
}

// marked returns the places, such as "patterns.go:14", of the lines that say "// report".
func marked(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", dir, len(files), err)
	}
	var places []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		line := 0
		for l := range strings.Lines(string(text)) {
			line++
			if strings.Contains(l, "// report") {
				places = append(places, at(file, line))
			}
		}
	}
	return places
}
