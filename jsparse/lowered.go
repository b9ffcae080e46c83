package jsparse

import (
	"slices"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// The parser turns some statements into others that do the same: enums and
// namespaces into calls of arrows, functions declared in blocks into let with a
// function expression, `export =` into an assignment to module.exports. This
// file turns them back.

// unlower appends the statement that s was made from, if it was made from one.
// done without a range means that s has no counterpart in the source.
func (b *builder) unlower(s bridge.Stmt, e Edge) (r span, done bool) {
	loc := b.pastExport(s.Loc.Start)
	switch d := s.Data.(type) {
	case *bridge.SLocal:
		if len(d.Decls) != 1 {
			return r, false
		}
		decl := &d.Decls[0]
		id, ok := decl.Binding.Data.(*bridge.BIdentifier)
		if !ok {
			return r, false
		}
		switch v := decl.ValueOrNil.Data.(type) {
		case nil:
			return r, b.isNamespace(loc) // `var N` before the call
		case *bridge.EIdentifier:
			return r, decl.ValueOrNil.Loc == decl.Binding.Loc // `var f = f` behind a function in a block
		case *bridge.EFunction:
			at := decl.ValueOrNil.Loc.Start
			if at >= decl.Binding.Loc.Start || !b.hasWord(at, "function") && !b.hasWord(at, "async") {
				return r, false
			}
			i := b.open(FuncDecl, e, at)
			if v.Fn.Name == nil {
				b.ident(EdgeName, decl.Binding.Loc, id.Ref, FlagDecl)
			}
			return b.fn(i, &v.Fn), true
		case *bridge.ECall:
			if arrow, ok := v.Target.Data.(*bridge.EArrow); ok && b.isEnum(loc) {
				return b.enum(e, loc, bridge.LocRef{Loc: decl.Binding.Loc, Ref: id.Ref}, arrow, d.IsExport), true
			}
		}
	case *bridge.SExpr:
		return b.unlowerExpr(loc, s.Loc.Start, d.Value, e)
	}
	return r, false
}

// unlowerExpr is unlower for expression statements.
func (b *builder) unlowerExpr(loc, start int32, x bridge.Expr, e Edge) (r span, done bool) {
	if a, ok := x.Data.(*bridge.EBinary); ok && a.Op == bridge.BinOpAssign {
		if b.hasWord(start, "export") && b.hasAt(b.skipTrivia(start+6), "=") {
			i := b.open(ExportAssign, e, start)
			return b.shut(i, b.stmtEnd(b.operand(EdgeOperand, a.Right, 0).end)), true
		}
		x = a.Right // E = (E => {…})(E || {}), where E is declared twice
	}
	call, ok := x.Data.(*bridge.ECall)
	if !ok || len(call.Args) != 1 {
		return r, false
	}
	arrow, ok := call.Target.Data.(*bridge.EArrow)
	if !ok || len(arrow.Args) != 1 || !b.isNamespace(loc) && !b.isEnum(loc) {
		return r, false
	}
	name := bridge.LocRef{Loc: arrow.Args[0].Binding.Loc}
	switch a := call.Args[0].Data.(type) {
	case *bridge.EIdentifier:
		name.Ref = a.Ref
	case *bridge.EBinary: // N || (N = {})
		id, ok := a.Left.Data.(*bridge.EIdentifier)
		if !ok {
			return r, false
		}
		name.Ref = id.Ref
	default:
		return r, false
	}
	exported := start != loc
	if b.isEnum(loc) {
		return b.enum(e, loc, name, arrow, exported), true
	}
	return b.namespace(e, loc, name, arrow, exported), true
}

func (b *builder) isNamespace(p int32) bool {
	// The inner one of `namespace A.B {` starts at its dot.
	return b.hasWord(p, "namespace") || b.hasWord(p, "module") || b.hasAt(p, ".")
}

func (b *builder) isEnum(p int32) bool {
	if b.hasWord(p, "const") {
		p = b.skipTrivia(p + 5)
	}
	return b.hasWord(p, "enum")
}

// enum appends an EnumDecl; its items are the values that are written out.
func (b *builder) enum(e Edge, loc int32, name bridge.LocRef, arrow *bridge.EArrow, exported bool) span {
	i := b.open(EnumDecl, e, loc)
	b.exported(i, exported)
	b.alias(arrow, name.Ref)
	open := b.skipTrivia(b.ident(EdgeName, name.Loc, name.Ref, FlagDecl).end)
	end := b.bracketEnd(open)
	b.within(open, end, func() {
		for _, s := range arrow.Body.Block.Stmts {
			x, ok := s.Data.(*bridge.SExpr)
			if !ok {
				continue
			}
			// E[E["A"] = 1] = "A", or E["A"] = "a"
			a, ok := x.Value.Data.(*bridge.EBinary)
			if !ok {
				continue
			}
			if index, ok := a.Left.Data.(*bridge.EIndex); ok {
				if inner, ok := index.Index.Data.(*bridge.EBinary); ok {
					a = inner
				}
			}
			if v := a.Right; v.Loc.Start > s.Loc.Start && v.Loc.Start < end {
				b.operand(EdgeItem, v, 0)
			}
		}
	})
	return b.shut(i, end)
}

// namespace appends a NamespaceDecl with the statements of its body. Names it
// exports are properties of it to the parser.
func (b *builder) namespace(e Edge, loc int32, name bridge.LocRef, arrow *bridge.EArrow, exported bool) span {
	i := b.open(NamespaceDecl, e, loc)
	b.exported(i, exported)
	b.alias(arrow, name.Ref)
	from := b.ident(EdgeName, name.Loc, name.Ref, FlagDecl).end
	p := from
	for int(p) < len(b.src) && b.src[p] != '{' { // namespace A.B {
		p = max(b.skipTrivia(p), p+1)
	}
	end := b.bracketEnd(p)
	list := slices.DeleteFunc(slices.Clone(arrow.Body.Block.Stmts), exportsDeclared)
	b.within(from, end, func() { b.stmts(list) })
	return b.shut(i, end)
}

// exportsDeclared reports whether s is the `N.f = f` that the parser puts behind
// a function or class that a namespace exports.
func exportsDeclared(s bridge.Stmt) bool {
	x, ok := s.Data.(*bridge.SExpr)
	if !ok {
		return false
	}
	a, ok := x.Value.Data.(*bridge.EBinary)
	if !ok || a.Op != bridge.BinOpAssign {
		return false
	}
	left, ok := a.Left.Data.(*bridge.EDot)
	if !ok {
		return false
	}
	_, ok = a.Right.Data.(*bridge.EIdentifier)
	return ok && left.NameLoc == a.Right.Loc
}

// alias lets the parameter of an enum's or namespace's arrow mean its name.
func (b *builder) alias(arrow *bridge.EArrow, outer bridge.Ref) {
	if len(arrow.Args) == 1 {
		if id, ok := arrow.Args[0].Binding.Data.(*bridge.BIdentifier); ok {
			b.unify(id.Ref, outer)
		}
	}
}

// unify makes two of the parser's symbols one.
func (b *builder) unify(one, other bridge.Ref) {
	x, y := b.linked(one), b.linked(other)
	switch {
	case b.syms[x] < 0:
		b.syms[x] = b.sym(other)
	case b.syms[y] < 0:
		b.syms[y] = b.syms[x]
	}
}

// hoisted makes one statement of each function that is declared in a block: the
// parser makes one `let f = function…, g = function…` of them all. In sloppy
// code a `var f = f` hands them to the function around; the two symbols are made
// one. The list is copied if anything changes.
func (b *builder) hoisted(list []bridge.Stmt) []bridge.Stmt {
	copied := false
	for k := 0; k < len(list); k++ {
		d, ok := list[k].Data.(*bridge.SLocal)
		if !ok {
			continue
		}
		functions := 0
		for j := range d.Decls {
			decl := &d.Decls[j]
			id, ok := decl.Binding.Data.(*bridge.BIdentifier)
			if !ok {
				break
			}
			switch v := decl.ValueOrNil.Data.(type) {
			case *bridge.EIdentifier:
				if decl.ValueOrNil.Loc == decl.Binding.Loc {
					b.unify(v.Ref, id.Ref)
					functions++
				}
			case *bridge.EFunction:
				if decl.ValueOrNil.Loc.Start < decl.Binding.Loc.Start {
					functions++
				}
			}
		}
		if functions == 0 || functions < len(d.Decls) || len(d.Decls) == 1 {
			continue
		}
		if !copied {
			list, copied = slices.Clone(list), true
		}
		var single []bridge.Stmt
		for j := range d.Decls {
			one := *d
			one.Decls = d.Decls[j : j+1]
			single = append(single, bridge.Stmt{Loc: d.Decls[j].ValueOrNil.Loc, Data: &one})
		}
		list = slices.Replace(list, k, k+1, single...)
		k += len(single) - 1
	}
	return list
}

// imported appends the argument of an import() or require() call, or what
// stands for it: of `import(a ? "b" : "c")` the parser makes `a ? import("b") :
// import("c")`.
func (b *builder) imported(e Edge, x bridge.Expr) (end int32) {
	switch d := x.Data.(type) {
	case *bridge.EIf:
		i := b.open(Conditional, e, d.Test.Loc.Start)
		b.widen(i, b.head(EdgeTest, d.Test))
		b.imported(EdgeThen, d.Yes)
		return b.shut(i, b.imported(EdgeElse, d.No)).end
	case *bridge.EImportString:
		return b.path(e, d.ImportRecordIndex).end
	case *bridge.ERequireString:
		return b.path(e, d.ImportRecordIndex).end
	case *bridge.EImportCall:
		return b.operand(e, d.Expr, 0).end
	case *bridge.ECall:
		if len(d.Args) > 0 {
			return b.operand(e, d.Args[0], 0).end
		}
	}
	return b.operand(e, x, 0).end
}

// conditionalImport appends the call that x was made from, if it was one.
func (b *builder) conditionalImport(e Edge, x bridge.Expr, d *bridge.EIf) (span, bool) {
	at := d.Yes
	for {
		inner, ok := at.Data.(*bridge.EIf)
		if !ok {
			break
		}
		at = inner.Yes
	}
	if at.Loc.Start >= d.Test.Loc.Start {
		return span{}, false
	}
	k := Call
	switch {
	case b.hasWord(at.Loc.Start, "import"):
		k = ImportCall
	case !b.hasWord(at.Loc.Start, "require"):
		return span{}, false
	}
	i := b.open(k, e, at.Loc.Start)
	end := b.imported(EdgeArg, x)
	if at := b.skipTrivia(end); b.hasAt(at, ")") {
		end = at + 1
	}
	return b.shut(i, end), true
}
