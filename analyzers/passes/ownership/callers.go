package ownership

import (
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// maxCallers bounds how many calls of functions that return a worker are
// followed.
const maxCallers = 60

// callers returns the calls of a function that can be seen, as the expressions
// that have its result, and whether those are all.
func (o *Oracle) callers(fn jsparse.Cursor) (calls []jsparse.Cursor, complete bool) {
	p := fn.Parent()
	switch {
	case fn.Kind() == jsparse.FuncDecl:
		return o.callsOf(fn, fn)
	case p.Kind() == jsparse.Declarator && p.Child(jsparse.EdgeTarget).Kind() == jsparse.Ident:
		return o.callsOf(fn, p)
	case p.Is(jsparse.Method, jsparse.Property, jsparse.Field):
		return o.callsOfMethod(p)
	case p.Kind() == jsparse.Assign && p.Left().Kind() == jsparse.Member:
		return o.callsOfAssigned(fn, p.Left())
	}
	return nil, false
}

// callsOfAssigned follows a function that is assigned to a member: to a name of
// CommonJS's exports, whose calls are those of the files that require it, or to
// any other object.
func (o *Oracle) callsOfAssigned(fn, left jsparse.Cursor) (calls []jsparse.Cursor, complete bool) {
	obj := left.Object()
	name := left.Name()
	switch {
	case obj.IsGlobal("module") && name == "exports":
		name = "default"
	case obj.IsGlobal("exports"), obj.Kind() == jsparse.Member && obj.Name() == "exports" && obj.Object().IsGlobal("module"):
		calls = o.memberCalls(fn.File(), name, jsparse.Cursor{})
	default:
		return o.memberCalls(fn.File(), name, jsparse.Cursor{}), false
	}
	for _, file := range o.importers(fn.File(), name) {
		calls = append(calls, o.importedCalls(file, fn)...)
	}
	return calls, len(calls) > 0
}

// callsOf follows a function that has a name of its own.
func (o *Oracle) callsOf(fn, decl jsparse.Cursor) (calls []jsparse.Cursor, complete bool) {
	f := fn.File()
	sym := decl.Sym()
	if sym == jsparse.NoSym {
		return nil, false
	}
	complete = true
	for u := range f.Uses(sym) {
		if u.IsDecl() {
			continue
		}
		c, ok := handedCall(u)
		switch {
		case c.Ok():
			calls = append(calls, c)
		case !ok:
			complete = false
		}
	}
	exported := ""
	for _, e := range f.Exports {
		if e.Kind == jsparse.ExportLocal && (e.Sym == sym || e.Sym == jsparse.NoSym && e.Name == "default" && e.Node.Contains(fn)) {
			exported = e.Name
		}
	}
	if exported == "" {
		return calls, complete
	}
	n := len(calls)
	for _, file := range o.importers(f, exported) {
		calls = append(calls, o.importedCalls(file, fn)...)
	}
	if len(calls) == n {
		complete = false // nobody in the project, or nobody that was found
	}
	return calls, complete
}

// handedCall returns the call for a use of a function's name: f(…), or
// useState(f) and list.map(f), whose result holds what f returns. ok is also
// true for uses that call nothing.
func handedCall(u jsparse.Cursor) (call jsparse.Cursor, ok bool) {
	p := u.Parent()
	switch {
	case p.Kind() == jsparse.Call && u.Edge() == jsparse.EdgeCallee:
		return p, true
	case p.Kind() == jsparse.Call && u.Edge() == jsparse.EdgeArg && lazy[calledName(p)]:
		return p, true
	case p.Is(jsparse.ExportSpec, jsparse.ExportDefault, jsparse.ExportNamed, jsparse.Unary):
		return jsparse.Cursor{}, true
	}
	return jsparse.Cursor{}, isDependencies(p)
}

// importers returns files that may import a name from a file's module, also
// through modules that export it again.
func (o *Oracle) importers(f *jsparse.File, name string) (files []*jsparse.File) {
	start := f.Module()
	if start == nil {
		return nil
	}
	seen := map[*jsparse.Module]bool{start: true}
	for queue := []*jsparse.Module{start}; len(queue) > 0 && len(seen) < maxAround; queue = queue[1:] {
		for _, r := range queue[0].In() {
			m := r.From
			if m == nil || seen[m] || r.TypeOnly {
				continue
			}
			text, err := m.Text()
			if err != nil || name != "default" && !strings.Contains(text, name) && !strings.Contains(text, "export *") {
				continue
			}
			seen[m] = true
			fs, err := m.Files()
			if err != nil {
				continue
			}
			files = append(files, fs...)
			for _, x := range fs {
				for _, e := range x.Exports {
					if e.Kind != jsparse.ExportLocal {
						queue = append(queue, m)
						break
					}
				}
			}
		}
	}
	return files
}

// importedCalls returns the calls of a function in a file that imports it.
func (o *Oracle) importedCalls(f *jsparse.File, fn jsparse.Cursor) (calls []jsparse.Cursor) {
	for c := range f.Root().Preorder(jsparse.Call) {
		if o.callee.Call(c).Func() == fn {
			calls = append(calls, c)
			continue
		}
		if lazy[calledName(c)] {
			if a := c.Arg(0); a.Is(jsparse.Ident, jsparse.Member) && o.callee.Expr(a).Func() == fn {
				calls = append(calls, c)
			}
		}
	}
	return calls
}

// callsOfMethod follows a method by its name, in its file and around it.
func (o *Oracle) callsOfMethod(m jsparse.Cursor) (calls []jsparse.Cursor, complete bool) {
	name := m.Name()
	if name == "" || name == "constructor" {
		return nil, false
	}
	owner := m.Parent()
	calls = o.memberCalls(m.File(), name, owner)
	if strings.HasPrefix(name, "#") {
		return calls, true
	}
	for _, f := range o.filesAround(m.File(), name) {
		calls = append(calls, o.memberCalls(f, name, owner)...)
	}
	return calls, len(calls) > 0 && o.isPrivate(m)
}

// isPrivate reports whether a method is meant for its own class: #name, _name,
// name_ and TypeScript's private.
func (o *Oracle) isPrivate(m jsparse.Cursor) bool {
	name := m.Name()
	if strings.HasPrefix(name, "#") || strings.HasPrefix(name, "_") || strings.HasSuffix(name, "_") {
		return true
	}
	head := m.Text()
	if at := strings.Index(head, name); at > 0 {
		return strings.Contains(head[:at], "private")
	}
	before := m.File().Text[max(0, m.Start()-20):m.Start()]
	return strings.Contains(before, "private ")
}

func (o *Oracle) memberCalls(f *jsparse.File, name string, owner jsparse.Cursor) (calls []jsparse.Cursor) {
	for c := range f.Root().Preorder(jsparse.Call) {
		callee := c.Callee()
		if callee.Kind() == jsparse.Member && callee.Name() == name && o.sameOwner(callee.Object(), owner) {
			calls = append(calls, c)
		}
	}
	return calls
}
