// Package callers says who calls a function of the project: package callee's
// question, asked the other way round.
//
// # Model
//
// A call counts if package callee resolves it to the function. Candidates are
// looked for by name: in the function's own file, and, if it leaves the file, in
// the files that import it, through barrels too. So calls through unknown
// receivers, renamed properties or tables of functions are not found. A
// function that is passed on as a value is not called where it is passed.
//
// Files are indexed once, when a question first needs them; a file that does not
// contain the name is not parsed.
package callers

import (
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
	known   sync.Map // jsparse.Cursor -> []jsparse.Cursor
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// index holds a file's calls by the last name of their callee.
type index map[string][]jsparse.Cursor

// Bounds of one search.
const (
	maxModules = 200
	maxCalls   = 60
)

// Of returns calls of a function, those of its own file first, at most maxCalls.
func (o *Oracle) Of(fn jsparse.Cursor) []jsparse.Cursor {
	if list, ok := o.known.Load(fn); ok {
		return list.([]jsparse.Cursor)
	}
	list := o.search(fn)
	o.known.Store(fn, list)
	return list
}

func (o *Oracle) search(fn jsparse.Cursor) []jsparse.Cursor {
	name := Name(fn)
	if name == "" {
		return nil
	}
	list := o.callsIn(fn.File(), fn, name, nil)
	m := fn.File().Module()
	if m == nil || !leaves(fn, name) {
		return list
	}
	seen := map[*jsparse.Module]bool{m: true}
	queue := []*jsparse.Module{m}
	for len(queue) > 0 && len(seen) < maxModules && len(list) < maxCalls {
		at := queue[0]
		queue = queue[1:]
		for _, ref := range at.In() {
			if ref.TypeOnly || seen[ref.From] {
				continue
			}
			seen[ref.From] = true
			text, err := ref.From.Text()
			if err != nil {
				continue
			}
			barrel := strings.Contains(text, "export *") || strings.Contains(text, "module.exports")
			if !strings.Contains(text, name) && !barrel {
				continue
			}
			files, _ := ref.From.Files()
			for _, f := range files {
				list = o.callsIn(f, fn, name, list)
				if barrel || passesOn(f, name) {
					queue = append(queue, ref.From)
				}
			}
		}
	}
	return list
}

// callsIn appends a file's calls of a function.
func (o *Oracle) callsIn(f *jsparse.File, fn jsparse.Cursor, name string, list []jsparse.Cursor) []jsparse.Cursor {
	for _, call := range o.indexOf(f)[name] {
		if len(list) < maxCalls && o.callees.Call(call).Func() == fn {
			list = append(list, call)
		}
	}
	return list
}

func (o *Oracle) indexOf(f *jsparse.File) index {
	if i, ok := o.files.Load(f); ok {
		return i.(index)
	}
	i := index{}
	for call := range f.Root().Preorder(jsparse.Call, jsparse.New) {
		switch c := call.Callee(); c.Kind() {
		case jsparse.Member:
			i[c.Name()] = append(i[c.Name()], call)
		case jsparse.Ident:
			name := c.Name()
			// import {verify as check}: known by the name that it has over there
			if s := f.Symbol(c.Sym()); s.Kind == jsparse.SymImport && s.ImportName != "default" && s.ImportName != "*" {
				name = s.ImportName
			}
			i[name] = append(i[name], call)
		}
	}
	o.files.Store(f, i)
	return i
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
func leaves(fn jsparse.Cursor, name string) bool {
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
		if e.Name == name || e.Name == "default" || e.Sym != jsparse.NoSym && f.Symbol(e.Sym).Name == name {
			return true
		}
	}
	return strings.Contains(f.Text, "exports")
}

// passesOn reports whether a file exports another module's name.
func passesOn(f *jsparse.File, name string) bool {
	for _, e := range f.Exports {
		if e.Kind == jsparse.ExportStar || e.Kind == jsparse.ExportFrom && (e.Local == name || e.Name == name) {
			return true
		}
	}
	return false
}
