package driver

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/asynclint/asynclint/jsparse"
)

// target is what the patterns of a Request name.
type target struct {
	js       []string            // absolute paths of JS/TS sources, sorted
	golang   []string            // absolute paths of Go sources
	skipped  map[string]int      // why files were left out, and how many
	problems []problem           // paths that cannot be read
	symlinks map[string]struct{} // folders seen, so that a circle of links ends
	folders  []string            // those whose names were read
	globbed  bool                // a pattern was matched against names that nobody noted
}

type problem struct{ path, msg string }

// never are folders that no one lints.
var never = map[string]bool{
	"node_modules": true, ".git": true, ".hg": true, ".svn": true, "bower_components": true, "jspm_packages": true,
	".yarn": true, ".pnpm-store": true, ".next": true, ".nuxt": true, ".svelte-kit": true, ".turbo": true, ".nx": true,
}

// isGenerated reports whether a name is that of built or vendored code.
func isGenerated(name string) bool {
	l := strings.ToLower(name)
	return strings.Contains(l, ".min.") || strings.HasSuffix(l, ".d.ts") || strings.HasSuffix(l, ".d.mts") || strings.HasSuffix(l, ".d.cts") ||
		strings.HasSuffix(l, "-min.js") || strings.HasSuffix(l, ".bundle.js") || strings.Contains(l, ".pack.js")
}

// discover expands patterns: files, folders, globs and "dir/...". A pattern
// that names nothing is a problem; a file that is ignored is not. A file of the
// overlay need not exist: an editor may not have saved it yet.
func discover(ctx context.Context, dir string, patterns []string, overlay map[string][]byte, ignored func(path string, dir bool) bool) (*target, error) {
	t := &target{skipped: map[string]int{}, symlinks: map[string]struct{}{}}
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	for _, p := range patterns {
		path, recursive := p, false
		if p == "..." || strings.HasSuffix(p, "/...") || strings.HasSuffix(p, `\...`) {
			path, recursive = strings.TrimRight(strings.TrimSuffix(p, "..."), `/\`), true
			if path == "" {
				path = "."
			}
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		info, err := os.Stat(path)
		_, unsaved := overlay[path]
		switch {
		case unsaved:
			t.file(path, ignored, true)
		case err == nil && info.IsDir():
			t.walk(ctx, path, ignored)
		case err == nil && info.Mode().IsRegular():
			t.file(path, ignored, true)
		case err == nil:
			t.problems = append(t.problems, problem{path, "is neither a file nor a folder"})
		case !recursive && strings.ContainsAny(p, "*?[{"):
			t.globbed = true
			if err := t.glob(ctx, dir, p, ignored); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%s: no such file or folder; `./...` names all below this folder", p)
		}
	}
	slices.Sort(t.js)
	t.js = slices.Compact(t.js)
	slices.Sort(t.golang)
	t.golang = slices.Compact(t.golang)
	if len(patterns) > 1 || t.globbed { // what lies below one folder has one name
		t.js, t.golang = oneNameEach(t.js), oneNameEach(t.golang)
	}
	return t, ctx.Err()
}

// oneNameEach leaves one name of each file that symbolic links give several:
// its own if that is among them, or else the first. Files that do not exist,
// as an editor's unsaved ones, are left alone.
func oneNameEach(paths []string) []string {
	folders := map[string]string{} // without links
	real := func(path string) string {
		dir, name := filepath.Split(path)
		folder, ok := folders[dir]
		if !ok {
			folder = dir
			if r, err := filepath.EvalSymlinks(dir); err == nil {
				folder = r
			}
			folders[dir] = folder
		}
		plain := filepath.Join(folder, name)
		if info, err := os.Lstat(plain); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			if r, err := filepath.EvalSymlinks(plain); err == nil {
				return r
			}
		}
		return plain
	}
	at := map[string]int{} // by real path, among those kept
	kept := paths[:0]
	for _, p := range paths {
		r := real(p)
		switch i, seen := at[r]; {
		case !seen:
			at[r] = len(kept)
			kept = append(kept, p)
		case p == r:
			kept[i] = p
		}
	}
	slices.Sort(kept)
	return kept
}

func (t *target) glob(ctx context.Context, dir, pattern string, ignored func(string, bool) bool) error {
	abs := pattern
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(dir, pattern)
	}
	matches, err := doublestar.FilepathGlob(abs, doublestar.WithFilesOnly())
	if err != nil {
		return fmt.Errorf("%s: not a glob: %w", pattern, err)
	}
	for _, m := range matches {
		if !strings.Contains(filepath.ToSlash(m), "/node_modules/") {
			t.file(m, ignored, false)
		}
	}
	return ctx.Err()
}

// walk takes in a folder and what is below it.
func (t *target) walk(ctx context.Context, root string, ignored func(string, bool) bool) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		real = root
	}
	if _, seen := t.symlinks[real]; seen {
		return
	}
	t.symlinks[real] = struct{}{}
	start := root
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		start += string(filepath.Separator) // WalkDir does not follow a link otherwise
	}
	err = filepath.WalkDir(start, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return t.unreadable(path, d, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if d.IsDir() {
			if path == start {
				t.folders = append(t.folders, root)
				return nil
			}
			if never[d.Name()] {
				return fs.SkipDir
			}
			if ignored(path, true) {
				t.skipped["ignored folders"]++
				return fs.SkipDir
			}
			t.folders = append(t.folders, path)
			return nil
		}
		if d.Type().IsRegular() {
			if strings.HasSuffix(path, ".go") && isForeignGo(root, path) {
				t.skipped["vendored or test data"]++
				return nil
			}
			t.file(path, ignored, false)
		}
		return nil
	})
	_ = err // only ctx's error, which discover returns
}

// isForeignGo reports whether the go command leaves the Go file at path out of
// root/...: it is copied from elsewhere, or no part of the program.
func isForeignGo(root, path string) bool {
	rel, err := filepath.Rel(root, filepath.Dir(path))
	if err != nil || rel == "." {
		return false
	}
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(rel), "/"), func(folder string) bool {
		return folder == "vendor" || folder == "testdata" || strings.HasPrefix(folder, "_") || strings.HasPrefix(folder, ".")
	})
}

// unreadable records what cannot be read and tells WalkDir to go on past it.
func (t *target) unreadable(path string, d fs.DirEntry, err error) error {
	t.problems = append(t.problems, problem{path, "cannot be read: " + cause(err)})
	if d != nil && d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// file takes in one file if it is one to lint.
func (t *target) file(path string, ignored func(string, bool) bool, explicit bool) {
	name := filepath.Base(path)
	isGo := strings.HasSuffix(name, ".go")
	if !isGo && !jsparse.IsSource(name) {
		if explicit {
			t.skipped["not JS, TS or Go"]++
		}
		return
	}
	switch {
	case ignored(path, false):
		t.skipped["ignored"]++
	case isGo:
		t.golang = append(t.golang, path)
	case isGenerated(name):
		t.skipped["generated"]++
	default:
		t.js = append(t.js, path)
	}
}

func cause(err error) string {
	if pe, ok := err.(*fs.PathError); ok {
		return pe.Err.Error()
	}
	return err.Error()
}
