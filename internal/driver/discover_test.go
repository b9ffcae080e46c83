package driver

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func layout(t *testing.T, files ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range files {
		path := filepath.Join(root, filepath.FromSlash(f))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestDiscover(t *testing.T) {
	root := layout(t, "a.ts", "b.js", "c.txt", "d.d.ts", "lib.min.js", "sub/e.vue", "sub/f.go", "sub/deep/g.mts",
		"node_modules/x/h.js", ".git/i.js", "skip/j.ts", "we ird/k\n.js",
		"third/vendor/k.js", "third/vendor/m.go", "third/testdata/n.go", "third/_o/o.go", "third/.p/p.go", "third/l.go")
	none := func(string, bool) bool { return false }
	skip := func(path string, dir bool) bool { return filepath.Base(path) == "skip" && dir }
	for _, c := range []struct {
		name     string
		patterns []string
		ignored  func(string, bool) bool
		js, gos  string
	}{
		{"no pattern is the folder", nil, skip, "a.ts b.js sub/deep/g.mts sub/e.vue third/vendor/k.js we ird/k\n.js", "sub/f.go third/l.go"},
		{"dots", []string{"./..."}, none, "a.ts b.js skip/j.ts sub/deep/g.mts sub/e.vue third/vendor/k.js we ird/k\n.js", "sub/f.go third/l.go"},
		{"a folder", []string{"sub"}, none, "sub/deep/g.mts sub/e.vue", "sub/f.go"},
		{"a folder with dots", []string{"sub/..."}, none, "sub/deep/g.mts sub/e.vue", "sub/f.go"},
		{"a file", []string{"b.js"}, none, "b.js", ""},
		{"a file twice", []string{"b.js", ".", "./b.js"}, skip, "a.ts b.js sub/deep/g.mts sub/e.vue third/vendor/k.js we ird/k\n.js", "sub/f.go third/l.go"},
		{"a glob", []string{"sub/**/*.{vue,mts}"}, none, "sub/deep/g.mts sub/e.vue", ""},
		{"a file that is no source", []string{"c.txt"}, none, "", ""},
		{"what go leaves out of dots", []string{"third/..."}, none, "third/vendor/k.js", "third/l.go"},
		{"what go leaves out, named", []string{"third/vendor"}, none, "third/vendor/k.js", "third/vendor/m.go"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := discover(context.Background(), root, c.patterns, nil, c.ignored)
			if err != nil {
				t.Fatal(err)
			}
			if js := below(root, got.js); js != c.js {
				t.Errorf("JS files %q, want %q", js, c.js)
			}
			if gos := below(root, got.golang); gos != c.gos {
				t.Errorf("Go files %q, want %q", gos, c.gos)
			}
		})
	}
}

func below(root string, paths []string) string {
	var list []string
	for _, p := range paths {
		rel, _ := filepath.Rel(root, p)
		list = append(list, filepath.ToSlash(rel))
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// An editor lints a text before its file is saved for the first time.
func TestDiscoverUnsaved(t *testing.T) {
	root := layout(t, "a.ts", "skip/b.ts")
	skip := func(path string, dir bool) bool { return strings.Contains(path, "skip") }
	overlay := map[string][]byte{filepath.Join(root, "new.ts"): nil, filepath.Join(root, "skip", "new.ts"): nil}
	got, err := discover(context.Background(), root, []string{"new.ts", "skip/new.ts", "."}, overlay, skip)
	if err != nil {
		t.Fatal(err)
	}
	if js := below(root, got.js); js != "a.ts new.ts" {
		t.Errorf("JS files %q", js)
	}
	if got.skipped["ignored"] != 1 || got.skipped["ignored folders"] != 1 {
		t.Errorf("skipped %v", got.skipped)
	}
}

func TestDiscoverNamesWhatIsMissing(t *testing.T) {
	_, err := discover(context.Background(), t.TempDir(), []string{"nowhere"}, nil, func(string, bool) bool { return false })
	if err == nil || !strings.Contains(err.Error(), "nowhere: no such file or folder") {
		t.Errorf("error %v", err)
	}
}

func TestDiscoverEndsOnCirclesOfLinks(t *testing.T) {
	root := layout(t, "a/b.js")
	if err := os.Symlink(root, filepath.Join(root, "a", "again")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	got, err := discover(context.Background(), root, []string{".", "a/again"}, nil, func(string, bool) bool { return false })
	if err != nil || below(root, got.js) != "a/b.js" {
		t.Errorf("%q, %v", below(root, got.js), err)
	}
}

// The refusal is handed in, because an administrator's chmod refuses nothing.
func TestDiscoverGoesOnPastUnreadableFolders(t *testing.T) {
	root := layout(t, "locked/c.js")
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "locked")
	refused := &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
	got := &target{}
	if err := got.unreadable(path, entries[0], refused); err != fs.SkipDir {
		t.Errorf("a folder: %v, want to skip it and go on", err)
	}
	if err := got.unreadable(filepath.Join(path, "c.js"), nil, refused); err != nil {
		t.Errorf("what has no entry: %v, want to go on", err)
	}
	if len(got.problems) != 2 || got.problems[0].path != path || got.problems[0].msg != "cannot be read: "+fs.ErrPermission.Error() {
		t.Errorf("problems: %v", got.problems)
	}
}

func TestModules(t *testing.T) {
	root := layout(t, "go.mod", "a/x.go", "a/y.go", "b/c/z.go", "nested/go.mod", "nested/n.go")
	var files []string
	for _, f := range []string{"a/x.go", "a/y.go", "b/c/z.go", "nested/n.go"} {
		files = append(files, filepath.Join(root, f))
	}
	got := modules(files)
	if len(got) != 2 || got[0].root != root || strings.Join(got[0].patterns(), " ") != "./a ./b/c" ||
		got[1].root != filepath.Join(root, "nested") || strings.Join(got[1].patterns(), " ") != "./." {
		t.Errorf("%+v", got)
	}
}
