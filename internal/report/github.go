package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
)

// github writes workflow commands, which GitHub Actions shows beside the code.
type github struct{}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (github) Write(w io.Writer, in *Input) error {
	out := bufio.NewWriter(w)
	for _, f := range in.Result.Findings {
		command := "notice"
		switch f.Severity {
		case finding.Error:
			command = "error"
		case finding.Warning:
			command = "warning"
		}
		line, column := in.utf16(f.Path, f.Range.Start)
		endLine, endColumn := in.utf16(f.Path, f.Range.End)
		fmt.Fprintf(out, "::%s file=%s,line=%d,endLine=%d", command, githubProperty.Replace(f.Path), line, endLine)
		if line == endLine { // columns across lines are refused
			fmt.Fprintf(out, ",col=%d,endColumn=%d", column, endColumn)
		}
		fmt.Fprintf(out, ",title=%s::%s\n", githubProperty.Replace("asynclint "+f.Rule), githubData.Replace(withEvidence(f)))
	}
	for _, e := range in.Result.Errors {
		out.WriteString("::error ")
		if e.Path != "" {
			fmt.Fprintf(out, "file=%s,", githubProperty.Replace(e.Path))
		}
		if e.Line > 0 {
			fmt.Fprintf(out, "line=%d,", e.Line)
		}
		fmt.Fprintf(out, "title=asynclint::%s\n", githubData.Replace(e.Error()))
	}
	return out.Flush()
}
