package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/report"
)

// codeLens offers to measure what can be measured, and shows what was.
func (s *server) codeLens(ctx context.Context, p documentParams) (any, error) {
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
	lenses := []codeLens{}
	for _, f := range doc.results.findings {
		if f.Measurable {
			lenses = append(lenses, codeLens{s.units.span(doc.table, f.Range.Start.Offset, f.Range.End.Offset), s.measureCommand(doc, f)})
		}
	}
	return lenses, nil
}

// measureCommand measures a finding; its title is what the last time gave. The
// caller holds the lock.
func (s *server) measureCommand(doc *document, f finding.Finding) *command {
	c := &command{Title: "Measure this", Command: commandMeasure, Arguments: []any{doc.uri, s.units.span(doc.table, f.Range.Start.Offset, f.Range.End.Offset)}}
	if m := f.Measurement; m != nil {
		if m.Verdict == finding.Unmeasured {
			c.Title = report.Evidence(m)
		} else {
			evidence, _, _ := strings.Cut(report.Evidence(m), ";")
			c.Title = string(m.Verdict) + ", " + evidence
		}
	}
	return c
}

// measure runs what the findings in a range flag, or all of a document's
// without one, and returns the evidence, a line for each.
func (s *server) measure(ctx context.Context, p executeParams) (any, error) {
	var uri string
	var where *span
	for i, to := range []any{&uri, &where} {
		if i < len(p.Arguments) {
			if err := json.Unmarshal(p.Arguments[i], to); err != nil {
				return nil, fmt.Errorf("%s takes a document's URI and a range: %w", p.Command, err)
			}
		}
	}
	s.mu.Lock()
	doc := s.documents[uri]
	if doc == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s is not open", uri)
	}
	t, table := s.task(doc), doc.table
	s.mu.Unlock()
	in := func(f finding.Finding) bool {
		return where == nil || f.Range.Start.Offset <= s.units.offset(table, where.End) && s.units.offset(table, where.Start) <= f.Range.End.Offset
	}
	running, cancel := context.WithCancel(s.ctx)
	stop := context.AfterFunc(ctx, cancel) // until the client has its answer
	done := make(chan outcome, 1)
	s.background(func() {
		defer cancel()
		lines, err := s.measureIn(running, t, p, in)
		done <- outcome{lines, err}
		if err == nil {
			s.renewed(uri)
		}
	})
	s.mu.Lock()
	var patience <-chan time.Time
	if !s.client.pull { // an old client, which may stand still until it is answered
		patience = time.After(cmp.Or(s.opts.Patience, measurePatience))
	}
	s.mu.Unlock()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, o.err
		}
		return strings.Join(o.lines, "\n"), nil
	case <-patience:
		stop()
		return "still measuring; the figures will stand in the diagnostics", nil
	case <-s.ctx.Done():
		return nil, s.ctx.Err()
	}
}

// measurePatience bounds how long a client waits that asks in the foreground:
// eglot gives up after ten seconds.
const measurePatience = 4 * time.Second

type outcome struct {
	lines []string
	err   error
}

// measureIn measures the findings that in chooses and shows how far it is.
func (s *server) measureIn(ctx context.Context, t task, p executeParams, in func(finding.Finding) bool) ([]string, error) {
	ctx, show := s.progress(ctx, p.Token, "Measuring")
	r, err := s.run(ctx, t, &measuring{only: in, progress: func(done, total int) {
		show.report(fmt.Sprintf("%d of %d", done, total), 100*done/max(total, 1))
	}})
	if err != nil {
		show.end("")
		return nil, err
	}
	lines := []string{}
	for _, f := range r.findings {
		if e := report.Evidence(f.Measurement); e != "" && in(f) {
			lines = append(lines, e)
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "there is nothing to measure here")
	}
	show.end(lines[0])
	return lines, nil
}

// progress shows how far some work is; a nil one shows nothing.
type progress struct {
	s     *server
	token json.RawMessage
	stop  context.CancelFunc
}

// progress begins to show work, by the token the client gave, or by one of the
// server's own if the client shows that. The context that it returns ends when
// the user says so.
func (s *server) progress(ctx context.Context, token json.RawMessage, title string) (context.Context, *progress) {
	if token == nil || string(token) == "null" {
		s.mu.Lock()
		can := s.client.progress
		s.lastToken++
		token = json.RawMessage(strconv.Quote("asynclint-" + strconv.Itoa(s.lastToken)))
		s.mu.Unlock()
		if !can || s.ask("window/workDoneProgress/create", map[string]json.RawMessage{"token": token}) != nil {
			return ctx, nil
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	s.tokens[string(token)] = cancel
	s.mu.Unlock()
	p := &progress{s, token, cancel}
	p.send(progressBegin{"begin", title, true, 0})
	return ctx, p
}

func (p *progress) send(value any) {
	if p != nil {
		p.s.notify("$/progress", progressParams{p.token, value})
	}
}

func (p *progress) report(message string, percentage int) {
	p.send(progressReport{"report", message, percentage})
}

func (p *progress) end(message string) {
	if p == nil {
		return
	}
	p.send(progressEnd{"end", message})
	p.s.mu.Lock()
	delete(p.s.tokens, string(p.token))
	p.s.mu.Unlock()
	p.stop()
}

// cancelProgress ends work that the user does not want to wait for.
func (s *server) cancelProgress(p progressParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.tokens[string(p.Token)]; cancel != nil {
		cancel()
	}
}
