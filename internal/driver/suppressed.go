package driver

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/suppress"
	"github.com/asynclint/asynclint/jsparse"
)

// suppressed takes away the candidates that a comment silences and adds what is
// wrong with those comments. Only files that mention the marker are looked at.
func (r *run) suppressed(t *target) {
	files := map[string]*suppress.File{}
	for _, path := range slices.Concat(t.js, t.golang) {
		if r.req.Only != nil && !r.req.Only[path] {
			continue
		}
		if f := r.suppressions(path); f != nil {
			files[path] = f
		}
	}
	if len(files) == 0 {
		return
	}
	kept := r.candidates[:0]
	for _, c := range r.candidates {
		if files[c.abs].Match(c.Rule, c.Range.Start.Offset) {
			r.result.Summary.Suppressed++
			continue
		}
		kept = append(kept, c)
	}
	r.candidates = kept
	ran := map[string]bool{}
	for _, a := range r.js {
		ran[a.Name] = true
	}
	for _, g := range r.golang {
		ran[g.Name] = true
	}
	for path, f := range files {
		for _, x := range f.Findings(r.rel(path), func(rule string) bool { return ran[rule] && r.on(path, rule) }) {
			if x.Severity = r.suppressionLevel(path, x.Severity); x.Severity != finding.Off {
				r.candidates = append(r.candidates, candidate{Finding: x, abs: path})
			}
		}
	}
}

// suppressionLevel is the config's level for complaints about suppressions.
func (r *run) suppressionLevel(path string, own finding.Severity) finding.Severity {
	if c, err := r.req.Config.For(path); err == nil {
		if set, ok := c.Level(suppress.Rule, filepath.ToSlash(path)); ok {
			return set
		}
	}
	return own
}

// suppressions reads a file's suppression comments, or returns nil where there
// are none.
func (r *run) suppressions(path string) *suppress.File {
	text, err := r.text(path)
	if err != nil || !strings.Contains(text, "asynclint-ignore") {
		return nil // what cannot be read was reported where it was needed
	}
	var comments []suppress.Comment
	if strings.HasSuffix(path, ".go") {
		comments = goComments(path, text)
	} else {
		comments = r.jsComments(path, text)
	}
	return suppress.Parse(position.New([]byte(text)), comments, r.names)
}

// text returns a file's text, from the graph if it has been read for it.
func (r *run) text(path string) (string, error) {
	if r.graph != nil {
		if m := r.graph.Module(path); m != nil {
			return m.Text()
		}
	}
	return r.read(path)
}

func goComments(path, text string) (list []suppress.Comment) {
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return nil
	}
	base := fset.File(file.FileStart)
	for _, group := range file.Comments {
		for _, c := range group.List {
			list = append(list, suppress.Comment{Start: base.Offset(c.Pos()), End: min(base.Offset(c.End()), len(text))})
		}
	}
	return list
}

// jsComments lists the comments of a source, and in a container those of its
// markup, too.
func (r *run) jsComments(path, text string) []suppress.Comment {
	var files []*jsparse.File
	if r.graph != nil {
		if m := r.graph.Module(path); m != nil {
			files, _ = m.Files()
		}
	}
	return commentsOf(files, text)
}

func commentsOf(files []*jsparse.File, text string) (list []suppress.Comment) {
	for _, f := range files {
		for _, c := range f.Comments() {
			list = append(list, suppress.Comment{Start: c.Start, End: c.End})
		}
	}
	if len(files) == 0 || files[0].Script.Kind != "" {
		for at := 0; ; {
			start := strings.Index(text[at:], "<!--")
			if start < 0 {
				break
			}
			start += at
			end := strings.Index(text[start:], "-->")
			if end < 0 {
				break
			}
			at = start + end + len("-->")
			list = append(list, suppress.Comment{Start: start, End: at})
		}
	}
	slices.SortFunc(list, func(a, b suppress.Comment) int { return a.Start - b.Start })
	return list
}

// on reports whether a rule is on for a file.
func (r *run) on(path, rule string) bool {
	for _, a := range r.js {
		if a.Name == rule {
			return r.level(path, a.Name, a.Level.String(), a.OptIn) != finding.Off
		}
	}
	for _, g := range r.golang {
		if g.Name == rule {
			return r.level(path, g.Name, g.Level, g.OptIn) != finding.Off
		}
	}
	return false
}
