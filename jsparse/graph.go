package jsparse

import (
	"go/token"
	"os"
	"path/filepath"
	"sort"
	"sync"
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
	SharedWorkerRef                  // new SharedWorker(...)
	ServiceWorkerRef                 // navigator.serviceWorker.register("x")
	WorkletRef                       // audioWorklet.addModule("x")
	ImportScripts                    // importScripts("x")
	Fork                             // child_process.fork("x")
	PoolFile                         // filename of a piscina, tinypool or workerpool
)

// Graph is a set of modules and what they refer to. It reads and parses
// lazily and is safe for concurrent use.
type Graph struct {
	fset *token.FileSet
	root string
	read func(string) (string, error)
	mu   sync.Mutex
	mods map[string]*Module
	list []*Module
}

// Module is one source file of a Graph.
type Module struct {
	Path  string // absolute
	g     *Graph
	once  sync.Once
	text  string
	terr  error
	ponce sync.Once
	files []*File
	perr  error
}

// Package is what a package.json says.
type Package struct {
	Dir          string // absolute
	Name         string
	Type         string // "module", "commonjs" or empty
	Main         string
	Bin          []string // absolute paths
	Engines      map[string]string
	Dependencies map[string]string
}

// Reference is one place where a module names another.
type Reference struct {
	Kind     EdgeKind
	From     *Module
	Start    int // range of the specifier literal in From
	End      int
	Spec     string
	To       *Module // nil if external or unresolved
	External string  // "node:fs", "express", "@scope/x"
	TypeOnly bool
}

// Definition is what an exported name stands for.
type Definition struct {
	File *File
	Node Cursor
	Name string
}

// NewGraph makes a graph of the files with the absolute paths.
func NewGraph(fset *token.FileSet, root string, paths []string, read func(string) (string, error)) *Graph {
	if read == nil {
		read = func(p string) (string, error) { b, err := os.ReadFile(p); return string(b), err }
	}
	g := &Graph{fset: fset, root: root, read: read, mods: map[string]*Module{}}
	for _, p := range paths {
		m := &Module{Path: p, g: g}
		g.mods[p] = m
		g.list = append(g.list, m)
	}
	sort.Slice(g.list, func(i, j int) bool { return g.list[i].Path < g.list[j].Path })
	return g
}

// Fset returns the graph's FileSet.
func (g *Graph) Fset() *token.FileSet { return g.fset }

// Root returns the project's folder.
func (g *Graph) Root() string { return g.root }

// Modules returns the modules, sorted by path.
func (g *Graph) Modules() []*Module { return g.list }

// Module returns the module with the path, or nil.
func (g *Graph) Module(path string) *Module { g.mu.Lock(); defer g.mu.Unlock(); return g.mods[path] }

// Text returns the module's text.
func (m *Module) Text() (string, error) {
	m.once.Do(func() { m.text, m.terr = m.g.read(m.Path) })
	return m.text, m.terr
}

// Files returns the module parsed.
func (m *Module) Files() ([]*File, error) {
	m.ponce.Do(func() {
		t, err := m.Text()
		if err != nil {
			m.perr = err
			return
		}
		m.files, m.perr = Parse(m.g.fset, m.Path, t)
		for _, f := range m.files {
			f.module = m
		}
	})
	return m.files, m.perr
}

// Graph returns the module's graph.
func (m *Module) Graph() *Graph { return m.g }

// Package returns the nearest package.json.
func (m *Module) Package() *Package { return nil }

// Refs returns the module's references.
func (m *Module) Refs() []Reference { return nil }

// In returns the references to the module.
func (m *Module) In() []Reference { return nil }

// Resolve finds what a specifier in m means.
func (m *Module) Resolve(spec string, kind EdgeKind) (to *Module, external string) {
	if len(spec) > 0 && spec[0] == '.' {
		base := filepath.Join(filepath.Dir(m.Path), spec)
		for _, ext := range []string{"", ".ts", ".js", ".tsx", ".mjs"} {
			if to := m.g.Module(base + ext); to != nil {
				return to, ""
			}
		}
		return nil, ""
	}
	return nil, spec
}

// Module returns the module the file was parsed for, or nil.
func (f *File) Module() *Module { return f.module }

// Export finds what a module exports under a name.
func (g *Graph) Export(m *Module, name string) (Definition, bool) {
	files, _ := m.Files()
	for _, f := range files {
		for _, e := range f.Exports {
			if e.Name == name && e.Kind == ExportLocal {
				n := e.Node
				if e.Sym != NoSym {
					if d := f.Decl(e.Sym); d.Ok() {
						n = d.Parent()
					}
				} else if n.Kind() == ExportDefault {
					n = n.Child(EdgeDecl)
				}
				return Definition{f, n, name}, true
			}
		}
	}
	return Definition{}, false
}
