package cost

import (
	"slices"
	"sort"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// unit is one of a file's outermost functions, with all that is in it.
type unit struct {
	start, end int
	shows      bool     // its text shows dear work
	names      []string // under which its functions may be called
}

// units returns a file's outermost functions, in source order. Where the text
// around them shows dear work, a size that all of them see, each of them does.
func (o *Oracle) unitsOf(f *jsparse.File) []unit {
	if v, ok := o.units.Load(f); ok {
		return v.([]unit)
	}
	var list []unit
	var around strings.Builder
	at := 0
	funcs := []jsparse.Kind{jsparse.FuncDecl, jsparse.FuncExpr, jsparse.Arrow}
	f.Root().Inspect(funcs, func(fn jsparse.Cursor) bool {
		u := unit{start: fn.Start(), end: fn.End()}
		u.shows = showsWork(f.Slice(u.start, u.end))
		around.WriteString(f.Slice(at, max(at, u.start)))
		around.WriteByte('\n')
		at = max(at, u.end)
		for inner := range fn.Preorder(funcs...) {
			if name := calledAs(inner); name != "" && !slices.Contains(u.names, name) {
				u.names = append(u.names, name)
			}
		}
		list = append(list, u)
		return false
	})
	around.WriteString(f.Slice(at, len(f.Text)))
	if showsWork(around.String()) {
		for i := range list {
			list[i].shows = true
		}
	}
	v, _ := o.units.LoadOrStore(f, list)
	return v.([]unit)
}

// locals adds to names the variables under which a file knows what other files
// call so: import of a default export, import {a as b}, const b = require("./a"),
// const {a: b} = require("./a").
func locals(f *jsparse.File, names []string) []string {
	all := slices.Clone(names)
	for i := range f.NumSymbols() {
		s := f.Symbol(jsparse.Sym(i))
		if s.Kind != jsparse.SymImport || s.ImportName == s.Name {
			continue
		}
		if slices.Contains(names, s.ImportName) || slices.Contains(names, baseOf(s.ImportPath)) {
			all = append(all, s.Name)
		}
	}
	for d := range f.Root().Preorder(jsparse.Declarator) {
		init := d.Child(jsparse.EdgeInit)
		for init.Kind() == jsparse.Member {
			init = init.Object()
		}
		path, ok := callee.IsRequire(init)
		if !ok {
			continue
		}
		switch target := d.Child(jsparse.EdgeTarget); {
		case target.Kind() == jsparse.ObjectPattern:
			for e := range target.Children() {
				if slices.Contains(names, e.Name()) {
					all = append(all, e.Child(jsparse.EdgeTarget).Name())
				}
			}
		case slices.Contains(names, baseOf(path)):
			all = append(all, target.Name())
		}
	}
	return all
}

// concerned returns for each of a file's units whether it may do dear work, or
// call by one of the names given, or another of the units, something that does.
func concerned(f *jsparse.File, list []unit, dear []string, shows bool) []bool {
	is := make([]bool, len(list))
	if len(dear) > 0 {
		dear = locals(f, dear)
	}
	var names []string
	for i, u := range list {
		text := f.Slice(u.start, u.end)
		if shows && u.shows || slices.ContainsFunc(dear, func(n string) bool { return glance.HoldsWord(text, n) }) {
			is[i] = true
			names = append(names, u.names...)
		}
	}
	for len(names) > 0 {
		var more []string
		for i, u := range list {
			text := f.Slice(u.start, u.end)
			if !is[i] && slices.ContainsFunc(names, func(n string) bool { return glance.HoldsWord(text, n) }) {
				is[i] = true
				more = append(more, u.names...)
			}
		}
		names = more
	}
	return is
}

// ConcernsFunc reports whether a function may work for long, itself or through
// what it calls. Concerns says so of its module.
func (o *Oracle) ConcernsFunc(fn jsparse.Cursor) bool {
	m := fn.File().Module()
	if o.spread.search(o); o.spread.all || m == nil {
		return true
	}
	f := fn.File()
	list := o.unitsOf(f)
	v, ok := o.concern.Load(f)
	if !ok {
		v, _ = o.concern.LoadOrStore(f, concerned(f, list, o.spread.dear[m], true))
	}
	return v.([]bool)[unitAt(list, fn)]
}

// unitAt returns which of its file's units a function is in.
func unitAt(list []unit, fn jsparse.Cursor) int {
	return sort.Search(len(list)-1, func(i int) bool { return list[i].end > fn.Start() })
}
