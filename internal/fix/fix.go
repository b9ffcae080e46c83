// Package fix applies the edits that findings offer.
//
// A fix is applied whole or not at all, in all files that it touches. Fixes are
// tried in the order of the findings; one that overlaps with what was taken
// already waits for the next run. The result must parse wherever the original
// did, or the fix that broke it is left out. Files are replaced atomically, keep
// their permissions, and are left alone if they are no longer what was linted.
package fix

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aymanbagabas/go-udiff"

	"github.com/asynclint/asynclint/internal/finding"
)

// Options say what to apply.
type Options struct {
	Dir         string // absolute; edits' paths are relative to it
	Suggestions bool   // also fixes that are not safe
	// Read returns the text that was linted.
	Read func(path string) ([]byte, error)
	// Parses checks a text before it is written; nil accepts any.
	Parses func(path string, text []byte) error
	// Tidy formats a new text as the old one was; nil leaves it as it is.
	Tidy func(path string, before, after []byte) []byte
}

// Change is a file's new text.
type Change struct {
	Path   string // as in findings
	Abs    string
	Before []byte
	After  []byte
}

// Plan is what applying the fixes of some findings would do.
type Plan struct {
	Changes []Change // by path
	Applied int      // fixes
	// Left says why fixes were not applied, one text for each.
	Left []string
}

// one is a fix on its way, with its edits by file.
type one struct {
	where string
	edits map[string][]finding.Edit
}

// Make plans the fixes of findings, which must be sorted. Nothing is written.
func Make(findings []finding.Finding, opts Options) *Plan {
	p := &Plan{}
	texts := map[string][]byte{}
	taken := map[string][]finding.Edit{}
	var chosen []one
	for _, f := range findings {
		x, ok := choose(f, opts.Suggestions)
		if !ok {
			continue
		}
		if err := valid(x, texts, opts); err != nil {
			p.Left = append(p.Left, fmt.Sprintf("%s: %v", x.where, err))
			continue
		}
		if overlaps(x, taken) {
			p.Left = append(p.Left, x.where+": overlaps with another fix; run again")
			continue
		}
		for path, edits := range x.edits {
			taken[path] = merge(taken[path], edits)
		}
		chosen = append(chosen, x)
	}
	p.settle(chosen, texts, opts)
	return p
}

// choose picks the fix of a finding that the options allow.
func choose(f finding.Finding, suggestions bool) (one, bool) {
	i := slices.IndexFunc(f.Fixes, func(x finding.Fix) bool { return x.Safe })
	if i < 0 && suggestions && len(f.Fixes) > 0 {
		i = 0
	}
	if i < 0 || len(f.Fixes[i].Edits) == 0 {
		return one{}, false
	}
	x := one{where: fmt.Sprintf("%s:%d:%d: fix of %s", f.Path, f.Range.Start.Line, f.Range.Start.Column, f.Rule), edits: map[string][]finding.Edit{}}
	for _, e := range f.Fixes[i].Edits {
		x.edits[e.Path] = append(x.edits[e.Path], e)
	}
	for _, edits := range x.edits {
		sortEdits(edits)
	}
	return x, true
}

func sortEdits(edits []finding.Edit) {
	slices.SortStableFunc(edits, func(a, b finding.Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
}

// valid reads the files of a fix and checks that its edits lie in them.
func valid(x one, texts map[string][]byte, opts Options) error {
	for path, edits := range x.edits {
		if _, ok := texts[path]; !ok {
			text, err := opts.Read(path)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			texts[path] = text
		}
		end := 0
		for _, e := range edits {
			if e.Start < end || e.End < e.Start || e.End > len(texts[path]) {
				return errors.New("its edits do not fit the text")
			}
			end = e.End
		}
	}
	return nil
}

// overlaps reports whether a fix touches what others change. The same edit
// twice is none: two fixes may add one import.
func overlaps(x one, taken map[string][]finding.Edit) bool {
	for path, edits := range x.edits {
		for _, e := range edits {
			for _, t := range taken[path] {
				if e == t {
					continue
				}
				if e.Start < t.End && t.Start < e.End || e.Start == t.Start || e.Start == e.End && t.Start < e.Start && e.Start < t.End {
					return true
				}
			}
		}
	}
	return false
}

// merge adds edits that are not there yet.
func merge(list, edits []finding.Edit) []finding.Edit {
	for _, e := range edits {
		if !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	sortEdits(list)
	return list
}

// settle builds the new texts of the chosen fixes. If one of them does not
// parse, it takes fix after fix and leaves out those that break a file.
func (p *Plan) settle(chosen []one, texts map[string][]byte, opts Options) {
	after, err := build(chosen, texts, opts)
	if err != nil {
		kept := chosen[:0:0]
		for _, x := range chosen {
			try, err := build(append(kept[:len(kept):len(kept)], x), texts, opts)
			if err != nil {
				p.Left = append(p.Left, fmt.Sprintf("%s: the result would not parse: %v", x.where, err))
				continue
			}
			kept, after = append(kept, x), try
		}
		chosen = kept
	}
	p.Applied = len(chosen)
	if len(chosen) == 0 {
		return
	}
	for path, text := range after {
		if opts.Tidy != nil {
			text = opts.Tidy(path, texts[path], text)
		}
		if !bytes.Equal(text, texts[path]) {
			p.Changes = append(p.Changes, Change{Path: path, Abs: abs(opts.Dir, path), Before: texts[path], After: text})
		}
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
}

func abs(dir, path string) string {
	if p := filepath.FromSlash(path); filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}

func build(fixes []one, texts map[string][]byte, opts Options) (map[string][]byte, error) {
	edits := map[string][]finding.Edit{}
	for _, x := range fixes {
		for path, list := range x.edits {
			edits[path] = merge(edits[path], list)
		}
	}
	out := map[string][]byte{}
	for path, list := range edits {
		out[path] = Apply(texts[path], list)
		if opts.Parses == nil {
			continue
		}
		if err := opts.Parses(path, out[path]); err != nil && opts.Parses(path, texts[path]) == nil {
			return nil, err
		}
	}
	return out, nil
}

// Apply makes the edits of one file, which are sorted and do not overlap.
func Apply(text []byte, edits []finding.Edit) []byte {
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		b.Write(text[at:e.Start])
		b.WriteString(e.Text)
		at = e.End
	}
	b.Write(text[at:])
	return b.Bytes()
}

// Diff shows the changes as a unified diff that `git apply` and `patch -p1` take.
func (p *Plan) Diff() string {
	var b strings.Builder
	for _, c := range p.Changes {
		b.WriteString(udiff.Unified("a/"+c.Path, "b/"+c.Path, string(c.Before), string(c.After)))
	}
	return b.String()
}

// Write puts the new texts in place. A file that was changed since the time, or
// whose text is not the one that was linted, is left alone; the errors say so,
// one for each file. The number is that of the files written.
func (p *Plan) Write(since time.Time) (int, error) {
	var errs []error
	written := 0
	for _, c := range p.Changes {
		if err := c.write(since); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", c.Path, err))
			continue
		}
		written++
	}
	return written, errors.Join(errs...)
}

var errChanged = errors.New("was changed while it was being linted; left alone, run again")

func (c Change) write(since time.Time) (err error) {
	path, err := filepath.EvalSymlinks(c.Abs) // a link stays a link
	if err != nil {
		return cause(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return cause(err)
	}
	switch {
	case !info.Mode().IsRegular():
		return errors.New("is no regular file; left alone")
	case info.Mode().Perm()&0o200 == 0:
		return errors.New("is read-only; left alone")
	case !since.IsZero() && info.ModTime().After(since):
		return errChanged
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".asynclint-*.tmp")
	if err != nil {
		return cause(err)
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if _, err := tmp.Write(c.After); err != nil {
		return cause(err)
	}
	if err := tmp.Chmod(info.Mode().Perm()); err != nil {
		return cause(err)
	}
	if err := tmp.Sync(); err != nil {
		return cause(err)
	}
	if err := tmp.Close(); err != nil {
		return cause(err)
	}
	now, err := os.ReadFile(path) // as late as possible
	if err != nil {
		return cause(err)
	}
	if !bytes.Equal(now, c.Before) {
		return errChanged
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return cause(err)
	}
	return nil
}

// cause drops the path from an error whose path is said already.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return fmt.Errorf("cannot be written: %w", pe.Err)
	}
	return err
}
