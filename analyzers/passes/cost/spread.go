package cost

import (
	"maps"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// spread knows which names may stand for dear work, so that of most files it is
// known unparsed that nothing in them works for long, and of most functions of
// the others without what they call.
//
// It starts from the functions whose text shows work on mass data, and computes
// what they cost. The names of those that may be dear are looked for in the
// texts of the files that import theirs, on whatever way, and in their own; the
// functions that hold one are computed in their turn, until no new name comes
// up. All of this is once for a run.
type spread struct {
	once sync.Once
	all  bool                         // nothing is known: any function may be concerned
	dear map[*jsparse.Module][]string // names of dear functions elsewhere that the module's text holds
}

// fewModules is the number of modules up to which each is parsed, and maxRounds
// how often names are followed, which is how long a chain of calls through files
// may be; a longer one ends the search, and each file is parsed.
const (
	fewModules = 30
	maxRounds  = 12
)

// Concerns reports whether functions of a module may work for long, themselves
// or through what they call. It does not parse the module for the answer, but
// may parse many others, once for a run.
func (o *Oracle) Concerns(m *jsparse.Module, text string) bool {
	o.spread.search(o)
	return o.spread.all || len(o.spread.dear[m]) > 0 || showsWork(text)
}

// search fills in the names, once.
func (s *spread) search(o *Oracle) {
	s.once.Do(func() {
		if len(o.modules) <= fewModules || !o.graph.IsWhole(o.modules) || !s.follow(o) {
			s.all = true
		}
	})
}

// arrival is a module with the names that it has not been asked about.
type arrival struct {
	m     *jsparse.Module
	names []string // nil in the first round
}

// follow goes from the texts that show dear work to the names for it, and from
// there on; it reports whether it came to an end.
func (s *spread) follow(o *Oracle) bool {
	s.dear = map[*jsparse.Module][]string{}
	shows := make([]bool, len(o.modules))
	inParallel(len(o.modules), func(i int) {
		text, err := o.modules[i].Text()
		shows[i] = err == nil && o.places.NamedFor(o.modules[i]) == 0 && showsWork(text)
	})
	var now []arrival
	for i, m := range o.modules {
		if shows[i] {
			now = append(now, arrival{m, nil})
		}
	}
	said := map[*jsparse.Module]map[string]bool{} // names that a module gave
	for range maxRounds {
		gave := make([][]string, len(now))
		inParallel(len(now), func(i int) { gave[i] = o.dearNames(now[i]) })
		all := map[string]bool{}
		for i, a := range now {
			if said[a.m] == nil {
				said[a.m] = map[string]bool{}
			}
			gave[i] = slices.DeleteFunc(gave[i], func(n string) bool { return said[a.m][n] })
			for _, n := range gave[i] {
				said[a.m][n], all[n] = true, true
			}
		}
		if len(all) == 0 {
			return true
		}
		now = s.arrivals(now, gave, o.holders(all))
	}
	return false
}

// arrivals tells the importers of modules the names that these gave, if their
// texts hold them, and returns them with what is new to them.
func (s *spread) arrivals(from []arrival, gave [][]string, held map[*jsparse.Module][]string) (list []arrival) {
	place := map[*jsparse.Module]int{} // in list, from 1
	for i, a := range from {
		if len(gave[i]) == 0 {
			continue
		}
		for _, m := range a.m.Importers() {
			for _, n := range held[m] {
				if !slices.Contains(gave[i], n) || slices.Contains(s.dear[m], n) {
					continue
				}
				s.dear[m] = append(s.dear[m], n)
				if place[m] == 0 {
					list = append(list, arrival{m: m})
					place[m] = len(list)
				}
				at := &list[place[m]-1]
				at.names = append(at.names, n)
			}
		}
	}
	return list
}

// holders returns which of the names each module's text holds.
func (o *Oracle) holders(names map[string]bool) map[*jsparse.Module][]string {
	list := slices.Sorted(maps.Keys(names))
	words := jsanalysis.NewWords(list)
	found := make([][]string, len(o.modules))
	inParallel(len(o.modules), func(i int) {
		text, err := o.modules[i].Text()
		if err != nil || o.places.NamedFor(o.modules[i]) != 0 {
			return
		}
		for _, w := range words.In(text) {
			if glance.HoldsWord(text, list[w]) {
				found[i] = append(found[i], list[w])
			}
		}
	})
	held := map[*jsparse.Module][]string{}
	for i, f := range found {
		if len(f) > 0 {
			held[o.modules[i]] = f
		}
	}
	return held
}

// dearNames returns the names under which other files may call a module's dear
// functions, as far as these show dear work or hold one of the names that came.
func (o *Oracle) dearNames(a arrival) (names []string) {
	files, _ := a.m.Files()
	for _, f := range files {
		units := o.unitsOf(f)
		own := map[string]bool{}
		is := concerned(f, units, a.names, a.names == nil)
		for fn := range f.Root().Preorder(jsparse.FuncDecl, jsparse.FuncExpr, jsparse.Arrow) {
			if !is[unitAt(units, fn)] {
				continue
			}
			if name := calledAs(fn); name != "" && !own[name] && o.mayBeDear(fn) {
				own[name] = true
				names = append(names, name)
			}
		}
		names = append(names, aliases(f, func(name string) bool { return own[name] || slices.Contains(a.names, name) })...)
	}
	return names
}

// mayBeDear reports whether a call of a function may be dear where it is made
// often or with other data: it has a size that may be mass data, is dear by
// itself, or gives mass data back.
func (o *Oracle) mayBeDear(fn jsparse.Cursor) bool {
	for _, t := range o.Func(fn) {
		if len(t.Sizes) == 0 && t.Nanos >= dearNanos {
			return true
		}
		for _, s := range t.Sizes {
			if s.N >= massSize {
				return true
			}
		}
	}
	return o.results.Of(fn).N >= massSize
}

// dearNanos is the constant work from which a call counts as dear: some make a
// long task.
const dearNanos = 5e6

// calledAs returns the name under which other files may know a function; "" if
// there is none.
func calledAs(fn jsparse.Cursor) string {
	if fn.Kind() == jsparse.FuncDecl && fn.Name() != "" {
		return fn.Name()
	}
	p := fn.Parent()
	switch p.Kind() {
	case jsparse.Declarator, jsparse.Property, jsparse.Field:
		return p.Name()
	case jsparse.Method:
		if p.Name() == "constructor" {
			return p.Parent().Name()
		}
		return p.Name()
	case jsparse.Assign:
		if name := p.Left().Name(); name != "exports" {
			return name
		}
		return baseName(fn.File())
	case jsparse.ExportDefault:
		return baseName(fn.File())
	}
	return fn.Name()
}

// baseName returns the part of a file's path that its importers write.
func baseName(f *jsparse.File) string { return baseOf(filepath.ToSlash(f.Path)) }

func baseOf(file string) string {
	base := path.Base(file)
	base = strings.TrimSuffix(base, path.Ext(base))
	if base == "index" {
		return path.Base(path.Dir(file))
	}
	return base
}

// aliases returns the names that a file gives, in an export, a variable or a
// property, to what has a dear name.
func aliases(f *jsparse.File, dear func(name string) bool) (list []string) {
	give := func(name, of string) {
		if name == "default" {
			name = baseName(f)
		}
		if name != "" && name != of && dear(of) {
			list = append(list, name)
		}
	}
	for _, e := range f.Exports {
		switch {
		case e.Local == "default":
			give(e.Name, baseOf(e.Source))
		case e.Local != "":
			give(e.Name, e.Local)
		case e.Sym != jsparse.NoSym:
			give(e.Name, f.Symbol(e.Sym).Name)
		}
	}
	for n := range f.Root().Preorder(jsparse.Declarator, jsparse.Property, jsparse.Field, jsparse.Assign) {
		name, v := n.Name(), n.Child(jsparse.EdgeValue)
		switch n.Kind() {
		case jsparse.Declarator:
			v = n.Child(jsparse.EdgeInit)
		case jsparse.Field:
			v = n.Child(jsparse.EdgeInit)
		case jsparse.Assign:
			name, v = n.Left().Name(), n.Right()
		}
		if v.Is(jsparse.Ident, jsparse.Member) {
			give(name, v.Name())
		}
	}
	return list
}

// inParallel calls f with 0 to n-1, on as many processors as there are.
func inParallel(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
