package blockingcall

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/jsparse"
)

// Bounds of the search for callers.
const (
	maxDepth   = 4
	maxCallers = 60
)

// reachedFrom finds code in which somebody waits that calls a synchronous
// function, directly or through others like it, and returns the calls from the
// function upwards, and why somebody waits at the last.
func (r rule) reachedFrom(fn jsparse.Cursor, b platform.Blocking) (chain []jsparse.Cursor, role string) {
	type path struct {
		fn    jsparse.Cursor
		calls []jsparse.Cursor
	}
	seen := map[jsparse.Cursor]bool{fn: true}
	queue := []path{{fn: fn}}
	for len(queue) > 0 && len(seen) < maxCallers {
		at := queue[0]
		queue = queue[1:]
		for _, call := range r.callers(at.fn) {
			info := r.places.At(call)
			g := effective(call)
			if !g.Ok() || seen[g] || !info.SomebodyWaits() || runsOnce(call) {
				continue
			}
			seen[g] = true
			calls := append(append([]jsparse.Cursor(nil), at.calls...), call)
			if role := r.role(g, info); role != "" && (b.Kind != platform.BlockFile || isRequest(info) || len(calls) == 1) {
				return calls, role
			}
			if !g.Has(jsparse.FlagAsync) && len(calls) < maxDepth {
				queue = append(queue, path{g, calls})
			}
		}
	}
	return nil, ""
}

// callers returns the calls of a function: in its own file, and in the files
// that import it, through barrels too.
func (r rule) callers(fn jsparse.Cursor) []jsparse.Cursor {
	name := ownName(fn)
	if name == "" {
		return nil
	}
	var list []jsparse.Cursor
	list = r.callsIn(fn.File(), fn, name, list)
	m := fn.File().Module()
	if m == nil || !leaves(fn, name) {
		return list
	}
	seen := map[*jsparse.Module]bool{m: true}
	queue := []*jsparse.Module{m}
	for len(queue) > 0 && len(seen) < 4*maxCallers && len(list) < maxCallers {
		at := queue[0]
		queue = queue[1:]
		for _, ref := range at.In() {
			if ref.TypeOnly || seen[ref.From] {
				continue
			}
			text, err := ref.From.Text()
			if err != nil {
				continue
			}
			reexports := strings.Contains(text, "export *") || strings.Contains(text, "module.exports")
			if !strings.Contains(text, name) && !reexports {
				continue
			}
			seen[ref.From] = true
			files, err := ref.From.Files()
			if err != nil {
				continue
			}
			for _, f := range files {
				list = r.callsIn(f, fn, name, list)
				if reexports || passesOn(f, name) {
					queue = append(queue, ref.From)
				}
			}
		}
	}
	return list
}

// callsIn appends a file's calls of a function.
func (r rule) callsIn(f *jsparse.File, fn jsparse.Cursor, name string, list []jsparse.Cursor) []jsparse.Cursor {
	for call := range f.Root().Preorder(jsparse.Call) {
		c := call.Callee()
		switch c.Kind() {
		case jsparse.Member:
			if c.Name() != name {
				continue
			}
		case jsparse.Ident:
			if s := f.Symbol(c.Sym()); s.Name != name && s.ImportName != name && s.ImportName != "default" {
				continue
			}
		default:
			continue
		}
		if r.callees.Call(call).Func() == fn {
			list = append(list, call)
		}
	}
	return list
}

// ownName returns the name by which others call a function.
func ownName(fn jsparse.Cursor) string {
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
	if outer := fn.Func(); outer.Ok() {
		return false
	}
	for _, e := range fn.File().Exports {
		if e.Name == name || e.Sym != jsparse.NoSym && fn.File().Symbol(e.Sym).Name == name || e.Name == "default" {
			return true
		}
	}
	return strings.Contains(fn.File().Text, "exports")
}

// passesOn reports whether a file exports another module's name.
func passesOn(f *jsparse.File, name string) bool {
	for _, e := range f.Exports {
		if e.Kind != jsparse.ExportLocal && (e.Local == name || e.Name == name || e.Kind == jsparse.ExportStar) {
			return true
		}
	}
	return false
}
