package driver

import (
	"encoding/json"
	"path/filepath"
	"slices"

	"github.com/asynclint/asynclint/internal/cache"
	"github.com/asynclint/asynclint/runtime"
)

// measured is the evidence of a run, kept for the next one that has the same
// candidates. It holds as long as the files that the functions were cut from, the
// modules that came with them and the places where their imports may lead are the
// same. So a warm run looks at some stamps and bundles nothing; the runtime's own
// cache goes by the bundled program, and serves where a file has changed that the
// program does not show.
type measured struct {
	store    cache.Store
	key      cache.Key
	evidence []runtime.Evidence // by target; nil where nothing is known
}

// recallMeasured loads what a run before this one has measured; nil keeps and
// knows nothing.
func (r *run) recallMeasured(at []int) *measured {
	if r.memo == nil || r.req.Engine == "node" {
		return nil
	}
	type target struct {
		Abs        string
		Start, End int
		Grow       []string
		Size       int
	}
	targets := make([]target, len(at))
	for k, i := range at {
		c := &r.candidates[i]
		targets[k] = target{c.abs, c.start, c.end, c.grow, c.size}
	}
	names, err := json.Marshal(targets)
	if err != nil {
		return nil
	}
	m := &measured{store: r.memo.store, key: cache.NewKey(string(r.memo.key), "measured", string(names))}
	if data, ok := m.store.Load(m.key, r.req.Jobs); ok {
		var kept []runtime.Evidence
		if json.Unmarshal(data, &kept) == nil && len(kept) == len(at) {
			m.evidence = kept
		}
	}
	return m
}

// keepMeasured saves the evidence if another run would find all of it again.
func (r *run) keepMeasured(m *measured, at []int, evidence []runtime.Evidence) {
	if m == nil || slices.ContainsFunc(evidence, func(e runtime.Evidence) bool { return !e.Lasts() }) {
		return
	}
	inputs := map[string]cache.Input{}
	add := func(path string, existence bool) {
		if _, ok := inputs[path]; !ok && filepath.IsAbs(path) {
			inputs[path] = cache.Stamp(path, existence)
		}
	}
	for k, i := range at {
		add(r.candidates[i].abs, false)
		for _, path := range evidence[k].Origin.Paths {
			add(path, false)
		}
		for _, path := range evidence[k].Origin.Places {
			add(path, true)
		}
	}
	data, err := json.Marshal(evidence)
	if err != nil {
		return
	}
	entry := &cache.Entry{Payload: data}
	for _, in := range inputs {
		entry.Inputs = append(entry.Inputs, in)
	}
	m.store.Save(m.key, entry, r.memo.began)
}
