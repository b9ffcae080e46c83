package driver

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/goload"
)

// goRule is a Go rule in the catalogue's terms.
type goRule struct {
	Name     string
	Analyzer *analysis.Analyzer
	Groups   []string
	Level    string
	Fix      string
	OptIn    bool
}

func goRules() []goRule {
	list := make([]goRule, len(golang.All))
	for i, e := range golang.All {
		list[i] = goRule{e.Analyzer.Name, e.Analyzer, []string{string(e.Group)}, string(e.Level), string(e.Fix), e.OptIn}
	}
	return list
}

// runGo analyses the Go packages that hold the files, module by module.
func (r *run) runGo(ctx context.Context, files []string) error {
	rules := slices.DeleteFunc(slices.Clone(r.golang), func(g goRule) bool {
		return !slices.ContainsFunc(files, func(f string) bool { return r.level(f, g.Name, g.Level, g.OptIn) != finding.Off })
	})
	if len(files) == 0 || len(rules) == 0 {
		return nil
	}
	if _, err := exec.LookPath("go"); err != nil {
		r.fail("", "", fmt.Errorf("%d Go files were not analysed: the go command is not in PATH", len(files)))
		return nil
	}
	byName := map[string]goRule{}
	var list []*analysis.Analyzer
	for _, g := range rules {
		byName[g.Name] = g
		list = append(list, g.Analyzer)
	}
	linted := map[string]bool{}
	for _, f := range files {
		linted[f] = true
	}
	for _, m := range modules(files) {
		diagnostics, failures, err := goload.Run(ctx, m.root, m.patterns(), list, goload.Options{Overlay: r.req.Overlay, Jobs: r.req.Jobs, CacheDir: r.cacheDir()})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			r.fail(m.root, "", err)
			continue
		}
		for _, e := range failures {
			r.result.Errors = append(r.result.Errors, r.goError(m.root, e))
		}
		for _, d := range diagnostics {
			if !d.Generated && linted[d.Pos.File] && d.Pos.Offset >= 0 && (r.req.Only == nil || r.req.Only[d.Pos.File]) {
				r.candidates = append(r.candidates, r.fromGo(byName[d.Analyzer], d))
			}
		}
		r.progress("analysing", 0)
	}
	return nil
}

// goModule is a Go module, or a folder outside any, with the folders to lint.
type goModule struct {
	root string
	dirs []string // absolute, sorted
}

// patterns names the folders as the go command wants them.
func (m goModule) patterns() []string {
	list := make([]string, len(m.dirs))
	for i, d := range m.dirs {
		rel, err := filepath.Rel(m.root, d)
		if err != nil {
			rel = d
		}
		list[i] = "./" + filepath.ToSlash(rel)
	}
	return list
}

// modules groups folders by the go.mod above them.
func modules(files []string) []goModule {
	var list []goModule
	at := map[string]int{}
	seen := map[string]bool{}
	roots := map[string]string{}
	for _, f := range files {
		dir := filepath.Dir(f)
		if seen[dir] {
			continue
		}
		seen[dir] = true
		root := moduleRoot(dir, roots)
		i, ok := at[root]
		if !ok {
			i = len(list)
			at[root] = i
			list = append(list, goModule{root: root})
		}
		list[i].dirs = append(list[i].dirs, dir)
	}
	return list
}

func moduleRoot(dir string, known map[string]string) string {
	if root, ok := known[dir]; ok {
		return root
	}
	root := dir
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		if parent := filepath.Dir(dir); parent != dir {
			root = moduleRoot(parent, known)
			if root == parent {
				if _, err := os.Stat(filepath.Join(parent, "go.mod")); err != nil {
					root = dir // no go.mod up to the top
				}
			}
		}
	}
	known[dir] = root
	return root
}

// goError says what is wrong with a package. The go command's complaint that a
// folder has no files for this platform is none.
func (r *run) goError(root string, e goload.Error) finding.RunError {
	out := finding.RunError{Rule: e.Analyzer, Message: e.Message, Line: e.Pos.Line, Column: e.Pos.Column}
	switch {
	case e.Pos.File != "":
		out.Path = r.rel(e.Pos.File)
	case e.Package != "" && !strings.Contains(e.Message, e.Package):
		out.Message = e.Package + ": " + e.Message
	}
	if out.Path == "" {
		out.Path = r.rel(root)
	}
	return out
}

// fromGo makes a finding of a diagnostic.
func (r *run) fromGo(g goRule, d goload.Diagnostic) candidate {
	c := candidate{
		abs:   d.Pos.File,
		level: g.Level,
		Finding: finding.Finding{
			Rule:     d.Analyzer,
			Severity: r.level(d.Pos.File, g.Name, g.Level, g.OptIn),
			Path:     r.rel(d.Pos.File),
			Range:    goRange(d.Pos, d.End),
			Message:  d.Message,
			URL:      g.Analyzer.URL,
		},
	}
	for _, rel := range d.Related {
		c.Related = append(c.Related, finding.Related{Path: r.rel(rel.Pos.File), Range: goRange(rel.Pos, rel.End), Message: rel.Message})
	}
	for _, fix := range d.Fixes {
		out := finding.Fix{Message: fix.Message, Safe: g.Fix == string(golang.Safe)}
		for _, e := range fix.Edits {
			out.Edits = append(out.Edits, finding.Edit{Path: r.rel(e.File), Start: e.Start, End: e.End, Text: e.Text})
		}
		c.Fixes = append(c.Fixes, out)
	}
	return c
}

func goRange(start, end goload.Position) finding.Range {
	if end.Offset < start.Offset || end.File != start.File {
		end = start
	}
	return finding.Range{
		Start: finding.Position{Line: start.Line, Column: start.Column, Offset: start.Offset},
		End:   finding.Position{Line: end.Line, Column: end.Column, Offset: end.Offset},
	}
}
