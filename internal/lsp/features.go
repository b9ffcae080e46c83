package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/fix"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/report"
	"github.com/asynclint/asynclint/internal/suppress"
)

// diagnostics turns a text's findings into the protocol's. The caller holds the
// lock.
func (s *server) diagnostics(doc *document) []diagnostic {
	out := []diagnostic{}
	for _, f := range doc.results.findings {
		out = append(out, s.diagnosticOf(doc, f))
	}
	return out
}

func (s *server) diagnosticOf(doc *document, f finding.Finding) diagnostic {
	d := diagnostic{
		Range: s.units.span(doc.table, f.Range.Start.Offset, f.Range.End.Offset), Severity: severityOffset - int(f.Severity),
		Code: f.Rule, Source: "asynclint", Message: f.Message,
	}
	if e := report.Evidence(f.Measurement); e != "" {
		d.Message += "\n" + e
	}
	if f.URL != "" {
		d.CodeDescription = &codeDescription{f.URL}
	}
	for _, r := range f.Related {
		path := absolute(s.folder(doc.path), r.Path)
		if t := s.table(path); t != nil {
			d.Related = append(d.Related, relatedInfo{location{uriOf(path), s.units.span(t, r.Range.Start.Offset, r.Range.End.Offset)}, r.Message})
		}
	}
	return d
}

// table is the line table of a file: the open text's, else the disk's. The
// caller holds the lock.
func (s *server) table(path string) *position.Table {
	for _, d := range s.documents {
		if d.path == path {
			return d.table
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return position.New(text)
}

// diagnostic answers a client that asks.
func (s *server) diagnostic(ctx context.Context, p documentParams) (any, error) {
	r, err := s.results(ctx, p.TextDocument.URI, false)
	if err != nil {
		return nil, err
	}
	if r.id == p.PreviousResultID {
		return diagnosticReport{Kind: "unchanged", ResultID: r.id}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[p.TextDocument.URI]
	if doc == nil || doc.results == nil || doc.results.serial != doc.serial {
		return nil, errGone
	}
	return fullReport{"full", doc.results.id, s.diagnostics(doc)}, nil
}

// codeActions offers the fixes of findings in a range, comments that ignore
// them, and their documentation.
func (s *server) codeActions(ctx context.Context, p codeActionParams) (any, error) {
	r, err := s.results(ctx, p.TextDocument.URI, false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[p.TextDocument.URI]
	if doc == nil || doc.serial != r.serial {
		return nil, errGone
	}
	wants := func(kind string) bool {
		return len(p.Context.Only) == 0 && kind == kindQuickFix || slices.ContainsFunc(p.Context.Only, func(only string) bool {
			return kind == only || strings.HasPrefix(kind, only+".")
		})
	}
	actions := []codeAction{}
	if wants(kindFixAll) {
		if edit := s.fixAll(doc, r.findings); edit != nil {
			actions = append(actions, codeAction{Title: "Fix all that asynclint can fix safely", Kind: kindFixAll, Edit: edit})
		}
	}
	if !wants(kindQuickFix) {
		return actions, nil
	}
	start, end := s.units.offset(doc.table, p.Range.Start), s.units.offset(doc.table, p.Range.End)
	for _, f := range r.findings {
		if f.Range.End.Offset < start || end < f.Range.Start.Offset {
			continue
		}
		about := []diagnostic{s.diagnosticOf(doc, f)}
		for _, x := range f.Fixes {
			if edit := s.edit(doc, x); edit != nil {
				actions = append(actions, codeAction{Title: title(x.Message), Kind: kindQuickFix, Diagnostics: about, IsPreferred: x.Safe, Edit: edit})
			}
		}
		if f.Rule == suppress.Rule {
			continue
		}
		actions = append(actions,
			codeAction{Title: "Ignore " + f.Rule + " on this line", Kind: kindQuickFix, Diagnostics: about, Edit: s.ignore(doc, f)},
			codeAction{Title: "Explain " + f.Rule, Kind: kindQuickFix, Diagnostics: about,
				Command: &command{Title: "Explain " + f.Rule, Command: commandExplain, Arguments: []any{f.Rule}}})
		if f.Measurement == nil && s.opts.Measure {
			actions = append(actions, codeAction{Title: "Measure this", Kind: kindQuickFix, Diagnostics: about,
				Command: &command{Title: "Measure this", Command: commandMeasure, Arguments: []any{doc.uri}}})
		}
	}
	return actions, nil
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
	out := &workspaceEdit{map[string][]textEdit{}}
	for _, e := range x.Edits {
		path := absolute(s.folder(doc.path), e.Path)
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
	dir := s.folder(doc.path)
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

// ignore puts a suppression above a finding's line; the reason is the user's to
// write.
func (s *server) ignore(doc *document, f finding.Finding) *workspaceEdit {
	line := f.Range.Start.Line
	at := doc.table.LineStart(line)
	code := string(doc.table.Line(line))
	indent := code[:len(code)-len(strings.TrimLeft(code, " \t"))]
	text := fmt.Sprintf("%s// asynclint-ignore %s -- why is this fine?\n", indent, f.Rule)
	return &workspaceEdit{map[string][]textEdit{doc.uri: {{s.units.span(doc.table, at, at), text}}}}
}

// hover says what is known about the findings at a place.
func (s *server) hover(ctx context.Context, p hoverParams) (any, error) {
	r, err := s.results(ctx, p.TextDocument.URI, false)
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
	for _, f := range r.findings {
		if at < f.Range.Start.Offset || at > f.Range.End.Offset {
			continue
		}
		name := "**" + f.Rule + "**"
		if f.URL != "" {
			name = fmt.Sprintf("[**%s**](%s)", f.Rule, f.URL)
		}
		text := name + ": " + f.Message
		if e := report.Evidence(f.Measurement); e != "" {
			text += "\n\n" + e
		}
		where = s.units.span(doc.table, f.Range.Start.Offset, f.Range.End.Offset)
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return hoverResult{markup{"markdown", strings.Join(parts, "\n\n---\n\n")}, where}, nil
}

// execute runs one of the server's commands.
func (s *server) execute(ctx context.Context, p executeParams) error {
	var arg string
	if len(p.Arguments) > 0 {
		if err := json.Unmarshal(p.Arguments[0], &arg); err != nil {
			return fmt.Errorf("%s: its argument is no text: %w", p.Command, err)
		}
	}
	switch p.Command {
	case commandMeasure:
		if _, err := s.results(ctx, arg, true); err != nil {
			return err
		}
		s.mu.Lock()
		pull, refresh := s.pull, s.refresh
		s.mu.Unlock()
		if !pull {
			s.publish(arg)
		} else if refresh {
			return s.conn.Call(ctx, "workspace/diagnostic/refresh", nil, nil)
		}
		return nil
	case commandExplain:
		text := s.opts.Explain(arg)
		if text == "" {
			text = arg + ": " + documentationNotFound
		}
		s.notify("window/showMessage", showMessageParams{3, text})
		return nil
	}
	return fmt.Errorf("unknown command %q", p.Command)
}
