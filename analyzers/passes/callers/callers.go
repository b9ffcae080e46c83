// Package callers says who calls a function of the project: package callee's
// question, asked the other way round.
//
// # Model
//
// A call counts if package callee resolves it to the function. Candidates are
// looked for by name: in the function's own file, and, if it leaves the file, in
// the files that import it, through barrels too. So calls through unknown
// receivers or computed tables of functions are not found. A function that is
// passed on as a value is not called where it is passed; Values tells of that.
//
// Files are indexed once, when a question first needs them; a file that does not
// contain the name is not parsed.
package callers

import (
	"slices"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "callers",
	Doc:      "who calls a function",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		return &Oracle{callees: callee.Of(p)}, nil
	},
}

// Oracle answers who calls functions. It is safe for concurrent use.
type Oracle struct {
	callees *callee.Oracle
	files   sync.Map // *jsparse.File -> index
	known   sync.Map // jsparse.Cursor -> found
	values  sync.Map // jsparse.Cursor -> []jsparse.Cursor
}

// found is what a search for a function's calls gave.
type found struct {
	calls []jsparse.Cursor
	// all is false when there are calls by the function's name of something that
	// is not known, or too many.
	all bool
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// index holds a file's calls, and the names that it uses as values, by the last
// name of the callee or the value.
type index struct{ calls, values map[string][]jsparse.Cursor }

// Bounds of one search.
const (
	maxModules = 200
	maxCalls   = 60
)

// Of returns calls of a function, those of its own file first, at most maxCalls.
func (o *Oracle) Of(fn jsparse.Cursor) []jsparse.Cursor { return o.search(fn).calls }

// All reports whether Of gives every call of a function by its name: nothing of
// which nothing is known is called by that name in the files that may use it.
func (o *Oracle) All(fn jsparse.Cursor) bool { return o.search(fn).all }

// Values returns where a function is used as a value: given to a call, to an
// attribute or property, or assigned to a member: router.get("/", list),
// onClick={save}, {handler: list}, button.onclick = this.save.bind(this). Those
// of its own file come first.
func (o *Oracle) Values(fn jsparse.Cursor) []jsparse.Cursor {
	if list, ok := o.values.Load(fn); ok {
		return list.([]jsparse.Cursor)
	}
	var list []jsparse.Cursor
	o.visit(fn, func(f *jsparse.File, name string) bool {
		list = append(list, o.valuesIn(fn, f, name)...)
		return len(list) < maxCalls
	})
	o.values.Store(fn, list)
	return list
}

// ValuesHere is Values for the function's own file only; it reads no other.
func (o *Oracle) ValuesHere(fn jsparse.Cursor) (list []jsparse.Cursor) {
	for _, name := range namesOf(fn) {
		list = append(list, o.valuesIn(fn, fn.File(), name)...)
	}
	return list
}

func (o *Oracle) valuesIn(fn jsparse.Cursor, f *jsparse.File, name string) (list []jsparse.Cursor) {
	for _, x := range o.indexOf(f).values[name] {
		if !fn.Contains(x) && o.callees.Expr(x).Func() == fn {
			list = append(list, bound(x))
		}
	}
	return list
}

// bound returns f.bind(x) for f, and other nodes as they are.
func bound(x jsparse.Cursor) jsparse.Cursor {
	if m := x.Parent(); m.Kind() == jsparse.Member && m.Name() == "bind" && x.Edge() == jsparse.EdgeObject {
		if call := m.Parent(); call.Kind() == jsparse.Call && m.Edge() == jsparse.EdgeCallee {
			return call
		}
	}
	return x
}

// Passed reports whether a function is given to a call as a value somewhere:
// router.get("/", list).
func (o *Oracle) Passed(fn jsparse.Cursor) bool {
	return fn.Edge() == jsparse.EdgeArg || len(o.Values(fn)) > 0
}

func (o *Oracle) search(fn jsparse.Cursor) found {
	if r, ok := o.known.Load(fn); ok {
		return r.(found)
	}
	r := found{all: true}
	o.visit(fn, func(f *jsparse.File, name string) bool {
		for _, call := range o.indexOf(f).calls[name] {
			switch e := o.callees.Call(call); {
			case e.Func() == fn:
				r.calls = append(r.calls, call)
			case !e.Known() && call.Callee().Kind() == jsparse.Member:
				r.all = false
			}
		}
		if len(r.calls) >= maxCalls {
			r.calls, r.all = r.calls[:maxCalls], false
		}
		return len(r.calls) < maxCalls
	})
	o.known.Store(fn, r)
	return r
}

// visit calls see for the files that may use a function and the names it may
// have there, until see returns false.
func (o *Oracle) visit(fn jsparse.Cursor, see func(f *jsparse.File, name string) bool) {
	names := namesOf(fn)
	if len(names) == 0 {
		return
	}
	look := func(f *jsparse.File) bool {
		for _, n := range names {
			if !see(f, n) {
				return false
			}
		}
		return true
	}
	m := fn.File().Module()
	if !look(fn.File()) || m == nil || !leaves(fn, names) {
		return
	}
	seen := map[*jsparse.Module]bool{m: true}
	queue := []*jsparse.Module{m}
	for len(queue) > 0 && len(seen) < maxModules {
		at := queue[0]
		queue = queue[1:]
		for _, ref := range at.In() {
			if ref.TypeOnly && !isMember(fn) || seen[ref.From] {
				continue
			}
			seen[ref.From] = true
			barrel := ref.From.Holds("export *") || ref.From.Holds("module.exports")
			if !barrel && !slices.ContainsFunc(names, ref.From.Holds) {
				continue
			}
			files, _ := ref.From.Files()
			for _, f := range files {
				if !look(f) {
					return
				}
				if barrel || passesOn(f, names) {
					queue = append(queue, ref.From)
				}
			}
		}
	}
}

func (o *Oracle) indexOf(f *jsparse.File) index {
	if i, ok := o.files.Load(f); ok {
		return i.(index)
	}
	i := index{map[string][]jsparse.Cursor{}, map[string][]jsparse.Cursor{}}
	value := func(x jsparse.Cursor) {
		if x.Kind() == jsparse.Call && x.Callee().Kind() == jsparse.Member && x.Callee().Name() == "bind" {
			x = x.Callee().Object()
		}
		if n := lastName(x); n != "" {
			i.values[n] = append(i.values[n], x)
		}
	}
	for n := range f.Root().Preorder(jsparse.Call, jsparse.New, jsparse.Property, jsparse.Assign) {
		switch n.Kind() {
		case jsparse.Property:
			if isGiven(n) {
				value(n.Child(jsparse.EdgeValue))
			}
		case jsparse.Assign:
			if n.Left().Kind() == jsparse.Member && strings.HasPrefix(n.Left().Name(), "on") {
				value(n.Right())
			}
		default:
			if name := lastName(n.Callee()); name != "" {
				i.calls[name] = append(i.calls[name], n)
			}
			for a := range n.All(jsparse.EdgeArg) {
				value(a)
			}
		}
	}
	o.files.Store(f, i)
	return i
}

// isGiven reports whether a property is an attribute, or in an object that is
// given to a call. Other objects only hold functions, and exported ones name them.
func isGiven(p jsparse.Cursor) bool {
	if p.Edge() == jsparse.EdgeName {
		return true
	}
	x := p.Parent()
	for x.Is(jsparse.ObjectLit, jsparse.Property, jsparse.ArrayLit) {
		if x.Edge() == jsparse.EdgeArg {
			return true
		}
		x = x.Parent()
	}
	return false
}

// isMember reports whether a function is called through an instance, which an
// importer may know by its type only.
func isMember(fn jsparse.Cursor) bool { return fn.Parent().Is(jsparse.Method, jsparse.Field) }

// lastName returns c of a.b.c, and the name that an imported name has in the
// module it comes from: import {verify as check} is known as verify.
func lastName(x jsparse.Cursor) string {
	switch x.Kind() {
	case jsparse.Member:
		return x.Name()
	case jsparse.Ident:
		if s := x.File().Symbol(x.Sym()); s.Kind == jsparse.SymImport && s.ImportName != "*" {
			return s.ImportName
		}
		return x.Name()
	}
	return ""
}

// namesOf returns the names by which others may call a function: its own, those
// of properties that hold it ({hash: passwordHash}), and "default".
func namesOf(fn jsparse.Cursor) (names []string) {
	if fn.Parent().Kind() == jsparse.ExportDefault {
		names = append(names, "default")
	}
	name := Name(fn)
	if name == "" {
		return names
	}
	names = append(names, name)
	sym := fn.Sym()
	if p := fn.Parent(); p.Kind() == jsparse.Declarator {
		sym = p.Sym()
	}
	if sym == jsparse.NoSym {
		return names
	}
	for _, e := range fn.File().Exports { // export { verify as check }
		if e.Sym == sym && e.Name != "" && !slices.Contains(names, e.Name) {
			names = append(names, e.Name)
		}
	}
	for u := range fn.File().Uses(sym) {
		other := ""
		switch p := u.Parent(); {
		case p.Kind() == jsparse.Property && u.Edge() == jsparse.EdgeValue:
			other = p.Name()
		case p.Kind() == jsparse.Assign && u.Edge() == jsparse.EdgeRight:
			other = p.Left().Name() // exports.verify = verifyPassword
		case p.Kind() == jsparse.ExportDefault:
			other = "default"
		}
		if other != "" && !slices.Contains(names, other) {
			names = append(names, other)
		}
	}
	return names
}

// Name returns the name by which others call a function, or "".
func Name(fn jsparse.Cursor) string {
	if n := fn.Name(); n != "" {
		return n
	}
	switch p := fn.Parent(); p.Kind() {
	case jsparse.Declarator, jsparse.Method, jsparse.Property, jsparse.Field:
		return p.Name()
	case jsparse.Assign: // exports.verify = function () {…}
		return p.Left().Name()
	}
	return ""
}

// leaves reports whether a function can be called from other files.
func leaves(fn jsparse.Cursor, names []string) bool {
	switch p := fn.Parent(); p.Kind() {
	case jsparse.Method, jsparse.Field, jsparse.Property:
		return true
	case jsparse.Assign:
		return p.Left().Kind() == jsparse.Member
	}
	if fn.Func().Ok() {
		return false
	}
	f := fn.File()
	for _, e := range f.Exports {
		if e.Name == "default" || slices.Contains(names, e.Name) || e.Sym != jsparse.NoSym && slices.Contains(names, f.Symbol(e.Sym).Name) {
			return true
		}
	}
	return strings.Contains(f.Text, "exports")
}

// passesOn reports whether a file exports another module's name.
func passesOn(f *jsparse.File, names []string) bool {
	for _, e := range f.Exports {
		if e.Kind == jsparse.ExportStar || e.Kind == jsparse.ExportFrom && (slices.Contains(names, e.Local) || slices.Contains(names, e.Name)) {
			return true
		}
	}
	return false
}
