package lsp

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
)

// settleDelay is how long typing must pause before the other open documents
// are looked at again.
const settleDelay = 400 * time.Millisecond

// results are a run's findings about one document.
type results struct {
	serial     int // of the text
	generation int // of the server when the run began
	findings   []finding.Finding
}

// flight is a run that does not measure; all who want its results wait for it.
type flight struct {
	serial     int
	generation int
	done       chan struct{}
	results    *results
	err        error
}

// errGone is about a text that was closed or changed meanwhile.
var errGone = &jsonrpc2.Error{Code: codeContentModified, Message: "the text is closed or has changed"}

// results returns the findings about an open text as it is: those of the last
// run, if nothing has changed since, or of a new one.
func (s *server) results(ctx context.Context, uri string) (*results, error) {
	s.mu.Lock()
	doc := s.documents[uri]
	if doc == nil {
		s.mu.Unlock()
		return nil, errGone
	}
	if r := doc.results; r != nil && r.serial == doc.serial && r.generation == s.generation {
		s.mu.Unlock()
		return r, nil
	}
	f := doc.flight
	if f == nil || f.serial != doc.serial || f.generation != s.generation {
		f = &flight{serial: doc.serial, generation: s.generation, done: make(chan struct{}), err: errGone}
		doc.flight = f
		t := s.task(doc)
		s.background(func() {
			defer close(f.done)
			f.results, f.err = s.run(t.ctx, t, nil)
		})
	}
	s.mu.Unlock()
	select {
	case <-f.done:
		return f.results, f.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// task is what a run needs to know, as of one moment.
type task struct {
	doc        *document
	ctx        context.Context // the text's
	serial     int
	generation int
	dir        string
	project    Project
	overlay    map[string][]byte
}

// task notes what a run of a document needs. The caller holds the lock.
func (s *server) task(doc *document) task {
	dir, loose := s.folder(doc.path)
	p := s.projects[dir]
	if p == nil {
		p = s.opts.Open(dir, loose)
		s.projects[dir] = p
	}
	return task{doc, doc.ctx, doc.serial, s.generation, dir, p, s.overlay()}
}

// overlay is the open texts by path. The caller holds the lock.
func (s *server) overlay() map[string][]byte {
	m := map[string][]byte{}
	for _, d := range s.documents {
		m[d.path] = d.table.Text()
	}
	return m
}

// measuring says how a run measures.
type measuring struct {
	only     func(finding.Finding) bool // nil for all
	progress func(done, total int)      // may be nil
}

// run lints a document and keeps what is found. Without m it does not measure.
func (s *server) run(ctx context.Context, t task, m *measuring) (*results, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.ctx, cancel)()
	c, err := t.project.Config().For(t.doc.path)
	if err != nil {
		return nil, err
	}
	req := driver.Request{Overlay: t.overlay, Measure: driver.MeasureOff, Cores: c.Cores, InputSize: c.InputSize, All: true}
	if m != nil && c.Measure.Mode != "off" {
		req.Measure, req.Budget, req.Engine, req.MeasureOnly = driver.MeasureAuto, c.Measure.Budget, c.Measure.Engine, m.only
		req.Progress = func(done, total int, what string) {
			if what == "measuring" && m.progress != nil {
				m.progress(done, total)
			}
		}
	}
	res, err := t.project.Run(ctx, t.doc.path, req)
	if err != nil {
		if t.ctx.Err() != nil && !errors.Is(err, context.DeadlineExceeded) {
			return nil, errGone
		}
		return nil, err
	}
	for _, e := range res.Errors {
		if e.Rule != "" {
			s.log(e.Path + ": " + e.Message)
		}
	}
	r := &results{serial: t.serial, generation: t.generation}
	for _, f := range res.Findings {
		if absolute(t.dir, f.Path) == t.doc.path {
			r.findings = append(r.findings, f)
		}
	}
	return s.keep(t.doc, r)
}

// keep makes results those of their document. Evidence about the same text
// stays; of a run that was overtaken only the evidence counts.
func (s *server) keep(doc *document, r *results) (*results, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.documents[doc.uri] != doc || doc.serial != r.serial {
		return nil, errGone
	}
	if old := doc.results; old != nil && old.serial == r.serial {
		other := old
		if old.generation > r.generation {
			other, r = r, &results{old.serial, old.generation, slices.Clone(old.findings)}
		}
		for i := range r.findings {
			f := &r.findings[i]
			if m := evidenceFor(other.findings, *f); m != nil && (f.Measurement == nil || other != old) {
				f.Measurement = m
			}
		}
	}
	doc.results = r
	return r, nil
}

func evidenceFor(list []finding.Finding, f finding.Finding) *finding.Measurement {
	for _, old := range list {
		if old.Rule == f.Rule && old.Range == f.Range && old.Message == f.Message {
			return old.Measurement
		}
	}
	return nil
}

// schedule starts the runs for a document's text. The caller holds the lock.
func (s *server) schedule(doc *document, delay time.Duration, measure bool) {
	pull := s.client.pull
	if pull && !measure {
		return // the client asks when it wants to know
	}
	ctx, uri := doc.ctx, doc.uri
	s.background(func() {
		if delay > 0 {
			select {
			case <-ctx.Done():
				return
			case <-time.After(delay):
			}
		}
		if !pull {
			_, err := s.results(ctx, uri)
			s.told(err)
			if err != nil {
				return
			}
			s.publish(uri)
		}
		if !measure {
			return
		}
		s.mu.Lock()
		if s.documents[uri] != doc || ctx.Err() != nil {
			s.mu.Unlock()
			return
		}
		t := s.task(doc)
		s.mu.Unlock()
		if r, err := s.run(ctx, t, &measuring{}); err == nil && len(r.findings) > 0 {
			s.renewed(uri)
		}
	})
}

// told shows what keeps the server from linting, which is no text's end.
func (s *server) told(err error) {
	var gone *jsonrpc2.Error
	switch {
	case err == nil:
		s.trouble("")
	case errors.As(err, &gone), errors.Is(err, context.Canceled):
	default:
		s.trouble(err.Error())
	}
}

// renewed tells the client that there is more to say about a document's text
// than it knows.
func (s *server) renewed(uri string) {
	s.mu.Lock()
	can := s.client
	s.mu.Unlock()
	if !can.pull {
		s.publish(uri)
	} else if can.refresh {
		_ = s.ask("workspace/diagnostic/refresh", nil)
	}
	if can.refreshLens {
		_ = s.ask("workspace/codeLens/refresh", nil)
	}
}

// settle looks at the other documents again when typing pauses: one file tells
// on others. The caller holds the lock.
func (s *server) settle() {
	if s.client.pull {
		return
	}
	if s.settled != nil {
		s.settled.Stop()
	}
	s.settled = time.AfterFunc(settleDelay, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.ctx.Err() != nil || s.down {
			return
		}
		for _, doc := range s.documents {
			if doc.results != nil && doc.results.serial == doc.serial && doc.results.generation != s.generation {
				s.schedule(doc, 0, false)
			}
		}
	})
}

// addFolder notes a workspace folder; the caller holds the lock.
func (s *server) addFolder(uri string) {
	if path, err := pathOf(uri); err == nil {
		s.folders = append(s.folders, path)
	}
}

func (s *server) changeFolders(p didChangeFoldersParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, gone := range p.Event.Removed {
		if path, err := pathOf(gone.URI); err == nil {
			kept := s.folders[:0]
			for _, f := range s.folders {
				if f != path {
					kept = append(kept, f)
				}
			}
			s.folders = kept
		}
	}
	for _, f := range p.Event.Added {
		s.addFolder(f.URI)
	}
	clear(s.projects) // a file may belong to another folder now
	s.generation++
	s.settle()
}

// folder is the innermost workspace folder of a file, or else the file's own,
// which is loose. The caller holds the lock.
func (s *server) folder(path string) (dir string, loose bool) {
	for _, f := range s.folders {
		if len(f) > len(dir) && strings.HasPrefix(path, strings.TrimSuffix(f, string(filepath.Separator))+string(filepath.Separator)) {
			dir = f
		}
	}
	if dir == "" {
		return filepath.Dir(path), true
	}
	return dir, false
}

func absolute(dir, path string) string {
	if p := filepath.FromSlash(path); filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}
