package jsparse

import (
	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// stmt appends a statement and returns its range, its semicolon included.
func (b *builder) stmt(s bridge.Stmt, e Edge) span {
	loc := s.Loc.Start
	switch d := s.Data.(type) {
	case *bridge.SExpr:
		if r, done := b.unlower(s, e); done {
			return r
		}
		i := b.open(ExprStmt, e, loc)
		return b.shut(i, b.stmtEnd(b.operand(EdgeOperand, d.Value, 0).end))
	case *bridge.SLocal:
		if r, done := b.unlower(s, e); done {
			return r
		}
		return b.local(e, loc, d)
	case *bridge.SReturn:
		return b.jump(Return, e, loc, d.ValueOrNil)
	case *bridge.SThrow:
		return b.jump(Throw, e, loc, d.Value)
	case *bridge.SIf:
		i := b.open(If, e, loc)
		end := b.operand(EdgeTest, d.Test, 1).end
		end = max(end, b.stmt(d.Yes, EdgeThen).end)
		if d.NoOrNil.Data != nil {
			end = b.stmt(d.NoOrNil, EdgeElse).end
		}
		return b.shut(i, end)
	case *bridge.SBlock:
		return b.block(e, loc, d)
	case *bridge.SFunction:
		i := b.open(FuncDecl, e, b.pastExport(loc))
		b.exported(i, d.IsExport)
		return b.fn(i, &d.Fn)
	case *bridge.SClass:
		i := b.open(ClassDecl, e, b.pastExport(loc))
		b.exported(i, d.IsExport)
		return b.class(i, &d.Class)
	case *bridge.SImport, *bridge.SExportClause, *bridge.SExportFrom, *bridge.SExportDefault, *bridge.SExportStar, *bridge.SExportEquals:
		return b.moduleStmt(s, e)
	case *bridge.SFor, *bridge.SForIn, *bridge.SForOf, *bridge.SWhile, *bridge.SDoWhile:
		return b.loop(s, e)
	case *bridge.STry:
		return b.try(e, loc, d)
	case *bridge.SSwitch:
		return b.swtch(e, loc, d)
	default:
		return b.rareStmt(s, e)
	}
}

func (b *builder) rareStmt(s bridge.Stmt, e Edge) span {
	loc := s.Loc.Start
	switch d := s.Data.(type) {
	case *bridge.SBreak:
		return b.labelled(Break, e, loc, d.Label)
	case *bridge.SContinue:
		return b.labelled(Continue, e, loc, d.Label)
	case *bridge.SLabel:
		i := b.open(Labeled, e, loc)
		b.ident(EdgeName, d.Name.Loc, d.Name.Ref, 0)
		return b.shut(i, b.stmt(d.Stmt, EdgeBody).end)
	case *bridge.SWith:
		i := b.open(With, e, loc)
		b.operand(EdgeObject, d.Value, 1)
		return b.shut(i, b.stmt(d.Body, EdgeBody).end)
	case *bridge.SDebugger:
		return b.leaf(Debugger, e, loc, b.stmtEnd(loc+8), 0)
	case *bridge.SDirective:
		end := b.scanString(loc)
		return b.leaf(Directive, e, loc, b.stmtEnd(end), b.name(b.cooked(loc+1, end-1, d.Value)))
	case *bridge.SEnum:
		i := b.open(EnumDecl, e, loc)
		b.exported(i, d.IsExport)
		b.ident(EdgeName, d.Name.Loc, d.Name.Ref, FlagDecl)
		end := d.Name.Loc.Start
		for k := range d.Values {
			if v := d.Values[k].ValueOrNil; v.Data != nil {
				end = b.operand(EdgeItem, v, 0).end
			}
		}
		return b.shut(i, end)
	case *bridge.SNamespace:
		i := b.open(NamespaceDecl, e, loc)
		b.exported(i, d.IsExport)
		b.ident(EdgeName, d.Name.Loc, d.Name.Ref, FlagDecl)
		b.stmts(d.Stmts)
		return b.shut(i, loc)
	case *bridge.SLazyExport:
		i := b.open(ExportAssign, e, loc)
		return b.shut(i, b.operand(EdgeOperand, d.Value, 0).end)
	case *bridge.STypeScript, *bridge.SComment:
		return span{loc, loc} // declares nothing that runs
	default: // SEmpty
		return b.leaf(Empty, e, loc, b.stmtEnd(loc), 0)
	}
}

// pastExport moves behind `export` and `export default`: a declaration's range
// does not hold them, whatever the parser says.
func (b *builder) pastExport(p int32) int32 {
	for _, w := range []string{"export", "default"} {
		if b.hasWord(p, w) {
			p = b.skipTrivia(p + int32(len(w)))
		}
	}
	return p
}

func (b *builder) exported(i int32, yes bool) {
	if yes {
		b.f.nodes[i].flags |= FlagExport
	}
}

func (b *builder) jump(k Kind, e Edge, loc int32, x bridge.Expr) span {
	i := b.open(k, e, loc)
	end := b.scanIdent(loc)
	if x.Data != nil {
		end = b.operand(EdgeOperand, x, 0).end
	}
	return b.shut(i, b.stmtEnd(end))
}

func (b *builder) labelled(k Kind, e Edge, loc int32, label *bridge.LocRef) span {
	i := b.open(k, e, loc)
	end := b.scanIdent(loc)
	if label != nil {
		end = b.ident(EdgeName, label.Loc, label.Ref, 0).end
	}
	return b.shut(i, b.stmtEnd(end))
}

func (b *builder) local(e Edge, loc int32, d *bridge.SLocal) span {
	i := b.open(VarDecl, e, loc)
	b.exported(i, d.IsExport)
	switch d.Kind {
	case bridge.LocalLet:
		b.f.nodes[i].data = 1
	case bridge.LocalConst:
		b.f.nodes[i].data = 2
	case bridge.LocalUsing:
		b.f.nodes[i].data = 3
	case bridge.LocalAwaitUsing:
		b.f.nodes[i].data = 4
	}
	end := loc
	for k := range d.Decls {
		decl := &d.Decls[k]
		j := b.open(Declarator, EdgeDecl, decl.Binding.Loc.Start)
		end = b.binding(EdgeTarget, decl.Binding).end
		if decl.ValueOrNil.Data != nil {
			end = b.operand(EdgeInit, decl.ValueOrNil, 0).end
		}
		end = b.shut(j, end).end
	}
	if e == EdgeInit || e == EdgeLeft { // the head of a loop
		return b.shut(i, end)
	}
	return b.shut(i, b.stmtEnd(end))
}

func (b *builder) loop(s bridge.Stmt, e Edge) span {
	loc := s.Loc.Start
	switch d := s.Data.(type) {
	case *bridge.SFor:
		i := b.open(For, e, loc)
		if d.InitOrNil.Data != nil {
			b.loopHead(d.InitOrNil, EdgeInit)
		}
		if d.TestOrNil.Data != nil {
			b.operand(EdgeTest, d.TestOrNil, 0)
		}
		if d.UpdateOrNil.Data != nil {
			b.operand(EdgeUpdate, d.UpdateOrNil, 0)
		}
		return b.shut(i, b.stmt(d.Body, EdgeBody).end)
	case *bridge.SForIn:
		i := b.open(ForIn, e, loc)
		b.loopHead(d.Init, EdgeLeft)
		b.operand(EdgeRight, d.Value, 0)
		return b.shut(i, b.stmt(d.Body, EdgeBody).end)
	case *bridge.SForOf:
		i := b.open(ForOf, e, loc)
		if d.Await.Len > 0 {
			b.f.nodes[i].flags |= FlagAwait
		}
		b.loopHead(d.Init, EdgeLeft)
		b.operand(EdgeRight, d.Value, 0)
		return b.shut(i, b.stmt(d.Body, EdgeBody).end)
	case *bridge.SWhile:
		i := b.open(While, e, loc)
		b.operand(EdgeTest, d.Test, 1)
		return b.shut(i, b.stmt(d.Body, EdgeBody).end)
	case *bridge.SDoWhile:
		i := b.open(DoWhile, e, loc)
		b.stmt(d.Body, EdgeBody)
		end := b.skipTrivia(b.operand(EdgeTest, d.Test, 1).end)
		return b.shut(i, b.stmtEnd(end+1))
	}
	panic("jsparse: not a loop")
}

// loopHead appends what for-in and for-of bind, or what for(;;) starts with:
// a VarDecl, or the bare expression.
func (b *builder) loopHead(s bridge.Stmt, e Edge) {
	if x, ok := s.Data.(*bridge.SExpr); ok {
		b.operand(e, x.Value, 1)
		return
	}
	b.stmt(s, e)
}

func (b *builder) try(e Edge, loc int32, d *bridge.STry) span {
	i := b.open(Try, e, loc)
	end := b.block(EdgeBody, d.BlockLoc.Start, &d.Block).end
	if c := d.Catch; c != nil {
		j := b.open(Catch, EdgeHandler, c.Loc.Start)
		if c.BindingOrNil.Data != nil {
			b.binding(EdgeTarget, c.BindingOrNil)
		}
		end = b.shut(j, b.block(EdgeBody, c.BlockLoc.Start, &c.Block).end).end
	}
	if f := d.Finally; f != nil {
		at := f.Loc.Start
		if b.hasAt(at, "finally") {
			at = b.skipTrivia(at + 7)
		}
		end = b.block(EdgeFinalizer, at, &f.Block).end
	}
	return b.shut(i, end)
}

func (b *builder) swtch(e Edge, loc int32, d *bridge.SSwitch) span {
	i := b.open(Switch, e, loc)
	b.operand(EdgeTest, d.Test, 1)
	for k := range d.Cases {
		c := &d.Cases[k]
		j := b.open(Case, EdgeCase, c.Loc.Start)
		end := c.Loc.Start + int32(len("default"))
		if c.ValueOrNil.Data != nil {
			end = b.operand(EdgeTest, c.ValueOrNil, 0).end
		}
		if end = b.skipTrivia(end); int(end) < len(b.src) && b.src[end] == ':' {
			end++
		}
		b.stmts(c.Body)
		b.shut(j, end)
	}
	return b.shut(i, d.CloseBraceLoc.Start+1)
}

func (b *builder) moduleStmt(s bridge.Stmt, e Edge) span {
	loc := s.Loc.Start
	switch d := s.Data.(type) {
	case *bridge.SImport:
		return b.imports(e, loc, d)
	case *bridge.SExportClause:
		i := b.open(ExportNamed, e, loc)
		end := loc
		for k := range d.Items {
			end = b.exportSpec(&d.Items[k], true)
		}
		return b.shut(i, b.clauseEnd(end))
	case *bridge.SExportFrom:
		i := b.open(ExportNamed, e, loc)
		for k := range d.Items {
			b.exportSpec(&d.Items[k], false)
		}
		return b.shut(i, b.stmtEnd(b.path(EdgeSource, d.ImportRecordIndex).end))
	case *bridge.SExportStar:
		i := b.open(ExportAll, e, loc)
		return b.shut(i, b.stmtEnd(b.path(EdgeSource, d.ImportRecordIndex).end))
	case *bridge.SExportDefault:
		i := b.open(ExportDefault, e, loc)
		if x, ok := d.Value.Data.(*bridge.SExpr); ok {
			return b.shut(i, b.stmtEnd(b.operand(EdgeDecl, x.Value, 0).end))
		}
		return b.shut(i, b.stmt(d.Value, EdgeDecl).end)
	case *bridge.SExportEquals:
		i := b.open(ExportAssign, e, loc)
		return b.shut(i, b.stmtEnd(b.operand(EdgeOperand, d.Value, 0).end))
	}
	panic("jsparse: not a module statement")
}

func (b *builder) imports(e Edge, loc int32, d *bridge.SImport) span {
	i := b.open(ImportDecl, e, loc)
	if d.DefaultName != nil {
		b.importSpec("default", d.DefaultName.Loc.Start, *d.DefaultName)
	}
	if d.StarNameLoc != nil {
		b.importSpec("*", d.StarNameLoc.Start, bridge.LocRef{Loc: *d.StarNameLoc, Ref: d.NamespaceRef})
	}
	if d.Items != nil {
		for k := range *d.Items {
			it := &(*d.Items)[k]
			b.importSpec(it.Alias, it.AliasLoc.Start, it.Name)
		}
	}
	return b.shut(i, b.stmtEnd(b.path(EdgeSource, d.ImportRecordIndex).end))
}

func (b *builder) importSpec(name string, start int32, local bridge.LocRef) {
	i := b.open(ImportSpec, EdgeItem, start)
	b.f.nodes[i].data = b.name(name)
	if name == "*" {
		b.f.nodes[i].flags |= FlagStar
	}
	b.shut(i, b.ident(EdgeName, local.Loc, local.Ref, FlagDecl).end)
}

// exportSpec appends one name of an export clause. The local name is an Ident
// only where it is this file's.
func (b *builder) exportSpec(it *bridge.ClauseItem, local bool) (end int32) {
	i := b.open(ExportSpec, EdgeItem, it.Name.Loc.Start)
	b.f.nodes[i].data = b.name(it.Alias)
	if local {
		end = b.ident(EdgeName, it.Name.Loc, it.Name.Ref, 0).end
	} else {
		end = b.leaf(StringLit, EdgeName, it.Name.Loc.Start, b.scanIdent(it.Name.Loc.Start), b.name(it.OriginalName)).end
	}
	if it.AliasLoc.Start > it.Name.Loc.Start {
		end = max(end, b.scanIdent(it.AliasLoc.Start))
	}
	return b.shut(i, end).end
}

// path appends the StringLit of an import's or export's path.
func (b *builder) path(e Edge, record uint32) span {
	r := &b.tree.ImportRecords[record]
	return b.leaf(StringLit, e, r.Range.Loc.Start, r.Range.Loc.Start+r.Range.Len, b.name(r.Path.Text))
}
