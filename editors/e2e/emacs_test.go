package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestEmacs opens files of the tour in emacs with eglot, set up as the docs say.
func TestEmacs(t *testing.T) {
	need(t, "emacs", "emacs-nox", "elpa-eglot")
	init := filepath.Join(t.TempDir(), "init.el")
	write(t, init, strings.Join(snippets(t, "emacs.md", "elisp"), "\n"))
	drive, err := filepath.Abs(filepath.Join("testdata", "drive.el"))
	if err != nil {
		t.Fatal(err)
	}
	dir := tour(t)
	out := run(t, dir, "emacs", "--batch", "-l", init, "-l", drive)
	if !strings.Contains(out, "all is well") {
		t.Fatalf("emacs says:\n%s", last([]byte(out)))
	}
	wants(t, filepath.Join(dir, "server", "pool.js"), mended)
	wants(t, filepath.Join(dir, "server", "report.js"), ignored)
}
