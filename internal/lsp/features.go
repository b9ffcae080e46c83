package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/fix"
	"github.com/asynclint/asynclint/internal/report"
	"github.com/asynclint/asynclint/internal/suppress"
)

// codeActions offers the fixes of findings in a range, comments that ignore
// them, their measurement and their documentation.
func (s *server) codeActions(ctx context.Context, p codeActionParams) (any, error) {
	r, err := s.results(ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[p.TextDocument.URI]
	if doc == nil || doc.serial != r.serial {
		return nil, errGone
	}
	findings := doc.results.findings
	wants := func(kind string) bool {
		return len(p.Context.Only) == 0 && kind == kindQuickFix || slices.ContainsFunc(p.Context.Only, func(only string) bool {
			return kind == only || strings.HasPrefix(kind, only+".")
		})
	}
	actions := []codeAction{}
	if wants(kindFixAll) {
		if edit := s.fixAll(doc, findings); edit != nil {
			actions = append(actions, codeAction{Title: "Fix all that asynclint can fix safely", Kind: kindFixAll, Edit: edit})
		}
	}
	if !wants(kindQuickFix) {
		return actions, nil
	}
	start, end := s.units.offset(doc.table, p.Range.Start), s.units.offset(doc.table, p.Range.End)
	var touched []finding.Finding
	for _, f := range findings {
		if f.Range.End.Offset >= start && end >= f.Range.Start.Offset {
			touched = append(touched, f)
		}
	}
	// What mends comes before what silences.
	for _, f := range touched {
		about := s.diagnostics(doc, []finding.Finding{f})
		for _, x := range f.Fixes {
			if edit := s.edit(doc, x); edit != nil {
				actions = append(actions, codeAction{Title: title(x.Message), Kind: kindQuickFix, Diagnostics: about, IsPreferred: x.Safe, Edit: edit})
			}
		}
	}
	for _, f := range touched {
		if f.Rule != suppress.Rule {
			actions = append(actions, s.otherActions(doc, f)...)
		}
	}
	return actions, nil
}

// otherActions are those that every finding has.
func (s *server) otherActions(doc *document, f finding.Finding) (actions []codeAction) {
	about := s.diagnostics(doc, []finding.Finding{f})
	text := string(doc.table.Text())
	silence := func(title string, e finding.Edit, ok bool) {
		if ok {
			edit := &workspaceEdit{map[string][]textEdit{doc.uri: {{s.units.span(doc.table, e.Start, e.End), e.Text}}}}
			actions = append(actions, codeAction{Title: title, Kind: kindQuickFix, Diagnostics: about, Edit: edit})
		}
	}
	e, ok := driver.SilenceLine(doc.path, text, f)
	silence("Ignore "+f.Rule+" on this line", e, ok)
	e, ok = driver.SilenceFile(doc.path, text, f.Rule)
	silence("Ignore "+f.Rule+" in this file", e, ok)
	if f.Measurable {
		c := s.measureCommand(doc, f)
		c.Title = "Measure this"
		actions = append(actions, codeAction{Title: c.Title, Kind: kindQuickFix, Diagnostics: about, Command: c})
	}
	explain := "Explain " + f.Rule
	return append(actions, codeAction{Title: explain, Kind: kindQuickFix, Diagnostics: about,
		Command: &command{Title: explain, Command: commandExplain, Arguments: []any{f.Rule}}})
}

// title starts a message with a capital, as menus do.
func title(s string) string {
	if s == "" {
		return "Fix"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// edit turns a fix into the protocol's form; nil if a file of it cannot be read.
func (s *server) edit(doc *document, x finding.Fix) *workspaceEdit {
	dir, _ := s.folder(doc.path)
	out := &workspaceEdit{map[string][]textEdit{}}
	for _, e := range x.Edits {
		path := absolute(dir, e.Path)
		t, uri := s.table(path), uriOf(path)
		if path == doc.path {
			uri = doc.uri
		}
		if t == nil || e.End > len(t.Text()) {
			return nil
		}
		out.Changes[uri] = append(out.Changes[uri], textEdit{s.units.span(t, e.Start, e.End), e.Text})
	}
	return out
}

// fixAll replaces the text by the one with all safe fixes that touch this file
// only; nil if there are none.
func (s *server) fixAll(doc *document, findings []finding.Finding) *workspaceEdit {
	dir, _ := s.folder(doc.path)
	findings = slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool {
		return slices.ContainsFunc(f.Fixes, func(x finding.Fix) bool {
			return slices.ContainsFunc(x.Edits, func(e finding.Edit) bool { return absolute(dir, e.Path) != doc.path })
		})
	})
	plan := fix.Make(findings, fix.Options{Dir: dir, Parses: s.opts.Parses, Read: func(string) ([]byte, error) { return doc.table.Text(), nil }})
	if len(plan.Changes) != 1 {
		return nil
	}
	whole := s.units.span(doc.table, 0, len(doc.table.Text()))
	return &workspaceEdit{map[string][]textEdit{doc.uri: {{whole, string(plan.Changes[0].After)}}}}
}

// hover says what is known about the findings at a place.
func (s *server) hover(ctx context.Context, p hoverParams) (any, error) {
	r, err := s.results(ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[p.TextDocument.URI]
	if doc == nil || doc.serial != r.serial {
		return nil, errGone
	}
	at := s.units.offset(doc.table, p.Position)
	var parts []string
	var where span
	for _, f := range doc.results.findings {
		if at < f.Range.Start.Offset || at > f.Range.End.Offset {
			continue
		}
		where = s.units.span(doc.table, f.Range.Start.Offset, f.Range.End.Offset)
		parts = append(parts, described(f))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return hoverResult{markup{"markdown", strings.Join(parts, "\n\n---\n\n")}, where}, nil
}

// described is a finding as Markdown: the rule, what it says, what was measured.
func described(f finding.Finding) string {
	var b strings.Builder
	name := "**" + f.Rule + "**"
	if f.URL != "" {
		name = fmt.Sprintf("[**%s**](%s)", f.Rule, f.URL)
	}
	b.WriteString(name + ": " + f.Message)
	m := f.Measurement
	if m == nil {
		return b.String()
	}
	b.WriteString("\n\n")
	if m.Verdict != finding.Unmeasured {
		b.WriteString("**" + string(m.Verdict) + "**, ")
	}
	b.WriteString(report.Evidence(m))
	if len(m.Samples) > 1 {
		b.WriteString("\n\n| n | ms |\n|---:|---:|\n")
		for _, x := range m.Samples {
			fmt.Fprintf(&b, "| %s | %s |\n", report.Count(float64(x.N)), report.Millis(x.MS))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// execute runs one of the server's commands.
func (s *server) execute(ctx context.Context, p executeParams) (any, error) {
	switch p.Command {
	case commandMeasure:
		return s.measure(ctx, p)
	case commandExplain:
		var rule string
		if len(p.Arguments) > 0 {
			if err := json.Unmarshal(p.Arguments[0], &rule); err != nil {
				return nil, fmt.Errorf("%s takes a rule's name: %w", p.Command, err)
			}
		}
		text := s.opts.Explain(rule)
		if text == "" {
			text = rule + ": " + documentationNotFound
		}
		s.notify("window/showMessage", showMessageParams{3, text})
		return nil, nil
	}
	return nil, fmt.Errorf("unknown command %q", p.Command)
}
