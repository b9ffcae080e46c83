package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/asynclint/asynclint/internal/finding"
)

// gopls writes what `gopls check` prints: "SPAN: message" with an absolute path
// and byte columns from 1, and "SPAN: - message" for related places.
type gopls struct{}

func (gopls) Write(w io.Writer, in *Input) error {
	out := bufio.NewWriter(w)
	for _, f := range in.Result.Findings {
		fmt.Fprintf(out, "%s: %s\n", in.span(f.Path, f.Range), Printable(f.Message))
		for _, r := range f.Related {
			fmt.Fprintf(out, "%s: - %s\n", in.span(r.Path, r.Range), Printable(r.Message))
		}
	}
	return out.Flush()
}

// span writes a range as gopls does: PATH:L:C-EC on one line, PATH:L:C-EL:EC
// across lines, PATH:L:C for a point, and no columns where both are 1.
func (in *Input) span(path string, r finding.Range) string {
	s := fmt.Sprintf("%s:%d", Printable(in.abs(path)), r.Start.Line)
	columns := r.Start.Column > 1 || r.End.Column > 1
	if columns {
		s += fmt.Sprintf(":%d", r.Start.Column)
	}
	if r.Start == r.End {
		return s
	}
	switch {
	case r.Start.Line == r.End.Line && columns:
		s += fmt.Sprintf("-%d", r.End.Column)
	case r.Start.Line != r.End.Line:
		s += fmt.Sprintf("-%d", r.End.Line)
		if columns {
			s += fmt.Sprintf(":%d", r.End.Column)
		}
	}
	return s
}
