package driver

import (
	"context"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
	"github.com/asynclint/asynclint/jsparse"
)

// Workspace is what the runs over one folder have in common in a program that
// stays, as the language server does: the configs, the texts, the trees, who
// imports whom. A run over one file then costs what that file costs.
//
// A Workspace finds the findings that a new Run over the whole folder would
// find in the file. It keeps no conclusions of rules and passes, which may
// depend on any file: each run draws them again from the trees, and only those
// that the file's rules ask for.
//
// It is safe for concurrent use. Runs over JS/TS take turns; measuring happens
// outside of them, so it holds up nobody.
type Workspace struct {
	dir   string
	names *rulename.Set
	loose bool

	mu      sync.Mutex // held while the graph is used
	config  *config.Resolver
	graph   *jsparse.Graph // nil before the first run over JS/TS
	stale   bool           // the graph is of other files than there are now
	fset    *token.FileSet
	overlay map[string][]byte // what the graph's texts were taken from, before the disk

	stamps stamps
}

// NewWorkspace makes a workspace of the folder, an absolute path. A loose one is
// the folder of a file that belongs to no project that the user has opened:
// unless a repository or package.json is found above it, only the files right in
// it are looked at.
func NewWorkspace(dir string, names *rulename.Set, loose bool) *Workspace {
	w := &Workspace{dir: dir, names: names, loose: loose, fset: token.NewFileSet()}
	w.stamps.init()
	return w
}

// Config returns the configs, as of the last Refresh.
func (w *Workspace) Config() *config.Resolver {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.configs()
}

func (w *Workspace) configs() *config.Resolver {
	if w.config == nil {
		w.config = config.NewResolver(config.Options{Dir: w.dir, Names: w.names, ReadFile: func(path string) ([]byte, error) {
			w.stamps.note(path, ofConfig)
			return os.ReadFile(path)
		}})
	}
	return w.config
}

// Run finds what is to say about one file, an absolute path. The request's
// Dir, Patterns, Only and Config are the workspace's. The file need not exist if
// the overlay has it.
func (w *Workspace) Run(ctx context.Context, path string, req Request) (finding.Result, error) {
	started := time.Now()
	req.Dir, req.Patterns, req.Only = w.dir, []string{path}, map[string]bool{path: true}
	if req.Jobs <= 0 {
		req.Jobs = 1 // one file
	}
	r := &run{req: req}
	if err := r.choose(); err != nil {
		return finding.Result{}, err
	}
	var err error
	if strings.HasSuffix(path, ".go") {
		r.req.Config = w.Config()
		err = w.runGo(ctx, r, path)
	} else {
		err = w.runJS(ctx, r, path)
	}
	if cerr := r.req.Config.Err(); cerr != nil {
		return finding.Result{}, cerr
	}
	r.evidence(ctx)
	r.publish()
	r.result.Summary.Rules = len(r.js) + len(r.golang)
	r.result.Summary.DurationMS = time.Since(started).Milliseconds()
	if ctx.Err() != nil {
		return r.result, ctx.Err()
	}
	return r.result, err
}

func (w *Workspace) runJS(ctx context.Context, r *run, path string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	r.req.Config = w.configs()
	t := &target{skipped: map[string]int{}}
	if t.file(path, r.ignored, true); len(t.js) == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	w.update(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.graph = w.graph
	err := r.runJS(ctx, t.js)
	r.suppressed(t)
	return err
}

func (w *Workspace) runGo(ctx context.Context, r *run, path string) error {
	t := &target{skipped: map[string]int{}}
	if t.file(path, r.ignored, true); len(t.golang) == 0 {
		return nil
	}
	err := r.runGo(ctx, t.golang)
	r.suppressed(t)
	return err
}

// update brings the graph to what the overlay says.
func (w *Workspace) update(ctx context.Context, r *run) {
	old := w.overlay
	w.overlay = r.req.Overlay
	if w.graph == nil {
		w.open(ctx, r)
		return
	}
	var changed []string
	for path, text := range w.overlay {
		m := w.graph.Module(path)
		if m == nil {
			if !isBelow(path, w.graph.Root()) {
				continue
			}
			w.stale = w.stale || jsparse.IsSource(path) && !isGenerated(filepath.Base(path)) && !r.ignored(path, false)
			continue
		}
		if now, ok := old[path]; !ok || string(now) != string(text) {
			changed = append(changed, path)
		}
	}
	for path := range old {
		if _, ok := w.overlay[path]; !ok && w.graph.Module(path) != nil {
			changed = append(changed, path)
			w.stale = w.stale || !isFile(path)
		}
	}
	w.graph.Forget(changed...)
	if w.stale {
		w.open(ctx, r)
	}
}

// open makes the graph of the project's files, with what the one before it knew.
func (w *Workspace) open(ctx context.Context, r *run) {
	root := r.root()
	var files []string
	if w.loose && !isMarked(root) {
		t := &target{skipped: map[string]int{}}
		entries, _ := os.ReadDir(root) // what cannot be read has no files
		for _, e := range entries {
			if e.Type().IsRegular() {
				t.file(filepath.Join(root, e.Name()), r.ignored, false)
			}
		}
		files = t.js
	} else if t, err := discover(ctx, root, []string{"."}, nil, r.ignored); err == nil {
		files = t.js
	}
	for path := range w.overlay {
		if !isBelow(path, root) {
			continue
		}
		t := &target{skipped: map[string]int{}}
		t.file(path, r.ignored, false)
		files = append(files, t.js...)
	}
	if ctx.Err() != nil {
		return // the list is not complete; the next run makes it
	}
	if w.graph == nil {
		w.graph = jsparse.NewGraph(w.fset, root, files, w.read)
	} else {
		w.graph = w.graph.Renew(files)
	}
	w.stale = false
	w.stamps.folders(root, files)
}

func isBelow(path, dir string) bool {
	return strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// isMarked reports whether a folder looks like a project's.
func isMarked(dir string) bool {
	return slices.ContainsFunc([]string{".git", "package.json", "go.mod", "tsconfig.json", "jsconfig.json", "deno.json"}, func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err == nil
	})
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// read is the graph's way to texts.
func (w *Workspace) read(path string) (string, error) {
	if text, ok := w.overlay[path]; ok {
		return string(text), nil
	}
	w.stamps.note(path, ofText)
	text, _, err := readFile(path)
	return text, err
}

// Refresh looks for changes on disk: to files that were read, to those that
// decide what is read, and to the folders' contents. Paths that are named count
// as changed. It reports whether anything changed.
func (w *Workspace) Refresh(paths ...string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	texts, configs, names := w.stamps.changed(paths)
	if configs {
		w.config = nil
		w.stamps.forget(ofConfig)
	}
	if w.graph == nil {
		return configs
	}
	for _, path := range texts {
		names = names || !jsparse.IsSource(path) || !isFile(path) // a package.json, or a file that is gone
	}
	w.graph.Forget(texts...)
	if w.stale = w.stale || configs || names; w.stale {
		w.open(context.Background(), &run{req: Request{Dir: w.dir, Config: w.configs()}})
	}
	return configs || names || len(texts) > 0
}
