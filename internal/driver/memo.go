package driver

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/asynclint/asynclint/internal/cache"
	"github.com/asynclint/asynclint/internal/finding"
)

// memo notes what a run over JS/TS looks at, so that its outcome can be kept for
// the next run that would look at the same. The nil memo keeps nothing.
//
// What is kept is the outcome up to the suppressions; measuring has a cache of
// its own, and so has the analysis of Go packages.
type memo struct {
	store cache.Store
	key   cache.Key
	began time.Time

	mu      sync.Mutex
	texts   map[string]cache.Input // sources and package.json files
	folders map[string]bool        // folders whose names were read
	unsure  bool                   // the outcome depends on what cannot be stamped
}

// remembered is the form in which an outcome is kept.
type remembered struct {
	JS         int                `json:"js"` // number of JS/TS files
	Golang     []string           `json:"golang"`
	Skipped    map[string]int     `json:"skipped"`
	Suppressed int                `json:"suppressed"`
	Errors     []finding.RunError `json:"errors"`
	Candidates []keptCandidate    `json:"candidates"`
}

type keptCandidate struct {
	Finding    finding.Finding `json:"finding"`
	Measurable bool            `json:"measurable"`
	Abs        string          `json:"abs"`
	Level      string          `json:"level"`
	Start      int             `json:"start"`
	End        int             `json:"end"`
	Grow       []string        `json:"grow"`
	Size       int             `json:"size,omitempty"`
}

// newMemo returns the run's memo, nil if nothing is to be kept: texts of an
// overlay are those of a moment.
func (r *run) newMemo(began time.Time) *memo {
	dir := r.cacheDir()
	program := identity()
	if dir == "" || program == "" || len(r.req.Overlay) > 0 {
		return nil
	}
	q := r.req
	only := "all"
	if q.Only != nil {
		only = fmt.Sprintf("%q", slices.Sorted(maps.Keys(q.Only)))
	}
	key := cache.NewKey(program, q.Dir, fmt.Sprintf("%q", q.Patterns), q.Config.Key(), fmt.Sprintf("%q %q", q.Rules, q.Skip), only,
		fmt.Sprint(q.Cores, q.InputSize, q.All))
	return &memo{store: cache.Store{Dir: dir}, key: key, began: began, texts: map[string]cache.Input{}, folders: map[string]bool{}}
}

// identity tells builds of this program apart.
func identity() string {
	self, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(self)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %d %d", self, info.Size(), info.ModTime().UnixNano())
}

// recall takes over the outcome of a run before this one, if nothing that it
// looked at has changed since.
func (r *run) recall() (*target, bool) {
	if r.memo == nil {
		return nil, false
	}
	data, ok := r.memo.store.Load(r.memo.key, r.req.Jobs)
	if !ok {
		return nil, false
	}
	var kept remembered
	if json.Unmarshal(data, &kept) != nil {
		return nil, false
	}
	for _, k := range kept.Candidates {
		k.Finding.Measurable = k.Measurable
		r.candidates = append(r.candidates, candidate{Finding: k.Finding, abs: k.Abs, level: k.Level, start: k.Start, end: k.End, grow: k.Grow, size: k.Size})
	}
	r.result.Errors = append(r.result.Errors, kept.Errors...)
	r.result.Summary.Suppressed = kept.Suppressed
	r.result.Summary.Files = kept.JS
	return &target{golang: kept.Golang, skipped: kept.Skipped}, true
}

// keep saves the outcome. What failed for a reason that is not in the texts may
// go well the next time, and is not kept.
func (r *run) keep(t *target) {
	m := r.memo
	if m == nil {
		return
	}
	m.discovered(t)
	if m.unsure || slices.ContainsFunc(r.result.Errors, func(e finding.RunError) bool { return e.Rule != "" || e.Path == "" }) {
		return
	}
	kept := remembered{JS: len(t.js), Golang: t.golang, Skipped: t.skipped, Suppressed: r.result.Summary.Suppressed, Errors: r.result.Errors}
	for _, c := range r.candidates {
		kept.Candidates = append(kept.Candidates, keptCandidate{c.Finding, c.Measurable, c.abs, c.level, c.start, c.end, c.grow, c.size})
	}
	data, err := json.Marshal(kept)
	if err != nil || strings.Contains(string(data), `\ufffd`) {
		return // a path that is no UTF-8 text would come back as another
	}
	m.store.Save(m.key, &cache.Entry{Inputs: r.inputs(), Payload: data}, m.began)
}

// discovered notes the folders whose names were read.
func (m *memo) discovered(t *target) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, dir := range t.folders {
		m.folders[dir] = true
	}
	m.unsure = m.unsure || t.globbed || len(t.problems) > 0
}

// read notes a file that was read; info is what it was right before.
func (m *memo) read(path, text string, info fs.FileInfo, err error) {
	if m == nil {
		return
	}
	in := cache.Input{Path: path}
	unsure := false
	switch {
	case err == nil:
		in = cache.StampText(path, info, []byte(text))
	case info != nil || !missing(path):
		unsure = true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unsure = m.unsure || unsure
	m.texts[path] = in
}

func missing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// inputs stamps everything that the run has looked at.
func (r *run) inputs() (list []cache.Input) {
	m := r.memo
	seen := map[string]bool{}
	add := func(path string, existence bool) {
		if seen[path] {
			return
		}
		seen[path] = true
		in, ok := m.texts[path]
		if !ok {
			in = cache.Stamp(path, existence)
		}
		// A folder's names tell already what is not in it.
		if in.Kind != cache.Absent || !m.folders[filepath.Dir(path)] {
			list = append(list, in)
		}
	}
	for path := range m.texts {
		add(path, false)
	}
	for dir := range m.folders {
		add(dir, false)
	}
	files, folders := r.req.Config.Inputs()
	for _, path := range files {
		add(path, false)
	}
	for _, dir := range folders {
		add(filepath.Join(dir, ".git"), true)
	}
	for dir := r.req.Dir; ; dir = filepath.Dir(dir) { // what decides the root
		add(filepath.Join(dir, ".git"), true)
		add(filepath.Join(dir, "package.json"), true)
		if filepath.Dir(dir) == dir {
			break
		}
	}
	for _, p := range r.req.Patterns {
		if !filepath.IsAbs(p) {
			p = filepath.Join(r.req.Dir, p)
		}
		add(filepath.Clean(strings.TrimSuffix(p, "...")), true)
	}
	if r.graph == nil {
		return list
	}
	root := r.graph.Root()
	for _, path := range r.graph.Inputs() {
		if path != root && (path == filepath.Dir(path) || strings.HasPrefix(root, path+string(filepath.Separator))) {
			// Folders above the project change all the time; few of their names matter.
			for _, name := range []string{"package.json", "tsconfig.json", "jsconfig.json", "node_modules"} {
				add(filepath.Join(path, name), true)
			}
			continue
		}
		add(path, false)
	}
	return list
}
