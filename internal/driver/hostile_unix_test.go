//go:build unix

package driver_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A FIFO that nobody writes to would be waited for until the end of days.
func TestFIFO(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "good.js"), spin)
	write(t, filepath.Join(dir, "user.js"), "import './pipe.js';\n"+spin)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.js"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "package.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	res := in(t, dir, "", ".", "pipe.js")
	if got := places(res); got != "good.js:1 busywait, user.js:2 busywait" {
		t.Error(got)
	}
	if got := said(res); !strings.Contains(got, "pipe.js: is neither a file nor a folder") {
		t.Error(got)
	}
}
