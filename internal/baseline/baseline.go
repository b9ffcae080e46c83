// Package baseline holds findings that a project has accepted for now, so that
// only new ones count.
//
// The file has the shape of ESLint's suppressions, path → rule → count:
//
//	{"src/import.ts": {"cpubound": {"count": 2}}}
//
// Counts survive edits that line numbers would not. As long as a file has at
// most as many findings of a rule as were accepted, none of them is shown; with
// one more all are, since nobody can tell which is the new one.
package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
)

// FileName is what the file is called. It is looked for upward from the working
// directory; its paths are relative to its folder.
const FileName = "asynclint-baseline.json"

// File is a baseline. The zero value accepts nothing.
type File struct {
	Path   string // absolute
	counts map[string]map[string]count
}

type count struct {
	Count int `json:"count"`
}

// Find looks for the baseline upward from a folder and reads it. Without one it
// returns nil.
func Find(dir string) (*File, error) {
	for {
		f, err := Read(filepath.Join(dir, FileName))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
		if filepath.Dir(dir) == dir {
			return nil, nil
		}
		dir = filepath.Dir(dir)
	}
}

// Read reads a baseline file.
func Read(file string) (*File, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	f := &File{Path: file}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f.counts); err != nil {
		return nil, fmt.Errorf("%s: no baseline: %w; make it anew with `asynclint baseline`", file, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("%s: there is more behind the end of the baseline; make it anew with `asynclint baseline`", file)
	}
	return f, nil
}

// Record makes a baseline of findings, whose paths are relative to dir.
func Record(file, dir string, findings []finding.Finding) *File {
	f := &File{Path: file, counts: map[string]map[string]count{}}
	for key, n := range f.tally(dir, findings) {
		f.set(key, n)
	}
	return f
}

// Keep takes over from an older baseline what a partial run says nothing about;
// covered is whether it looked at a rule in a file, absolute.
func (f *File) Keep(old *File, covered func(file, rule string) bool) {
	if old == nil {
		return
	}
	for p, rules := range old.counts {
		for rule, c := range rules {
			if k := (key{p, rule}); !covered(filepath.Join(filepath.Dir(old.Path), filepath.FromSlash(p)), rule) && f.counts[p][rule].Count == 0 {
				f.set(k, c.Count)
			}
		}
	}
}

// key is a rule in a file.
type key struct{ path, rule string }

func (f *File) set(k key, n int) {
	if n <= 0 {
		delete(f.counts[k.path], k.rule)
		if len(f.counts[k.path]) == 0 {
			delete(f.counts, k.path)
		}
		return
	}
	if f.counts[k.path] == nil {
		f.counts[k.path] = map[string]count{}
	}
	f.counts[k.path][k.rule] = count{n}
}

// tally counts findings by the names that the file uses.
func (f *File) tally(dir string, findings []finding.Finding) map[key]int {
	n := map[key]int{}
	for _, x := range findings {
		n[key{f.name(dir, x.Path), x.Rule}]++
	}
	return n
}

// name is how the file names a finding's path.
func (f *File) name(dir, p string) string {
	full := filepath.FromSlash(p)
	if !filepath.IsAbs(full) {
		full = filepath.Join(dir, full)
	}
	rel, err := filepath.Rel(filepath.Dir(f.Path), full)
	if err != nil {
		return path.Clean(p)
	}
	return filepath.ToSlash(rel)
}

// Filter returns the findings that the baseline does not accept, and how many
// it does. gone counts accepted ones that no longer occur in the files linted;
// linted says whether a file, absolute, was.
func (f *File) Filter(dir string, findings []finding.Finding, linted func(file, rule string) bool) (kept []finding.Finding, accepted, gone int) {
	if f == nil {
		return findings, 0, 0
	}
	now := f.tally(dir, findings)
	for _, x := range findings {
		k := key{f.name(dir, x.Path), x.Rule}
		if now[k] <= f.counts[k.path][k.rule].Count {
			accepted++
			continue
		}
		kept = append(kept, x)
	}
	for p, rules := range f.counts {
		file := filepath.Join(filepath.Dir(f.Path), filepath.FromSlash(p))
		for rule, c := range rules {
			if linted(file, rule) {
				gone += max(c.Count-now[key{p, rule}], 0)
			}
		}
	}
	return kept, accepted, gone
}

// Prune lowers the counts to what still occurs and never raises one. linted is
// as in Filter. It returns how many findings it took out.
func (f *File) Prune(dir string, findings []finding.Finding, linted func(file, rule string) bool) int {
	now := f.tally(dir, findings)
	removed := 0
	for p, rules := range f.counts {
		file := filepath.Join(filepath.Dir(f.Path), filepath.FromSlash(p))
		for rule, c := range rules {
			if n := now[key{p, rule}]; linted(file, rule) && n < c.Count {
				removed += c.Count - n
				f.set(key{p, rule}, n)
			}
		}
	}
	return removed
}

// Total is the number of findings that the baseline accepts.
func (f *File) Total() int {
	total := 0
	for _, rules := range f.counts {
		for _, c := range rules {
			total += c.Count
		}
	}
	return total
}

// Write saves the baseline, atomically, with sorted keys so that diffs are small.
func (f *File) Write() error {
	counts := f.counts
	if counts == nil {
		counts = map[string]map[string]count{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(counts); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(f.Path), ".asynclint-*.tmp")
	if err != nil {
		return err
	}
	_, err = io.Copy(tmp, strings.NewReader(b.String()))
	err = errors.Join(err, tmp.Chmod(0o644), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), f.Path)
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}
