package baseline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/internal/finding"
)

func findings(list ...string) (out []finding.Finding) {
	for _, s := range list {
		path, rule, _ := strings.Cut(s, " ")
		out = append(out, finding.Finding{Path: path, Rule: rule})
	}
	return out
}

func all(string, string) bool { return true }

func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	if err := os.Mkdir(sub, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, FileName)
	if err := Record(file, dir, findings("b.js y", "sub/a.js x", "sub/a.js x")).Write(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	want := "{\n  \"b.js\": {\n    \"y\": {\n      \"count\": 1\n    }\n  },\n  \"sub/a.js\": {\n    \"x\": {\n      \"count\": 2\n    }\n  }\n}\n"
	if err != nil || string(text) != want {
		t.Fatalf("%v %s", err, text)
	}
	f, err := Find(sub) // upward, with paths relative to another folder
	if err != nil || f == nil || f.Total() != 3 {
		t.Fatalf("%v %v", f, err)
	}
	for _, c := range []struct {
		now                  []finding.Finding
		kept, accepted, gone int
	}{
		{findings("a.js x", "a.js x"), 0, 2, 1},
		{findings("a.js x"), 0, 1, 2},
		{findings("a.js x", "a.js x", "a.js x"), 3, 0, 1},
		{findings("a.js z", "../b.js y"), 1, 1, 2},
		{findings("c.js x"), 1, 0, 3},
	} {
		kept, accepted, gone := f.Filter(sub, c.now, all)
		if len(kept) != c.kept || accepted != c.accepted || gone != c.gone {
			t.Errorf("%v: kept %v, accepted %d, gone %d", c.now, kept, accepted, gone)
		}
	}
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	f := Record(filepath.Join(dir, FileName), dir, findings("a.js x", "a.js x", "b.js x", "c.js x"))
	notC := func(file, _ string) bool { return filepath.Base(file) != "c.js" }
	if n := f.Prune(dir, findings("a.js x", "b.js x", "b.js x"), notC); n != 1 {
		t.Errorf("%d removed", n)
	}
	// a.js went down to 1; b.js must not rise to 2; c.js was not looked at.
	if f.Total() != 3 {
		t.Errorf("total %d", f.Total())
	}
	if kept, _, _ := f.Filter(dir, findings("b.js x", "b.js x"), all); len(kept) != 2 {
		t.Error("pruning raised a count")
	}
}

func TestBroken(t *testing.T) {
	for _, text := range []string{"", "[]", `{"a.js": 3}`, `{"a.js": {"x": {"cuont": 1}}}`, "{} {}"} {
		file := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Find(filepath.Dir(file)); err == nil || !strings.HasPrefix(err.Error(), file) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWithout(t *testing.T) {
	var f *File
	kept, accepted, gone := f.Filter("/", findings("a.js x"), all)
	if len(kept) != 1 || accepted != 0 || gone != 0 {
		t.Error("the nil baseline accepts something")
	}
}
