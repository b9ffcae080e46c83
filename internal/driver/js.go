package driver

import (
	"context"
	"fmt"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unsafe"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/suppress"
	"github.com/asynclint/asynclint/jsparse"
)

// candidate is a finding on its way: what measuring needs to know of it.
type candidate struct {
	finding.Finding
	abs   string // file, absolute
	level string // the rule's default level, "measured" included
	start int    // range of the function to run, if the finding is Measurable
	end   int
	grow  []string
	size  int // how large that plausibly gets; 0 if unknown
}

// runJS analyses the JS/TS files.
func (r *run) runJS(ctx context.Context, files []string) error {
	if len(files) == 0 || len(r.js) == 0 {
		return nil
	}
	if r.graph == nil { // not a Workspace's run
		r.graph = jsparse.NewGraph(token.NewFileSet(), r.root(), files, r.read)
		r.graph.SetUniverse(func() []string { return r.universe(ctx) })
	}
	var modules []*jsparse.Module
	for _, f := range files {
		if m := r.graph.Module(f); m != nil && (r.req.Only == nil || r.req.Only[f]) {
			modules = append(modules, m)
		}
	}
	reports, failures, err := jsanalysis.Run(ctx, jsanalysis.Job{
		Graph:     r.graph,
		Analyzers: r.js,
		Modules:   modules,
		Options:   jsanalysis.Options{Cores: r.req.Cores, InputSize: r.req.InputSize},
		Workers:   r.req.Jobs,
		Skip:      r.isMute,
		SkipFile:  isBuilt,
		Done:      func(m *jsparse.Module, parsed bool) { r.progress("analysing", len(files)) },
	})
	for _, f := range failures {
		r.fail(f.Path, f.Analyzer, f.Err)
	}
	for _, rep := range reports {
		r.candidates = append(r.candidates, r.fromJS(rep))
	}
	return err
}

// isMute reports whether nobody would see what a rule says about a file: it is
// off there, or gives hints that are not shown. Where a comment may suppress
// the hint the rule runs, so that the comment is not taken for unused.
func (r *run) isMute(a *jsanalysis.Analyzer, m *jsparse.Module) bool {
	switch r.level(m.Path, a.Name, a.Level.String(), a.OptIn) {
	case finding.Off:
		return true
	case finding.Hint:
		if r.req.All || r.asked(a.Name) {
			return false
		}
		text, err := m.Text()
		return err == nil && !suppress.Mentions([]byte(text))
	}
	return false
}

// universe lists the project's JS/TS files, beyond those of the patterns: who
// imports or starts a module decides where it runs.
func (r *run) universe(ctx context.Context) []string {
	root := r.graph.Root()
	for _, p := range r.req.Patterns {
		abs := strings.TrimSuffix(p, "...")
		if !filepath.IsAbs(abs) {
			abs = filepath.Join(r.req.Dir, abs)
		}
		if filepath.Clean(abs) == root {
			return nil // the patterns name it all
		}
	}
	if len(r.req.Patterns) == 0 && r.req.Dir == root {
		return nil
	}
	t, err := discover(ctx, root, []string{"."}, nil, r.ignored)
	if err != nil {
		return nil
	}
	r.memo.discovered(t)
	return t.js
}

// isBuilt reports whether a text is the output of a tool: minified, or marked
// as generated. Nobody reads findings about it.
func isBuilt(m *jsparse.Module) bool {
	text, err := m.Text()
	if err != nil {
		return false
	}
	head := text[:min(len(text), 1000)]
	if strings.Contains(head, "@generated") || strings.Contains(head, "DO NOT EDIT") {
		return true
	}
	// A minifier leaves a few very long lines.
	return len(text) > 5_000 && len(text)/(strings.Count(text, "\n")+1) > 400
}

// fromJS makes a finding of a diagnostic.
func (r *run) fromJS(rep jsanalysis.Report) candidate {
	d := rep.Diagnostic
	level := rep.Analyzer.Level
	if d.Level != jsanalysis.Default {
		level = d.Level
	}
	end := d.End
	if !end.IsValid() {
		end = d.Pos
	}
	c := candidate{
		abs:   rep.File.Path,
		level: level.String(),
		grow:  d.Grow,
		size:  int(min(d.Size, 1e9)),
		Finding: finding.Finding{
			Rule:     rep.Analyzer.Name,
			Severity: r.level(rep.File.Path, rep.Analyzer.Name, level.String(), rep.Analyzer.OptIn),
			Path:     r.rel(rep.File.Path),
			Range:    r.span(d.Pos, end),
			Message:  d.Message,
			URL:      d.URL,

			Measurable: d.Measure.Ok(),
		},
	}
	if d.Measure.Ok() {
		c.start, c.end = d.Measure.Start(), d.Measure.End()
	}
	for _, rel := range d.Related {
		end := rel.End
		if !end.IsValid() {
			end = rel.Pos
		}
		c.Related = append(c.Related, finding.Related{Path: r.rel(r.graph.Fset().Position(rel.Pos).Filename), Range: r.span(rel.Pos, end), Message: rel.Message})
	}
	for _, fix := range d.SuggestedFixes {
		out := finding.Fix{Message: fix.Message, Safe: d.Safe}
		for _, e := range fix.TextEdits {
			f := r.graph.Fset().File(e.Pos)
			end := e.End
			if !end.IsValid() {
				end = e.Pos
			}
			out.Edits = append(out.Edits, finding.Edit{Path: r.rel(f.Name()), Start: f.Offset(e.Pos), End: f.Offset(end), Text: string(e.NewText)})
		}
		c.Fixes = append(c.Fixes, out)
	}
	return c
}

func (r *run) span(pos, end token.Pos) finding.Range {
	return finding.Range{Start: r.position(pos), End: r.position(end)}
}

func (r *run) position(pos token.Pos) finding.Position {
	p := r.graph.Fset().PositionFor(pos, false)
	return finding.Position{Line: p.Line, Column: p.Column, Offset: p.Offset}
}

// read returns a file's text, the overlay's first.
func (r *run) read(path string) (string, error) {
	if text, ok := r.req.Overlay[path]; ok {
		return string(text), nil
	}
	text, info, err := readFile(path)
	r.memo.read(path, text, info, err)
	return text, err
}

// readFile reads a source from the disk; info is what it was right before.
func readFile(path string) (text string, info fs.FileInfo, err error) {
	info, err = os.Stat(path)
	if err != nil {
		return "", info, fmt.Errorf("cannot be read: %s", cause(err))
	}
	if !info.Mode().IsRegular() {
		return "", info, fmt.Errorf("cannot be read: not a regular file")
	}
	if info.Size() > maxFile {
		return "", info, fmt.Errorf("%d MiB, more than the %d MiB that are read; generated files belong into \"ignore\"", info.Size()>>20, maxFile>>20)
	}
	text, err = readUpTo(path, int(info.Size()))
	if err != nil {
		return "", info, fmt.Errorf("cannot be read: %s", cause(err))
	}
	return text, info, nil
}

// readUpTo reads a file that had the size a moment ago. One that grows meanwhile
// is cut where maxFile is passed.
func readUpTo(path string, size int) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text := make([]byte, 0, size+1) // one more, so that the end is seen without another buffer
	for {
		n, err := f.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		switch {
		case err == io.EOF || len(text) > maxFile:
			return unsafe.String(unsafe.SliceData(text), len(text)), nil // nobody else has the bytes
		case err != nil:
			return "", err
		case len(text) == cap(text):
			text = slices.Grow(text, len(text))
		}
	}
}

// maxFile bounds what is read of one file, in bytes; the parser's own bound is
// the same.
const maxFile = 16 << 20

// root is the project's folder: the nearest one upward from the working
// directory that holds a repository, else the outermost with a package.json,
// else the working directory.
func (r *run) root() string {
	top := ""
	for dir := r.req.Dir; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if _, err := os.Stat(filepath.Join(dir, "package.json")); err == nil {
			top = dir
		}
		if filepath.Dir(dir) == dir {
			break
		}
	}
	if top != "" {
		return top
	}
	return r.req.Dir
}
