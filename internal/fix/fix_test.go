package fix

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/internal/finding"
)

func edit(path string, start, end int, text string) finding.Edit {
	return finding.Edit{Path: path, Start: start, End: end, Text: text}
}

func offer(safe bool, edits ...finding.Edit) finding.Finding {
	return finding.Finding{Path: edits[0].Path, Rule: "r", Range: finding.Range{Start: finding.Position{Line: 1, Column: 1}}, Fixes: []finding.Fix{{Safe: safe, Edits: edits}}}
}

// parses stands for a parser: brackets must match.
func parses(path string, text []byte) error {
	if bytes.Count(text, []byte("(")) != bytes.Count(text, []byte(")")) {
		return errors.New("unbalanced")
	}
	return nil
}

func TestMake(t *testing.T) {
	for _, c := range []struct {
		name     string
		findings []finding.Finding
		suggest  bool
		want     string // of a.js, which is "abc(def)"
		applied  int
		left     string
	}{
		{"safe", []finding.Finding{offer(true, edit("a.js", 0, 1, "X"))}, false, "Xbc(def)", 1, ""},
		{"a suggestion waits to be asked for", []finding.Finding{offer(false, edit("a.js", 0, 1, "X"))}, false, "", 0, ""},
		{"asked for", []finding.Finding{offer(false, edit("a.js", 0, 1, "X"))}, true, "Xbc(def)", 1, ""},
		{"edits in any order", []finding.Finding{offer(true, edit("a.js", 2, 3, "Y"), edit("a.js", 0, 1, "X"))}, false, "XbY(def)", 1, ""},
		{"two fixes", []finding.Finding{offer(true, edit("a.js", 4, 4, "x")), offer(true, edit("a.js", 0, 0, "y"))}, false, "yabc(xdef)", 2, ""},
		{"overlap", []finding.Finding{offer(true, edit("a.js", 0, 3, "X")), offer(true, edit("a.js", 2, 4, "Y"))}, false, "X(def)", 1, "overlaps"},
		{"insertion into a replaced text", []finding.Finding{offer(true, edit("a.js", 0, 3, "X")), offer(true, edit("a.js", 1, 1, "Y"))}, false, "X(def)", 1, "overlaps"},
		{"two insertions at one place", []finding.Finding{offer(true, edit("a.js", 1, 1, "X")), offer(true, edit("a.js", 1, 1, "Y"))}, false, "aXbc(def)", 1, "overlaps"},
		{"the same import twice", []finding.Finding{offer(true, edit("a.js", 0, 0, "i;"), edit("a.js", 1, 2, "B")), offer(true, edit("a.js", 0, 0, "i;"), edit("a.js", 2, 3, "C"))}, false, "i;aBC(def)", 2, ""},
		{"would not parse", []finding.Finding{offer(true, edit("a.js", 3, 4, "")), offer(true, edit("a.js", 0, 1, "X"))}, false, "Xbc(def)", 1, "would not parse"},
		{"whole or not at all", []finding.Finding{offer(true, edit("a.js", 0, 1, "X"), edit("b.js", 0, 1, "("))}, false, "", 0, "would not parse"},
		{"outside of the text", []finding.Finding{offer(true, edit("a.js", 5, 99, "X"))}, false, "", 0, "do not fit"},
		{"backwards", []finding.Finding{offer(true, edit("a.js", 5, 2, "X"))}, false, "", 0, "do not fit"},
		{"no such file", []finding.Finding{offer(true, edit("c.js", 0, 0, "X"))}, false, "", 0, "c.js"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Make(c.findings, Options{Dir: "/w", Suggestions: c.suggest, Parses: parses, Read: func(path string) ([]byte, error) {
				if text, ok := map[string]string{"a.js": "abc(def)", "b.js": "bbb"}[path]; ok {
					return []byte(text), nil
				}
				return nil, os.ErrNotExist
			}})
			got := ""
			for _, ch := range p.Changes {
				if ch.Path == "a.js" {
					got = string(ch.After)
				}
			}
			if got != c.want || p.Applied != c.applied || !strings.Contains(strings.Join(p.Left, "\n"), c.left) || c.left == "" && len(p.Left) > 0 {
				t.Errorf("got %q, %d applied, left %q", got, p.Applied, p.Left)
			}
		})
	}
}

// plan makes a plan that turns "old\n" into "new\n" in a real file.
func plan(t *testing.T) (*Plan, string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "a.js")
	if err := os.WriteFile(file, []byte("old\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	p := Make([]finding.Finding{offer(true, edit("a.js", 0, 3, "new"))}, Options{Dir: dir, Read: func(string) ([]byte, error) { return os.ReadFile(file) }})
	return p, file
}

func content(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".asynclint-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	return string(b)
}

func TestWriteKeepsPermissions(t *testing.T) {
	p, file := plan(t)
	if err := os.Chmod(file, 0o751); err != nil {
		t.Fatal(err)
	}
	if n, err := p.Write(time.Time{}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o751 || content(t, file) != "new\n" {
		t.Errorf("%v %v %q", info.Mode(), err, content(t, file))
	}
}

func TestWriteLeavesAloneWhatChanged(t *testing.T) {
	p, file := plan(t)
	if err := os.WriteFile(file, []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(time.Time{}); err == nil || !strings.Contains(err.Error(), "a.js: was changed while") {
		t.Errorf("%v", err)
	}
	if got := content(t, file); got != "mine\n" {
		t.Errorf("a byte was lost: %q", got)
	}
}

func TestWriteLeavesAloneWhatIsNewer(t *testing.T) {
	p, file := plan(t)
	if _, err := p.Write(time.Now().Add(-time.Hour)); err == nil {
		t.Error("no error")
	}
	if got := content(t, file); got != "old\n" {
		t.Errorf("got %q", got)
	}
}

func TestWriteRefusesReadOnly(t *testing.T) {
	p, file := plan(t)
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(time.Time{}); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("%v", err)
	}
}

func TestWriteThroughLink(t *testing.T) {
	p, file := plan(t)
	real := filepath.Join(t.TempDir(), "real.js")
	if err := errors.Join(os.Rename(file, real), os.Symlink(real, file)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(time.Time{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(file); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link became a file")
	}
	if got := content(t, real); got != "new\n" {
		t.Errorf("got %q", got)
	}
}

func TestDiff(t *testing.T) {
	p, _ := plan(t)
	want := "--- a/a.js\n+++ b/a.js\n@@ -1 +1 @@\n-old\n+new\n"
	if got := p.Diff(); got != want {
		t.Errorf("got %q", got)
	}
}

func FuzzMake(f *testing.F) {
	f.Add("abc(def)", 0, 1, "X", 2, 3, "Y")
	f.Add("", 0, 0, "(", 0, 0, ")")
	f.Fuzz(func(t *testing.T, text string, s1, e1 int, t1 string, s2, e2 int, t2 string) {
		p := Make([]finding.Finding{offer(true, edit("a.js", s1, e1, t1)), offer(true, edit("a.js", s2, e2, t2))},
			Options{Dir: "/w", Parses: parses, Read: func(string) ([]byte, error) { return []byte(text), nil }})
		for _, c := range p.Changes {
			if parses("", c.Before) == nil && parses("", c.After) != nil {
				t.Errorf("the result does not parse: %q", c.After)
			}
		}
		if p.Applied+len(p.Left) != 2 {
			t.Errorf("%d applied, left %v", p.Applied, p.Left)
		}
	})
}
