package jsanalysis

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/asynclint/asynclint/jsparse"
)

// Report is one diagnostic of a run, with who made it and where.
type Report struct {
	Analyzer   *Analyzer
	File       *jsparse.File
	Diagnostic Diagnostic
}

// Failure is something of a run that is no finding: a file that cannot be read
// or parsed, or an analyzer that failed on it.
type Failure struct {
	Path     string
	Analyzer string // empty for a file that cannot be read
	Err      error
}

// Job is one run of analyzers over modules of a graph.
type Job struct {
	Graph     *jsparse.Graph
	Analyzers []*Analyzer
	Modules   []*jsparse.Module // those to report on
	Options   Options
	Workers   int                                       // files analysed at the same time; at least 1
	Skip      func(a *Analyzer, m *jsparse.Module) bool // leaves out a rule for a file; may be nil
	SkipFile  func(m *jsparse.Module) bool              // leaves out a file that rules want to see; may be nil
	Done      func(m *jsparse.Module, parsed bool)      // called after each module, concurrently; may be nil
}

// Run runs the job. Reports and failures come in the order of Modules and, in a
// file, of analyzers; they are not sorted by position. A panic of an analyzer
// is a Failure, and the rest of the run goes on. When ctx ends, what is left of
// the modules is skipped and ctx's error returned.
func Run(ctx context.Context, job Job) ([]Report, []Failure, error) {
	e := &engine{job: job, project: map[*Analyzer]any{}, words: newMatcher(job.Analyzers)}
	var failures []Failure
	for _, a := range job.Analyzers {
		for _, r := range a.Requires {
			if err := e.prepare(r); err != nil {
				failures = append(failures, Failure{Analyzer: r.Name, Err: err})
			}
		}
	}
	out := make([]outcome, len(job.Modules))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range max(job.Workers, 1) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(out) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				out[i] = e.module(job.Modules[i])
			}
		})
	}
	wg.Wait()
	var reports []Report
	for _, o := range out {
		reports = append(reports, o.reports...)
		failures = append(failures, o.failures...)
	}
	return reports, failures, ctx.Err()
}

type engine struct {
	job     Job
	project map[*Analyzer]any // results of project analyzers; read only while files are analysed
	words   *matcher          // of the job's analyzers
}

type outcome struct {
	reports  []Report
	failures []Failure
}

// prepare runs a project analyzer and what it requires, once.
func (e *engine) prepare(a *Analyzer) error {
	if _, ok := e.project[a]; ok {
		return nil
	}
	if !a.Project {
		return fmt.Errorf("%s is required but is no project analyzer", a.Name)
	}
	for _, r := range a.Requires {
		if err := e.prepare(r); err != nil {
			return err
		}
	}
	p := e.pass(a)
	p.Modules, p.Report = e.job.Modules, func(Diagnostic) {}
	v, err := guard(p)
	e.project[a] = v
	return err
}

func (e *engine) pass(a *Analyzer) *Pass {
	return &Pass{Analyzer: a, Fset: e.job.Graph.Fset(), Graph: e.job.Graph, Options: e.job.Options, ResultOf: e.project}
}

// module runs the analyzers that have something to say about a module.
func (e *engine) module(m *jsparse.Module) (o outcome) {
	parsed := false
	if e.job.Done != nil {
		defer func() { e.job.Done(m, parsed) }()
	}
	text, err := m.Text()
	if err != nil {
		o.failures = append(o.failures, Failure{Path: m.Path, Err: err})
		return o
	}
	var wanted []*Analyzer
	found := e.words.find(text)
	for i, a := range e.job.Analyzers {
		if e.words.speaks(a, i, found) && (e.job.Skip == nil || !e.job.Skip(a, m)) {
			wanted = append(wanted, a)
		}
	}
	if len(wanted) == 0 || e.job.SkipFile != nil && e.job.SkipFile(m) {
		return o
	}
	wanted = slices.DeleteFunc(wanted, func(a *Analyzer) bool { return !e.wants(a, m, text, &o) })
	if len(wanted) == 0 {
		return o
	}
	files, err := m.Files()
	parsed = true
	if err != nil {
		o.failures = append(o.failures, Failure{Path: m.Path, Err: err})
	}
	for _, f := range files {
		for _, a := range wanted {
			p := e.pass(a)
			p.Module, p.File = m, f
			p.Report = func(d Diagnostic) {
				if d.URL == "" {
					d.URL = a.URL
				}
				if a.Level == Hint && d.Level > Hint {
					panic("a finding above the rule's level, hint")
				}
				o.reports = append(o.reports, Report{a, f, d})
			}
			if _, err := guard(p); err != nil {
				o.failures = append(o.failures, Failure{Path: m.Path, Analyzer: a.Name, Err: err})
			}
		}
	}
	return o
}

// wants asks an analyzer whether a text may concern it.
func (e *engine) wants(a *Analyzer, m *jsparse.Module, text string, o *outcome) (yes bool) {
	if a.Wants == nil {
		return true
	}
	defer func() {
		if r := recover(); r != nil {
			o.failures = append(o.failures, Failure{Path: m.Path, Analyzer: a.Name, Err: failed(a, r)})
		}
	}()
	p := e.pass(a)
	p.Module, p.Report = m, func(Diagnostic) { panic("a report before the parse") }
	return a.Wants(p, text)
}

// guard runs an analyzer; its panic is an error that names the place.
func guard(p *Pass) (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = failed(p.Analyzer, r)
		}
	}()
	if p.Analyzer.Run == nil {
		return nil, errors.New("no Run function")
	}
	return p.Analyzer.Run(p)
}

// failed makes an error of an analyzer's panic; it is called while that unwinds.
func failed(a *Analyzer, r any) error {
	return fmt.Errorf("%s failed: %v at %s; please report it with the file", a.Name, r, panicSite())
}

// panicSite returns the line of the frame that panicked.
func panicSite() string {
	lines := strings.Split(string(debug.Stack()), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "panic(") && i+3 < len(lines) {
			site := strings.TrimSpace(lines[i+3])
			if at := strings.LastIndex(site, " +"); at > 0 {
				site = site[:at]
			}
			if at := strings.LastIndex(site, "/"); at >= 0 {
				site = site[at+1:]
			}
			return site
		}
	}
	return "an unknown place"
}
