package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/report"
)

// publish pushes what is known about a document's text, unless the client has
// it.
func (s *server) publish(uri string) {
	s.sending.Lock()
	defer s.sending.Unlock()
	s.mu.Lock()
	doc := s.documents[uri]
	if doc == nil || doc.results == nil || doc.results.serial != doc.serial {
		s.mu.Unlock()
		return
	}
	version := doc.version
	p := publishParams{URI: uri, Version: &version, Diagnostics: s.diagnostics(doc, doc.results.findings)}
	id := fmt.Sprint(doc.serial, identity(p.Diagnostics))
	known := doc.published == id
	doc.published = id
	s.mu.Unlock()
	if !known {
		s.notify("textDocument/publishDiagnostics", p)
	}
}

// identity is the same for the same diagnostics.
func identity(list []diagnostic) string {
	h := fnv.New64a()
	_ = json.NewEncoder(h).Encode(list) // neither the types nor a hash can fail
	return fmt.Sprintf("%x", h.Sum64())
}

// diagnostics turns findings about a document's text into the protocol's. The
// caller holds the lock.
func (s *server) diagnostics(doc *document, findings []finding.Finding) []diagnostic {
	dir, _ := s.folder(doc.path)
	out := []diagnostic{}
	for _, f := range findings {
		out = append(out, s.diagnosticOf(dir, doc.table, f, s.table))
	}
	return out
}

func (s *server) diagnosticOf(dir string, t *position.Table, f finding.Finding, table func(path string) *position.Table) diagnostic {
	d := diagnostic{
		Range: s.units.span(t, f.Range.Start.Offset, f.Range.End.Offset), Severity: severityOffset - int(f.Severity),
		Code: f.Rule, Source: "asynclint", Message: f.Message,
	}
	if f.Measurement != nil && f.Measurement.Verdict == finding.Refuted {
		d.Severity = severityOffset - int(finding.Hint) // the command says nothing of it
	}
	if e := report.Evidence(f.Measurement); e != "" {
		d.Message += "\n" + e
	}
	if f.URL != "" {
		d.CodeDescription = &codeDescription{f.URL}
	}
	for _, r := range f.Related {
		path := absolute(dir, r.Path)
		if t := table(path); t != nil {
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

// diagnostic answers a client that asks about a document.
func (s *server) diagnostic(ctx context.Context, p documentParams) (any, error) {
	r, err := s.results(ctx, p.TextDocument.URI)
	s.told(err)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[p.TextDocument.URI]
	if doc == nil || doc.serial != r.serial {
		return nil, errGone
	}
	items := s.diagnostics(doc, doc.results.findings)
	id := identity(items)
	if id == p.PreviousResultID {
		return diagnosticReport{Kind: "unchanged", ResultID: id}, nil
	}
	return fullReport{"full", id, items}, nil
}

// wholeRun is the last run over all folders, for clients that ask about files
// that are not open. It is repeated when something was opened, saved or changed
// on disk, not at each keystroke.
type wholeRun struct {
	turn  chan struct{} // holds a value while somebody runs
	stale bool          // or never run
	files map[string]wholeFile
}

// wholeFile is what was found in one file.
type wholeFile struct {
	uri   string
	id    string
	items []diagnostic
}

// workspaceDiagnostic answers a client that asks about all files.
func (s *server) workspaceDiagnostic(ctx context.Context, p workspaceDiagnosticParams) (any, error) {
	s.mu.Lock()
	if s.whole.turn == nil {
		s.whole.turn, s.whole.stale = make(chan struct{}, 1), true
	}
	turn := s.whole.turn
	s.mu.Unlock()
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s.mu.Lock()
	stale, folders, overlay := s.whole.stale, slices.Clone(s.folders), s.overlay()
	s.whole.stale = false
	s.mu.Unlock()
	if stale {
		files, err := s.runWhole(ctx, folders, overlay)
		s.told(err)
		s.mu.Lock()
		if err != nil {
			s.whole.stale = true
			s.mu.Unlock()
			return nil, err
		}
		s.whole.files = files
		s.mu.Unlock()
	}
	items := s.workspaceReports(p)
	if p.PartialResultToken != nil {
		s.notify("$/progress", progressParams{p.PartialResultToken, workspaceReport{items}})
		items = []any{}
	}
	return workspaceReport{items}, nil
}

// workspaceReports compares what is known with what the client knows.
func (s *server) workspaceReports(p workspaceDiagnosticParams) []any {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := map[string]string{}
	for _, r := range p.PreviousResultIDs {
		known[r.URI] = r.Value
	}
	items := []any{}
	for _, path := range slices.Sorted(maps.Keys(s.whole.files)) {
		f := s.whole.files[path]
		before, told := known[f.uri]
		delete(known, f.uri)
		if d := s.documents[f.uri]; d != nil {
			continue // told when the client asks about the document
		}
		if told && before == f.id {
			items = append(items, workspaceUnchanged{diagnosticReport{Kind: "unchanged", ResultID: f.id}, f.uri, nil})
		} else {
			items = append(items, workspaceFull{fullReport{"full", f.id, f.items}, f.uri, nil})
		}
	}
	nothing := identity([]diagnostic{})
	for _, uri := range slices.Sorted(maps.Keys(known)) {
		if s.documents[uri] == nil && known[uri] != nothing {
			items = append(items, workspaceFull{fullReport{"full", nothing, []diagnostic{}}, uri, nil})
		}
	}
	return items
}

// runWhole lints the folders from scratch, on one processor: somebody may be
// typing.
func (s *server) runWhole(ctx context.Context, folders []string, overlay map[string][]byte) (map[string]wholeFile, error) {
	files := map[string]wholeFile{}
	for _, dir := range folders {
		req := driver.Request{Dir: dir, Overlay: overlay, Measure: driver.MeasureOff, All: true, Jobs: 1,
			Config: config.NewResolver(config.Options{Dir: dir, Names: s.opts.Names})}
		res, err := s.opts.Lint(ctx, req)
		if err != nil {
			return nil, err
		}
		tables := map[string]*position.Table{}
		table := func(path string) *position.Table {
			if _, ok := tables[path]; !ok {
				s.mu.Lock()
				tables[path] = s.table(path)
				s.mu.Unlock()
			}
			return tables[path]
		}
		for _, f := range res.Findings {
			path := absolute(dir, f.Path)
			t := table(path)
			if t == nil {
				continue // gone meanwhile
			}
			w := files[path]
			w.uri = uriOf(path)
			w.items = append(w.items, s.diagnosticOf(dir, t, f, table))
			files[path] = w
		}
	}
	for path, w := range files {
		w.id = identity(w.items)
		files[path] = w
	}
	return files, nil
}
