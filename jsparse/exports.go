package jsparse

// Definition is what an exported name stands for.
type Definition struct {
	File *File
	Node Cursor // a function, class, Declarator, or the exported expression
	Name string // the name it is exported under in File
}

// Export finds what a module exports under a name ("default" for the default
// export), through re-exports, barrels, and CommonJS: module.exports = …,
// module.exports = {a}, exports.a = ….
func (g *Graph) Export(m *Module, name string) (Definition, bool) {
	return g.export(m, name, map[exportKey]bool{})
}

type exportKey struct {
	m    *Module
	name string
}

func (g *Graph) export(m *Module, name string, seen map[exportKey]bool) (Definition, bool) {
	if m == nil || seen[exportKey{m, name}] {
		return Definition{}, false
	}
	seen[exportKey{m, name}] = true
	files, _ := m.Files()
	for _, f := range files {
		for _, e := range f.Exports {
			if e.Name != name && !(e.Name == "export=" && name == "default") {
				continue
			}
			if e.Kind == ExportFrom {
				to, _ := m.Resolve(e.Source, ImportStatic)
				return g.export(to, e.Local, seen)
			}
			if e.Kind == ExportLocal {
				return g.local(f, e, seen)
			}
		}
	}
	for _, f := range files {
		for _, e := range f.Exports {
			if e.Kind == ExportStar && e.Name == "" && name != "default" {
				to, _ := m.Resolve(e.Source, ImportStatic)
				if d, ok := g.export(to, name, seen); ok {
					return d, true
				}
			}
		}
	}
	for _, f := range files {
		if len(f.Exports) == 0 {
			if d, ok := g.commonJS(f, name, seen); ok {
				return d, true
			}
		}
	}
	return Definition{}, false
}

// local returns what an export of the file's own stands for; it may be an
// import that is handed on.
func (g *Graph) local(f *File, e Export, seen map[exportKey]bool) (Definition, bool) {
	if e.Sym == NoSym {
		n := e.Node
		switch n.Kind() {
		case ExportDefault:
			n = n.Child(EdgeDecl)
		case ExportAssign:
			n = n.Operand()
		}
		return Definition{f, n, e.Name}, n.Ok()
	}
	if s := f.Symbol(e.Sym); s.Kind == SymImport {
		if f.module == nil || s.ImportName == "*" {
			return Definition{}, false
		}
		to, _ := f.module.Resolve(s.ImportPath, ImportStatic)
		return g.export(to, s.ImportName, seen)
	}
	if d := f.Decl(e.Sym); d.Ok() {
		return Definition{f, d.Parent(), e.Name}, true
	}
	return Definition{}, false
}

// commonJS looks for assignments to module.exports and exports.
func (g *Graph) commonJS(f *File, name string, seen map[exportKey]bool) (Definition, bool) {
	var whole Cursor
	for a := range f.Root().Preorder(Assign) {
		if a.Op() != "=" {
			continue
		}
		left := a.Left()
		switch {
		case isExports(left): // module.exports = …
			whole = assigned(a)
		case left.Kind() == Member && isExports(left.Object()) && left.Name() == name:
			return Definition{f, assigned(a), name}, true
		}
	}
	if !whole.Ok() {
		return Definition{}, false
	}
	if whole.Kind() == Call && whole.Callee().IsGlobal("require") { // module.exports = require("./x")
		if path, ok := whole.Arg(0).IsString(); ok && f.module != nil {
			to, _ := f.module.Resolve(path, Require)
			return g.export(to, name, seen)
		}
	}
	if name == "default" || name == "export=" {
		return Definition{f, whole, name}, true
	}
	if whole.Kind() == ObjectLit {
		p := whole.Prop(name)
		if fn := p.FuncValue(); fn.Ok() {
			return Definition{f, fn, name}, true
		}
		if v := p.Child(EdgeValue); v.Ok() {
			return Definition{f, v, name}, true
		}
	}
	return Definition{}, false
}

// isExports reports whether the node is module.exports or CommonJS's exports.
func isExports(c Cursor) bool {
	return c.IsGlobal("exports") || c.Kind() == Member && c.Name() == "exports" && c.Object().IsGlobal("module")
}

// assigned returns the value of an assignment: of a = b = c it is c.
func assigned(a Cursor) Cursor {
	v := a.Right()
	for v.Kind() == Assign && v.Op() == "=" {
		v = v.Right()
	}
	return v
}
