package report

import (
	"fmt"
	"io"
	"path"
	"path/filepath"

	"github.com/asynclint/asynclint/internal/finding"
)

// vetJSON writes the tree that `go vet -json` prints, package → analyzer →
// diagnostics. The folder stands for the package. Paths are absolute, columns
// count bytes from 1.
type vetJSON struct{}

type vetDiagnostic struct {
	Posn    string       `json:"posn"`
	End     string       `json:"end"`
	Message string       `json:"message"`
	Fixes   []vetFix     `json:"suggested_fixes,omitempty"`
	Related []vetRelated `json:"related,omitempty"`
}

type vetFix struct {
	Message string    `json:"message"`
	Edits   []vetEdit `json:"edits"`
}

type vetEdit struct {
	Filename string `json:"filename"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	New      string `json:"new"`
}

type vetRelated struct {
	Posn    string `json:"posn"`
	End     string `json:"end"`
	Message string `json:"message"`
}

func (vetJSON) Write(w io.Writer, in *Input) error {
	tree := map[string]map[string]any{}
	at := func(file string) map[string]any {
		pkg := path.Dir(file)
		if tree[pkg] == nil {
			tree[pkg] = map[string]any{}
		}
		return tree[pkg]
	}
	posn := func(path string, p finding.Position) string {
		return fmt.Sprintf("%s:%d:%d", filepath.ToSlash(in.abs(path)), p.Line, p.Column)
	}
	for _, f := range in.Result.Findings {
		d := vetDiagnostic{Posn: posn(f.Path, f.Range.Start), End: posn(f.Path, f.Range.End), Message: withEvidence(f)}
		for _, x := range f.Fixes {
			fix := vetFix{Message: x.Message, Edits: []vetEdit{}}
			for _, e := range x.Edits {
				fix.Edits = append(fix.Edits, vetEdit{in.abs(e.Path), e.Start, e.End, e.Text})
			}
			d.Fixes = append(d.Fixes, fix)
		}
		for _, r := range f.Related {
			d.Related = append(d.Related, vetRelated{posn(r.Path, r.Range.Start), posn(r.Path, r.Range.End), r.Message})
		}
		m := at(f.Path)
		list, _ := m[f.Rule].([]vetDiagnostic)
		m[f.Rule] = append(list, d)
	}
	for _, e := range in.Result.Errors {
		rule := e.Rule
		if rule == "" {
			rule = "asynclint"
		}
		m := at(e.Path)
		if m[rule] == nil { // an analyzer has findings or an error, as in go vet
			m[rule] = map[string]string{"error": e.Error()}
		}
	}
	return encode(w, "\t", tree)
}
