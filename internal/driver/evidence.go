package driver

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/runtime"
)

// evidence runs the functions that candidates flag and adds what was measured.
func (r *run) evidence(ctx context.Context) {
	if r.req.Measure == MeasureOff {
		return
	}
	var at []int // indices of the candidates to measure, most severe first
	for i, c := range r.candidates {
		if c.Measurable && (c.Severity > finding.Hint || r.req.All) && (r.req.MeasureOnly == nil || r.req.MeasureOnly(c.Finding)) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return
	}
	slices.SortStableFunc(at, func(x, y int) int {
		return cmp.Compare(r.candidates[y].Severity, r.candidates[x].Severity)
	})
	known := r.recallMeasured(at)
	if known != nil && known.evidence != nil {
		for k, i := range at {
			r.judge(&r.candidates[i], known.evidence[k])
		}
		return
	}
	root := r.root()
	if r.graph != nil {
		root = r.graph.Root()
	}
	targets := make([]runtime.Target, len(at))
	for k, i := range at {
		c := &r.candidates[i]
		text, err := r.text(c.abs)
		if err != nil || c.end > len(text) {
			text, c.end = "", 0 // it changed since the rules saw it; the runtime says that nothing is to be run
		}
		targets[k] = runtime.Target{Path: c.abs, Source: []byte(text), Start: c.start, End: c.end, Grow: c.grow, Size: c.size, Root: root}
	}
	verdicts := map[string]int{}
	if r.req.Progress != nil {
		r.req.Progress(0, len(at), "measuring")
	}
	evidence := runtime.Measure(ctx, targets, runtime.Options{
		Engine: r.req.Engine, InputSize: r.req.InputSize, Budget: r.req.Budget, Jobs: r.req.Jobs, CacheDir: r.cacheDir(),
	}, func(done, total int, e runtime.Evidence) { // never at once
		if e.Verdict != "" {
			verdicts[e.Verdict]++
		}
		if r.req.Progress != nil {
			r.req.Progress(done, total, fmt.Sprintf("measuring (%d block, %d harmless)", verdicts[runtime.Confirmed], verdicts[runtime.Refuted]))
		}
	})
	for k, i := range at {
		r.judge(&r.candidates[i], evidence[k])
	}
	if ctx.Err() == nil {
		r.keepMeasured(known, at, evidence)
	}
}

// judge adds the evidence to a finding and lets the verdict set its level.
func (r *run) judge(c *candidate, e runtime.Evidence) {
	m := measurement(e)
	c.Measurement = m
	if m.Verdict == finding.Unmeasured && r.req.Measure == MeasureRequire {
		r.fail(c.abs, c.Rule, fmt.Errorf("line %d: not measured: %s", c.Range.Start.Line, m.Reason))
	}
}

func measurement(e runtime.Evidence) *finding.Measurement {
	reason := e.Reason
	if e.Detail != "" {
		reason += ": " + e.Detail
	}
	m := &finding.Measurement{
		Verdict: finding.Verdict(e.Verdict), Reason: reason, Engine: e.Engine,
		InputSize: e.InputSize, InputFrom: e.InputFrom, Grows: e.Grows, Exponent: e.Exponent, N50: e.N50, V8MS: e.V8MS, V8Low: e.V8Low, V8High: e.V8High, Stubs: e.Stubs,
		Slowness: e.Slowness,
	}
	for _, s := range e.Samples {
		m.Samples = append(m.Samples, finding.Sample{N: s.N, MS: s.MS, V8MS: s.V8MS})
	}
	return m
}
