package snippet_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/runtime/snippet"
)

func TestWorkloadComments(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "rows.js"), []byte("export const rows = (n) => Array(n).fill(4711);\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		src  string
		want string // in the program
		size int
	}{
		"above":     {"// asynclint-input rows = Array(n).fill(1.5)\n// asynclint-input n = 50_000\nexport async function f(rows) { return rows.map(g); }", "Array(n).fill(1.5)", 50000},
		"in front":  {"async function f(rows) {\n  /* asynclint-input rows = [n, 99] */\n  return rows.map(g); }", "[n,99]", 0},
		"method":    {"class A {\n  // asynclint-input rows = 'x'.repeat(n)\n  async f(rows) { return rows.map(g); }\n}", `"x".repeat(n)`, 0},
		"module":    {"// asynclint-input from ./rows.js\nasync function f(rows) { return rows.map(g); }", "4711", 0},
		"elsewhere": {"// asynclint-input rows = [77]\nlet a;\nasync function f(rows) { return rows.map(g); }", "", 0},
	} {
		p, err := extract(t, dir, "a.js", c.src, "f(rows) {")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Workload != (c.want != "") || !strings.Contains(p.Code, c.want) || c.size > 0 && p.SizeHint != c.size {
			t.Errorf("%s: workload %v, size %d, code %s", name, p.Workload, p.SizeHint, p.Code)
		}
	}
	for _, src := range []string{"// asynclint-input rows\n", "// asynclint-input rows = [1,\n", "// asynclint-input n = many\n"} {
		_, err := extract(t, dir, "a.js", src+"async function f(rows) { return rows.map(g); }", "f(rows) {")
		var f *snippet.Failure
		if !errors.As(err, &f) || f.Reason != snippet.ReasonWorkload {
			t.Errorf("%q: %v, want %s", src, err, snippet.ReasonWorkload)
		}
	}
}
