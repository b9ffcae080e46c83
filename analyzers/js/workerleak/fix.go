package workerleak

import (
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/ownership"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// mend offers the release where the owner ends, where that place is plain.
func mend(t workers.Thread, f ownership.Fate) (analysis.SuggestedFix, bool) {
	end := ender(t)
	switch f.Verdict {
	case ownership.Skipped:
		fix := analysis.SuggestedFix{Message: "end the worker before it returns"}
		for _, at := range f.Paths {
			if at.Parent().Kind() == jsparse.Block {
				fix.TextEdits = append(fix.TextEdits, jsanalysis.Insert(at.File(), at.Start(), f.Name+"."+end+"();"+newline(at)))
				continue
			}
			text := "{ " + f.Name + "." + end + "(); " + strings.TrimSuffix(at.Text(), ";") + "; }"
			fix.TextEdits = append(fix.TextEdits, jsanalysis.Replace(at, text))
		}
		return fix, true
	case ownership.Kept:
		if f.What != "class" || f.Collection || !f.At.Ok() || !f.Owner.Contains(f.At) {
			break
		}
		body := f.At.Parent().FuncValue().Body()
		if body.Kind() != jsparse.Block {
			break
		}
		text := f.Name + "?." + end + "();"
		if first := body.FirstChild(); first.Ok() && newline(first) != "" {
			return insertion(body.File(), first.Start(), text+newline(first), "end the worker in "+f.At.Text()), true
		}
		return insertion(body.File(), body.Start()+1, " "+text, "end the worker in "+f.At.Text()), true
	case ownership.Unfinished:
		last := lastAwait(t.Node)
		if last.Ok() && f.Name != "" {
			return insertion(last.File(), last.End(), newline(last)+"await "+f.Name+"."+end+"();", "end the worker when the answer is in"), true
		}
	}
	return analysis.SuggestedFix{}, false
}

func insertion(f *jsparse.File, at int, text, message string) analysis.SuggestedFix {
	return analysis.SuggestedFix{Message: message, TextEdits: []analysis.TextEdit{jsanalysis.Insert(f, at, text)}}
}

// lastAwait returns the last statement of the block that makes the thread, if it
// awaits something.
func lastAwait(n jsparse.Cursor) (last jsparse.Cursor) {
	s := n
	for s.Ok() && !s.Kind().IsStmt() {
		s = s.Parent()
	}
	for next := s; next.Ok(); next = next.NextSibling() {
		last = next
	}
	if !last.Is(jsparse.ExprStmt, jsparse.VarDecl) {
		return jsparse.Cursor{}
	}
	for a := range last.Preorder(jsparse.Await) {
		if a.Func() == last.Func() {
			return last
		}
	}
	return jsparse.Cursor{}
}

// newline returns a line break and the indentation of a node's line.
func newline(n jsparse.Cursor) string {
	text := n.File().Text
	from := strings.LastIndexByte(text[:n.Start()], '\n') + 1
	indent := text[from:n.Start()]
	if strings.TrimSpace(indent) != "" {
		return " "
	}
	eol := "\n"
	if from >= 2 && text[from-2] == '\r' {
		eol = "\r\n"
	}
	return eol + indent
}
