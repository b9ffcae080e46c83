package jsparse

import (
	"slices"
	"strings"
	"sync"
)

// A graph that outlives a run, as an editor's does, follows its files in two
// ways. Forget is for texts that changed: what was known of these modules goes,
// and who refers to whom is mended. Renew is for all else that decides what a
// specifier means: files that came or went, package.json, tsconfig.json. It
// keeps texts and trees and resolves anew.

// maxForgotten bounds how often Forget is called before the answers to
// specifiers that nobody writes any more are thrown away.
const maxForgotten = 500

// Forget makes the graph read the modules with these paths again; paths that it
// does not know are skipped. Nothing else may use the graph meanwhile, nor use
// the Files of these modules afterwards: their positions leave the FileSet.
func (g *Graph) Forget(paths ...string) {
	for _, p := range paths {
		m := g.mods[p]
		if m == nil {
			continue
		}
		if g.in != nil {
			for _, r := range m.refs {
				g.dropIn(m, r.To)
			}
		}
		m.drop()
		m.textOnce, m.text, m.textErr, m.said = sync.Once{}, "", nil, nil
		m.refsOnce, m.refs, m.scanned = sync.Once{}, nil, false
		if g.in != nil && m.order > 0 {
			g.addIn(m)
		}
	}
	if g.forgotten += len(paths); g.forgotten > maxForgotten {
		g.forgetAnswers()
	}
}

// drop lets go of a module's trees.
func (m *Module) drop() {
	for _, f := range m.files {
		if f.tok != nil {
			m.g.fset.RemoveFile(f.tok)
		}
	}
	m.parseOnce, m.files, m.parseErr = sync.Once{}, nil, nil
}

// dropIn takes a module's references out of the index of another.
func (g *Graph) dropIn(from, to *Module) {
	if to == nil {
		return
	}
	left := slices.DeleteFunc(g.in[to], func(r Reference) bool { return r.From == from })
	if len(left) == 0 {
		delete(g.in, to)
		return
	}
	g.in[to] = left
}

// addIn puts a module's references where buildIn would have put them.
func (g *Graph) addIn(m *Module) {
	for _, r := range m.Refs() {
		if r.To == nil {
			continue
		}
		list := g.in[r.To]
		at := len(list)
		for at > 0 && list[at-1].From.order > m.order {
			at--
		}
		g.in[r.To] = slices.Insert(list, at, r)
	}
}

// forgetAnswers empties the caches that grow with every specifier.
func (g *Graph) forgetAnswers() {
	g.forgotten = 0
	g.dirs.Clear()
	g.bare.Clear()
	g.resOnce, g.resolver = sync.Once{}, nil
}

// Renew returns a graph of the files with the absolute paths that takes over
// from g the texts and trees of the modules whose paths both have. Everything
// that depends on other files is found out anew. g must not be used any more,
// and nothing else may use it meanwhile.
func (g *Graph) Renew(paths []string) *Graph {
	n := NewGraph(g.fset, g.root, nil, g.read)
	n.universe = g.universe
	for _, p := range paths {
		if n.mods[p] != nil {
			continue
		}
		m := g.mods[p]
		if m == nil {
			m = &Module{Path: p}
		}
		m.g, m.order = n, 0
		m.refsOnce = sync.Once{}
		n.mods[p] = m
		n.list = append(n.list, m)
	}
	for p, m := range g.mods {
		if n.mods[p] != m {
			m.drop()
		}
	}
	slices.SortFunc(n.list, func(a, b *Module) int { return strings.Compare(a.Path, b.Path) })
	return n
}
