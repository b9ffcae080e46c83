package driver

import (
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/suppress"
	"github.com/asynclint/asynclint/jsparse"
)

// Reason stands in a new suppression where its author says why.
const Reason = "why is this fine?"

// SilenceLine returns the edit that puts a suppression on a finding's line, in
// the form that the place allows: a comment on a line of its own above it; among
// the children of a JSX element that comment in braces; inside of a template
// or of a JSX text one right before the finding. ok is false if no form does.
//
// Each form is tried on the text, not guessed: it counts if the parser sees a
// comment, the finding is silenced by it, and JSX shows the same words.
func SilenceLine(path, text string, f finding.Finding) (e finding.Edit, ok bool) {
	table := position.New([]byte(text))
	at := f.Range.Start.Offset
	if at < 0 || at > len(text) {
		return e, false
	}
	line, _ := table.Byte(at)
	start := table.LineStart(line)
	code := string(table.Line(line))
	indent := code[:len(code)-len(strings.TrimLeft(code, " \t"))]
	end := newline(text)
	words := "asynclint-ignore " + f.Rule + " -- " + Reason
	forms := []finding.Edit{
		{Start: start, Text: indent + "// " + words + end},
		{Start: start, Text: indent + "{/* " + words + " */}" + end},
		{Start: start, Text: indent + "/* " + words + " */" + end},
		{Start: at, Text: "/* " + words + " */ "},
		{Start: at, Text: "{/* " + words + " */}"},
		{Start: start, Text: indent + "<!-- " + words + " -->" + end},
	}
	before := shown(path, text)
	for _, e := range forms {
		e.Path, e.End = f.Path, e.Start
		after := text[:e.Start] + e.Text + text[e.Start:]
		if silences(path, after, f.Rule, at+len(e.Text), false) && shown(path, after) == before {
			return e, true
		}
	}
	return e, false
}

// SilenceFile returns the edit that silences a rule in the whole file: at its
// start, behind a line that starts a program and a comment that speaks of the
// file, since some tools read that one only where it comes first.
func SilenceFile(path, text, rule string) (e finding.Edit, ok bool) {
	words := "asynclint-ignore-file " + rule + " -- " + Reason
	end := newline(text)
	top := len(text) - len(strings.TrimPrefix(text, "\uFEFF"))
	if strings.HasPrefix(text[top:], "#!") {
		top = behindLine(text, top)
	}
	var forms []finding.Edit
	if strings.HasPrefix(text[top:], "/*") {
		if n := strings.Index(text[top:], "*/"); n >= 0 {
			at := behindLine(text, top+n)
			if at > 0 && text[at-1] != '\n' { // the comment ends the text
				forms = append(forms, finding.Edit{Start: at, Text: end + "// " + words + end})
			}
			forms = append(forms, finding.Edit{Start: at, Text: "// " + words + end})
		}
	}
	gap := ""
	if strings.HasSuffix(path, ".go") {
		gap = end // or it would be the package's documentation
	}
	forms = append(forms,
		finding.Edit{Start: top, Text: "// " + words + end + gap},
		finding.Edit{Start: top, Text: "<!-- " + words + " -->" + end})
	if strings.HasPrefix(text[top:], "---") { // what stands before it would end the front matter
		forms = []finding.Edit{{Start: behindLine(text, top), Text: "// " + words + end}}
	}
	before := shown(path, text)
	for _, e := range forms {
		e.Path, e.End = path, e.Start
		after := text[:e.Start] + e.Text + text[e.Start:]
		if silences(path, after, rule, len(after), true) && shown(path, after) == before {
			return e, true
		}
	}
	return e, false
}

// newline is how the text ends its lines.
func newline(text string) string {
	if n := strings.IndexByte(text, '\n'); n > 0 && text[n-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// behindLine is the offset behind the line that holds the offset.
func behindLine(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}

// silences reports whether a suppression in the text covers the offset, and the
// text has none that is broken.
func silences(path, text, rule string, at int, whole bool) bool {
	var comments []suppress.Comment
	if strings.HasSuffix(path, ".go") {
		comments = goComments(path, text)
	} else {
		files, err := jsparse.Parse(nil, path, text)
		if err != nil {
			return false
		}
		comments = commentsOf(files, text)
	}
	f := suppress.Parse(position.New([]byte(text)), comments, nil)
	return f.Match(rule, at) && (!whole || f.Match(rule, 0))
}

// shown are the words that a text's JSX shows: white space with a line break in
// it counts for nothing at the ends and for one space between words.
func shown(path, text string) string {
	if strings.HasSuffix(path, ".go") {
		return ""
	}
	files, _ := jsparse.Parse(nil, path, text)
	var b strings.Builder
	for _, f := range files {
		for c := range f.Root().Preorder(jsparse.JSXText) {
			lines := strings.Split(c.Text(), "\n")
			for i := range lines {
				if i > 0 {
					lines[i] = strings.TrimLeft(lines[i], " \t\r")
				}
				if i < len(lines)-1 {
					lines[i] = strings.TrimRight(lines[i], " \t\r")
				}
			}
			lines = deleteEmpty(lines)
			if len(lines) > 0 {
				b.WriteString(strings.Join(lines, " "))
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}

func deleteEmpty(list []string) []string {
	out := list[:0]
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
