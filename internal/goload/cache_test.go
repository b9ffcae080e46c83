package goload_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/internal/goload"
)

// TestCache holds that a run is remembered, and forgotten when anything that
// matters changes.
func TestCache(t *testing.T) {
	dir := module(t, "user/user.go", user, "lib/lib.go", lib)
	old := time.Now().Add(-time.Hour)
	age := func() {
		err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			old = old.Add(time.Second) // each time another one
			return os.Chtimes(path, old, old)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	age()
	ran := 0
	spy := &analysis.Analyzer{Name: "spy", Doc: "spy", Requires: []*analysis.Analyzer{calls}, Run: func(*analysis.Pass) (any, error) {
		ran++
		return nil, nil
	}}
	opts := goload.Options{CacheDir: filepath.Join(t.TempDir(), "new"), Jobs: 1}
	lint := func(what string, wantRun bool, wantFindings int) {
		t.Helper()
		ran = 0
		ds, es, err := goload.Run(t.Context(), dir, []string{"./..."}, []*analysis.Analyzer{calls, spy}, opts)
		if err != nil || len(es) > 0 {
			t.Fatal(err, es)
		}
		if ran > 0 != wantRun || len(ds) != wantFindings {
			t.Errorf("%s: ran %d times, %d findings; want run %v, %d findings", what, ran, len(ds), wantRun, wantFindings)
		}
	}
	lint("first", true, 1)
	lint("again", false, 1)

	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("lib/lib.go", "package lib\n\nfunc BadIdea(n int) {} // changed\n")
	lint("changed, young", true, 1)
	lint("still young", true, 1)
	age()
	lint("old again", true, 1)
	lint("remembered", false, 1)

	put("user/more.go", "package user\n\nimport \"example.com/m/lib\"\n\nfunc g() { lib.BadIdea(2) }\n")
	age()
	lint("a file more", true, 2)
	lint("remembered", false, 2)
	if err := os.Remove(filepath.Join(dir, "user", "more.go")); err != nil {
		t.Fatal(err)
	}
	lint("a file less", true, 1)

	put("go.mod", "module example.com/m\n\ngo 1.25\n")
	age()
	lint("go.mod changed", true, 1)
	lint("remembered", false, 1)
	t.Setenv("GOFLAGS", "-tags=special")
	lint("another environment", true, 1)

	entries, err := filepath.Glob(filepath.Join(opts.CacheDir, "*"))
	if err != nil || len(entries) == 0 {
		t.Fatal(err, entries)
	}
	for _, e := range entries {
		if err := os.WriteFile(e, []byte(fmt.Sprintf("{%q", e)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	lint("corrupt", true, 1)
	opts.CacheDir = filepath.Join(dir, "go.mod") // not a folder
	lint("no folder", true, 1)
}
