package jsparse

import (
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// EdgeKind says how one module refers to another.
type EdgeKind uint8

// The kinds of references.
const (
	ImportStatic     EdgeKind = iota // import "x", export … from "x"
	ImportDynamic                    // import("x")
	Require                          // require("x")
	WorkerURL                        // new Worker(new URL("x", import.meta.url)), new Worker("x")
	WorkerQuery                      // import W from "x?worker"
	NodeWorker                       // new Worker(filename) of node:worker_threads
	SharedWorkerRef                  // new SharedWorker(…)
	ServiceWorkerRef                 // navigator.serviceWorker.register("x")
	WorkletRef                       // audioWorklet.addModule("x")
	ImportScripts                    // importScripts("x")
	Fork                             // child_process.fork("x"), cluster's exec
	PoolFile                         // filename of a piscina, tinypool, workerpool or poolifier
)

// Graph is a set of modules and what they refer to. It reads and parses lazily
// and is safe for concurrent use.
type Graph struct {
	fset     *token.FileSet
	root     string
	read     func(string) (string, error)
	list     []*Module // those of NewGraph, sorted by path
	universe func() []string

	mu   sync.RWMutex
	mods map[string]*Module

	allOnce   sync.Once
	all       []*Module
	inOnce    sync.Once
	in        map[*Module][]Reference
	forgotten int // modules that Forget was asked to forget since its caches were emptied

	dirs      sync.Map // folder -> map[string]bool, the names in it
	memOnce   sync.Once
	memory    map[string]map[string]bool // folder -> names in it, of the graph's own modules
	packages  sync.Map                   // folder -> *Package, nil for none
	bare      sync.Map                   // folder + "\x00" + specifier -> resolved
	workOnce  sync.Once
	workspace map[string]*Package // by name
	resOnce   sync.Once
	resolver  *bridge.Resolver
}

// Module is one source file of a Graph.
type Module struct {
	Path string // absolute
	g    *Graph

	textOnce sync.Once
	text     string
	textErr  error
	saidLock sync.Mutex
	said     map[any]any // what OfText was told about the text

	parseOnce sync.Once
	files     []*File
	parseErr  error

	refsOnce sync.Once
	refs     []Reference
	scanned  bool // refs hold what the text says, resolved or not

	order int // place among the modules whose references In knows, from 1; 0 is none
}

// Reference is one place where a module names another.
type Reference struct {
	Kind     EdgeKind
	From     *Module
	Start    int // range of the specifier in From
	End      int
	Spec     string  // as written, without a bundler's query
	To       *Module // nil if external or not found
	External string  // "node:fs", "express", "@scope/x"; empty for a relative path
	TypeOnly bool    // import type
}

// NewGraph makes a graph of the files with the absolute paths, below the
// project's folder root. Texts come from read, or from the disk if it is nil.
// Nothing is read yet.
func NewGraph(fset *token.FileSet, root string, paths []string, read func(path string) (string, error)) *Graph {
	if read == nil {
		read = func(p string) (string, error) {
			b, err := os.ReadFile(p)
			return string(b), err
		}
	}
	g := &Graph{fset: fset, root: root, read: read, mods: make(map[string]*Module, len(paths))}
	for _, p := range paths {
		if g.mods[p] == nil {
			m := &Module{Path: p, g: g}
			g.mods[p] = m
			g.list = append(g.list, m)
		}
	}
	slices.SortFunc(g.list, func(a, b *Module) int { return strings.Compare(a.Path, b.Path) })
	return g
}

// SetUniverse names the project's files, for a graph that was made of some of
// them: those are asked, too, who imports a module. It is called at most once,
// when that is first wanted, and must be set before.
func (g *Graph) SetUniverse(files func() []string) { g.universe = files }

// Fset returns the graph's FileSet.
func (g *Graph) Fset() *token.FileSet { return g.fset }

// Root returns the project's folder.
func (g *Graph) Root() string { return g.root }

// Modules returns the modules of NewGraph, sorted by path.
func (g *Graph) Modules() []*Module { return g.list }

// Module returns the module with the path, or nil if it is not known (yet):
// files that an edge leads to become known with it.
func (g *Graph) Module(path string) *Module {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.mods[path]
}

// module returns the module with the path and makes it known.
func (g *Graph) module(path string) *Module {
	if m := g.Module(path); m != nil {
		return m
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	m := g.mods[path]
	if m == nil {
		m = &Module{Path: path, g: g}
		g.mods[path] = m
	}
	return m
}

// Graph returns the graph that the module belongs to.
func (m *Module) Graph() *Graph { return m.g }

// Text returns the module's text, which is read once.
func (m *Module) Text() (string, error) {
	m.textOnce.Do(func() { m.text, m.textErr = m.g.read(m.Path) })
	return m.text, m.textErr
}

// Files returns the module's source, or the script scopes of a container,
// parsed once. Beside an error there may be files: the readable scopes.
func (m *Module) Files() ([]*File, error) {
	m.parseOnce.Do(func() {
		text, err := m.Text()
		if err != nil {
			m.parseErr = err
			return
		}
		m.files, m.parseErr = Parse(m.g.fset, m.Path, text)
		for _, f := range m.files {
			f.module = m
		}
	})
	return m.files, m.parseErr
}

// Refs returns the module's references in source order, resolved.
func (m *Module) Refs() []Reference {
	m.refsOnce.Do(func() {
		if !m.scanned {
			text, err := m.Text()
			if err != nil || len(text) > maxSize {
				return
			}
			m.refs, m.scanned = scanAll(m.Path, text), true
		}
		for i := range m.refs {
			r := &m.refs[i]
			r.From, r.To, r.External = m, nil, ""
			if r.Spec == "." && r.Kind > ImportDynamic {
				r.To = m
				continue
			}
			r.To, r.External = m.Resolve(r.Spec, r.Kind)
		}
	})
	return m.refs
}

// scanAll scans a source, or the script blocks of a container.
func scanAll(path, text string) []Reference {
	if d := extensions[strings.ToLower(filepath.Ext(path))]; !d.container {
		return scanRefs(text)
	}
	var refs []Reference
	for _, b := range scriptBlocks(path, text) {
		refs = append(refs, scanRefs(b.code)...)
	}
	return refs
}

// In returns the references to the module, from the graph's modules and those
// of its universe. The first call reads and scans them all.
func (m *Module) In() []Reference {
	m.g.inOnce.Do(m.g.buildIn)
	return m.g.in[m]
}

// Importers returns the modules from which references lead to the module, over
// whatever others, nearest first.
func (m *Module) Importers() (list []*Module) {
	direct := m.In()
	if len(direct) == 0 {
		return nil
	}
	seen := make([]bool, len(m.g.all)+1) // by order
	seen[m.order] = true
	for at := 0; ; at++ {
		for _, r := range direct {
			if f := r.From; !seen[f.order] {
				seen[f.order] = true
				list = append(list, f)
			}
		}
		if at == len(list) {
			return list
		}
		direct = list[at].In()
	}
}

// IsWhole reports whether modules are all of the graph's and its universe's, by
// their number.
func (g *Graph) IsWhole(modules []*Module) bool { return len(modules) >= len(g.everything()) }

// everything returns the graph's modules and those of its universe.
func (g *Graph) everything() []*Module {
	g.allOnce.Do(func() {
		g.all = g.list
		if g.universe == nil {
			return
		}
		for _, p := range g.universe() {
			if g.Module(p) == nil {
				g.all = append(g.all[:len(g.all):len(g.all)], g.module(p))
			}
		}
	})
	return g.all
}

func (g *Graph) buildIn() {
	all := g.everything()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				all[i].Refs()
			}
		})
	}
	wg.Wait()
	g.in = map[*Module][]Reference{}
	for i, m := range all {
		m.order = i + 1
		for _, r := range m.refs {
			if r.To != nil {
				g.in[r.To] = append(g.in[r.To], r)
			}
		}
	}
}

// Module returns the module that the file was parsed for, or nil.
func (f *File) Module() *Module { return f.module }
