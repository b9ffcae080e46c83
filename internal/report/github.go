package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
)

// github writes workflow commands, which GitHub Actions shows beside the code.
// A command is a line of UTF-8: of a path, bytes that are none are shown as
// escapes, and of what people read, control characters, too.
type github struct{}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// githubPath names a file; the name must stay what the repository has.
func githubPath(path string) string {
	return githubProperty.Replace(escaped(path, func(rune) bool { return false }))
}

func githubText(s string) string {
	return githubData.Replace(escaped(s, func(r rune) bool { return r != '\n' && unprintable(r) }))
}

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
		fmt.Fprintf(out, "::%s file=%s,line=%d,endLine=%d", command, githubPath(f.Path), line, endLine)
		if line == endLine { // columns across lines are refused
			fmt.Fprintf(out, ",col=%d,endColumn=%d", column, endColumn)
		}
		fmt.Fprintf(out, ",title=%s::%s\n", githubProperty.Replace("asynclint "+f.Rule), githubText(withEvidence(f)))
	}
	for _, e := range in.Result.Errors {
		out.WriteString("::error ")
		if e.Path != "" {
			fmt.Fprintf(out, "file=%s,", githubPath(e.Path))
		}
		if e.Line > 0 {
			fmt.Fprintf(out, "line=%d,", e.Line)
		}
		fmt.Fprintf(out, "title=asynclint::%s\n", githubText(e.Error()))
	}
	return out.Flush()
}
