package report

import (
	"bufio"
	"fmt"
	"io"
)

// lines writes "path:line:col: severity: message [rule]", one line per finding:
// the form that editors' problem matchers and reviewdog read. Columns count
// bytes from 1. The measurement stands behind the message, in parentheses;
// related places are left out.
type lines struct{}

func (lines) Write(w io.Writer, in *Input) error {
	out := bufio.NewWriter(w)
	for _, f := range in.Result.Findings {
		fmt.Fprintf(out, "%s: %s: %s [%s]\n", location(f.Path, f.Range.Start), f.Severity, Printable(withEvidence(f)), f.Rule)
	}
	return out.Flush()
}
