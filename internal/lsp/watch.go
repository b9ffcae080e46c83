package lsp

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/asynclint/asynclint/internal/config"
)

// touchDelay gathers what a checkout or a build changes.
const touchDelay = 100 * time.Millisecond

// watched are the files whose changes on disk matter.
var watched = append([]string{
	"**/*.{js,jsx,ts,tsx,mjs,cjs,mts,cts,vue,svelte,astro,html}",
	"**/*.go", "**/go.{mod,sum,work}",
	"**/{tsconfig,jsconfig}*.json", "**/.gitignore",
}, globs(config.FileNames)...)

func globs(names []string) (list []string) {
	for _, n := range names {
		list = append(list, "**/"+n)
	}
	return list
}

// watch asks the client to watch files, if it can.
func (s *server) watch() {
	s.mu.Lock()
	can := s.client.watch
	s.mu.Unlock()
	if !can {
		return
	}
	var o watchOptions
	for _, g := range watched {
		o.Watchers = append(o.Watchers, watcher{g})
	}
	s.background(func() {
		err := s.ask("client/registerCapability", registrationParams{[]registration{{"asynclint.files", "workspace/didChangeWatchedFiles", o}}})
		s.mu.Lock()
		s.client.watchesFiles = err == nil
		s.mu.Unlock()
	})
}

func (s *server) filesChanged(p watchedFilesParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range p.Changes {
		if path, err := pathOf(c.URI); err == nil {
			s.touched = append(s.touched, path)
		}
	}
	if s.toTouch == nil && len(s.touched) > 0 {
		s.toTouch = time.AfterFunc(touchDelay, func() {
			s.mu.Lock()
			paths := s.touched
			s.touched, s.toTouch = nil, nil
			s.mu.Unlock()
			s.refresh(paths)
		})
	}
}

// saved looks at the disk, where the text is now, and measures what it flags.
func (s *server) saved(uri string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lookAtDisk()
	doc := s.documents[uri]
	if doc == nil {
		return
	}
	s.touched = append(s.touched, doc.path)
	s.schedule(doc, 0, s.opts.Measure)
}

// lookAtDisk looks for changes that the client may not have told, beside what
// else goes on. The caller holds the lock.
func (s *server) lookAtDisk() {
	s.whole.stale = true
	if len(s.projects) == 0 || s.client.watchesFiles {
		return
	}
	s.background(func() { s.refresh(nil) })
}

// refresh tells the projects of changes on disk, and the client if they matter.
func (s *server) refresh(paths []string) {
	s.mu.Lock()
	projects := make([]Project, 0, len(s.projects))
	for _, p := range s.projects {
		projects = append(projects, p)
	}
	toldOfAll := s.whole.files != nil
	s.mu.Unlock()
	changed := toldOfAll && len(paths) > 0 || slices.ContainsFunc(paths, func(p string) bool { return filepath.Ext(p) == ".go" || filepath.Ext(p) == ".mod" })
	for _, p := range projects {
		changed = p.Refresh(paths...) || changed
	}
	if !changed || s.ctx.Err() != nil {
		return
	}
	s.mu.Lock()
	s.generation++
	s.whole.stale = true
	refresh, down := s.client.pull && s.client.refresh, s.down
	if !s.client.pull {
		for _, doc := range s.documents {
			s.schedule(doc, 0, false)
		}
	}
	s.mu.Unlock()
	if refresh && !down {
		_ = s.ask("workspace/diagnostic/refresh", nil)
	}
}
