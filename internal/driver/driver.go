package driver

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
	"github.com/asynclint/asynclint/jsparse"
)

// run is the state of one Run.
type run struct {
	req        Request
	names      *rulename.Set
	js         []*jsanalysis.Analyzer
	golang     []goRule
	graph      *jsparse.Graph
	candidates []candidate
	memo       *memo
	result     finding.Result
	done       atomic.Int64
}

// Run executes a request. The Result is complete as far as the run came when
// the error is ctx's; any other error is the user's (a path that does not
// exist, an unknown rule, a broken config) and the Result is empty.
func Run(ctx context.Context, req Request) (finding.Result, error) {
	started := time.Now()
	if req.Jobs <= 0 {
		req.Jobs = runtime.GOMAXPROCS(0)
	}
	dir, err := filepath.Abs(req.Dir)
	if err != nil {
		return finding.Result{}, err
	}
	req.Dir = dir
	r := &run{req: req}
	if err := r.choose(); err != nil {
		return finding.Result{}, err
	}
	r.memo = r.newMemo(started)
	t, ok := r.recall()
	if !ok {
		if t, err = discover(ctx, req.Dir, req.Patterns, req.Overlay, r.ignored); err != nil {
			return finding.Result{}, err
		}
		for _, p := range t.problems {
			r.fail(p.path, "", errors.New(p.msg))
		}
		err = r.runJS(ctx, t.js)
		r.result.Summary.Files = len(t.js)
		if cerr := req.Config.Err(); cerr != nil {
			return finding.Result{}, cerr
		}
		r.suppressed(&target{js: t.js})
		if ctx.Err() == nil && err == nil {
			r.keep(t)
		}
	}
	err = errors.Join(err, r.runGo(ctx, t.golang))
	r.result.Summary.Files += len(t.golang)
	r.result.Summary.Skipped = t.skipped
	if cerr := req.Config.Err(); cerr != nil {
		return finding.Result{}, cerr
	}
	r.suppressed(&target{golang: t.golang})
	r.evidence(ctx)
	r.publish()
	r.result.Summary.Rules = len(r.js) + len(r.golang)
	r.result.Summary.DurationMS = time.Since(started).Milliseconds()
	if ctx.Err() != nil {
		return r.result, ctx.Err()
	}
	return r.result, err
}

// choose picks the rules of the run.
func (r *run) choose() error {
	r.names = ruleNames()
	for _, name := range slices.Concat(r.req.Rules, r.req.Skip) {
		if r.names.Expand(name) == nil {
			return r.names.Unknown(name)
		}
	}
	for _, a := range analyzers.JS {
		if r.wants(a.Name, a.Groups) {
			r.js = append(r.js, a)
		}
	}
	for _, g := range goRules() {
		if r.wants(g.Name, g.Groups) {
			r.golang = append(r.golang, g)
		}
	}
	return nil
}

// wants says whether a rule takes part, by the request's lists. Whether it is
// on for a file the config decides.
func (r *run) wants(name string, groups []string) bool {
	in := func(list []string) bool {
		return slices.Contains(list, name) || slices.ContainsFunc(groups, func(g string) bool { return slices.Contains(list, g) })
	}
	return !in(r.req.Skip) && (len(r.req.Rules) == 0 || in(r.req.Rules))
}

// asked reports whether the request names the rule itself.
func (r *run) asked(name string) bool { return slices.Contains(r.req.Rules, name) }

// fail records what went wrong with a file or a rule.
func (r *run) fail(path, rule string, err error) {
	e := finding.RunError{Rule: rule, Message: err.Error()}
	if path != "" {
		e.Path = r.rel(path)
	}
	var pe *jsparse.Error
	if errors.As(err, &pe) {
		e.Message, e.Line, e.Column = pe.Msg, pe.Line, pe.Column
	}
	r.result.Errors = append(r.result.Errors, e)
}

// rel names a path as reporters do.
func (r *run) rel(path string) string {
	if rel, err := filepath.Rel(r.req.Dir, path); err == nil && !strings.HasPrefix(rel, ".."+string(filepath.Separator)+".."+string(filepath.Separator)+"..") {
		path = rel
	}
	return filepath.ToSlash(path)
}

func (r *run) progress(what string, total int) {
	n := r.done.Add(1)
	if r.req.Progress != nil {
		r.req.Progress(int(n), total, what)
	}
}

// publish takes the candidates that are to be seen into the result.
func (r *run) publish() {
	for _, c := range r.candidates {
		switch {
		case c.Severity == finding.Off:
		case c.Measurement != nil && c.Measurement.Verdict == finding.Refuted && !r.req.All:
			r.result.Summary.Refuted++
		case c.Severity == finding.Hint && !r.req.All && !r.asked(c.Rule):
		default:
			r.result.Findings = append(r.result.Findings, c.Finding)
		}
	}
	r.result.Finish()
}
