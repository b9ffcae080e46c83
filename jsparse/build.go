package jsparse

import (
	"slices"
	"strconv"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// builder turns esbuild's tree into a File's preorder slice, in one recursion
// over the tree. Each method for a part of the tree appends the part's nodes
// and returns the range they cover, parentheses of the part itself excluded.
type builder struct {
	f          *File
	src        string // what was parsed; offsets as in f.Text
	tree       *bridge.AST
	syms       []int32 // esbuild's symbol index -> Sym, -1 while unseen
	cur        int32   // open node
	lo, hi     int32   // the innermost braces; what lies outside was made up by the parser
	ts         bool
	plusHidden bool // from the parser, see hidePlus
}

type span struct{ start, end int32 }

func (b *builder) open(k Kind, e Edge, start int32) int32 {
	i := int32(len(b.f.nodes))
	var fl Flags
	if start < b.lo || start > b.hi {
		fl, start = FlagSynthetic, min(max(start, b.lo), b.hi)
	}
	b.f.nodes = append(b.f.nodes, node{start: start, end: start, parent: b.cur, kind: k, edge: e, flags: fl})
	b.cur = i
	return i
}

// shut closes node i, whose text ends at end unless a child reaches further.
func (b *builder) shut(i, end int32) span {
	n := &b.f.nodes[i]
	n.next = int32(len(b.f.nodes))
	if n.flags&FlagSynthetic != 0 {
		end = n.start
	}
	n.end = max(n.end, min(end, b.hi))
	b.cur = n.parent
	if n.parent >= 0 && n.flags&FlagSynthetic == 0 {
		p := &b.f.nodes[n.parent]
		if p.flags&FlagSynthetic == 0 {
			p.start, p.end = min(p.start, n.start), max(p.end, n.end)
		}
	}
	return span{n.start, n.end}
}

func (b *builder) leaf(k Kind, e Edge, start, end, data int32) span {
	i := b.open(k, e, start)
	b.f.nodes[i].data = data
	return b.shut(i, end)
}

// name stores a string and returns its index.
func (b *builder) name(s string) int32 {
	b.f.names = append(b.f.names, s)
	return int32(len(b.f.names) - 1)
}

// sym returns the File's symbol for one of esbuild's.
func (b *builder) sym(ref bridge.Ref) int32 {
	inner := b.linked(ref)
	if b.syms[inner] >= 0 {
		return b.syms[inner]
	}
	from := &b.tree.Symbols[inner]
	s := Symbol{Name: from.OriginalName}
	switch from.Kind {
	case bridge.SymbolUnbound:
		s.Kind = SymGlobal
	case bridge.SymbolConst:
		s.Kind = SymConst
	case bridge.SymbolArguments:
		s.Kind = SymArguments
	case bridge.SymbolImport:
		s.Kind = SymImport
	}
	b.f.syms = append(b.f.syms, s)
	b.syms[inner] = int32(len(b.f.syms) - 1)
	return b.syms[inner]
}

// linked follows a symbol to the one it was merged into.
func (b *builder) linked(ref bridge.Ref) uint32 {
	inner := ref.InnerIndex
	for b.tree.Symbols[inner].Link != bridge.InvalidRef {
		inner = b.tree.Symbols[inner].Link.InnerIndex
	}
	return inner
}

// ident appends an Ident and returns its range. The parser may have put it
// where the source has something else; then it covers nothing.
func (b *builder) ident(e Edge, loc bridge.Loc, ref bridge.Ref, fl Flags) span {
	s := b.sym(ref)
	name := b.f.syms[s].Name
	end := loc.Start + int32(len(name))
	if loc.Start < 0 || int(end) > len(b.src) || b.src[loc.Start:end] != name {
		end = b.scanIdent(loc.Start)
		fl |= FlagSynthetic
	}
	i := b.open(Ident, e, loc.Start)
	b.f.nodes[i].data = s
	b.f.nodes[i].flags |= fl
	return b.shut(i, end)
}

// program converts the whole tree.
func (b *builder) program() {
	b.cur, b.lo, b.hi = -1, 0, int32(len(b.src))
	i := b.open(Program, EdgeNone, 0)
	// The parser keeps the values of directives only, without "use strict" where
	// it is implied.
	for at, left := int32(0), b.tree.Directives; len(left) > 0; {
		start, end, ok := directive(b.src, at)
		if !ok {
			break
		}
		if at = end; b.src[start+1:max(start+1, end-1)] == left[0] {
			b.leaf(Directive, EdgeBody, start, end, b.name(left[0]))
			left = left[1:]
		}
	}
	var all []bridge.Stmt
	for p := range b.tree.Parts {
		if all == nil {
			all = b.tree.Parts[p].Stmts
		} else {
			all = append(all, b.tree.Parts[p].Stmts...)
		}
	}
	b.stmts(all)
	b.shut(i, int32(len(b.src)))
	b.f.nodes[i].start = 0
}

// stmts converts a statement list in source order; the parser hoists functions.
func (b *builder) stmts(list []bridge.Stmt) {
	list = b.hoisted(list)
	if !slices.IsSortedFunc(list, byLoc) {
		list = slices.Clone(list)
		slices.SortStableFunc(list, byLoc)
	}
	for _, s := range list {
		b.stmt(s, EdgeBody)
	}
}

func byLoc(x, y bridge.Stmt) int { return int(x.Loc.Start) - int(y.Loc.Start) }

// within runs f with the innermost braces set to [lo,hi).
func (b *builder) within(lo, hi int32, f func()) {
	if hi <= lo {
		f()
		return
	}
	oldLo, oldHi := b.lo, b.hi
	b.lo, b.hi = lo, hi
	f()
	b.lo, b.hi = oldLo, oldHi
}

// block appends a Block for the braces from loc to its closing brace.
func (b *builder) block(e Edge, loc int32, blk *bridge.SBlock) span {
	i := b.open(Block, e, loc)
	end := blk.CloseBraceLoc.Start + 1
	b.within(loc, end, func() { b.stmts(blk.Stmts) })
	return b.shut(i, end)
}

func (b *builder) setFn(i int32, async, generator bool) {
	if async {
		b.f.nodes[i].flags |= FlagAsync
	}
	if generator {
		b.f.nodes[i].flags |= FlagGenerator
	}
}

// fn appends the children of a function node that open has made, and closes it.
func (b *builder) fn(i int32, fn *bridge.Fn) span {
	b.setFn(i, fn.IsAsync, fn.IsGenerator)
	if fn.Name != nil {
		b.ident(EdgeName, fn.Name.Loc, fn.Name.Ref, FlagDecl)
	}
	b.args(fn.Args, fn.HasRestArg)
	body := b.block(EdgeBody, fn.Body.Loc.Start, &fn.Body.Block)
	return b.shut(i, body.end)
}

func (b *builder) args(args []bridge.Arg, rest bool) {
	for k := range args {
		a := &args[k]
		i := b.open(Param, EdgeParam, a.Binding.Loc.Start)
		if rest && k == len(args)-1 {
			b.f.nodes[i].flags |= FlagRest
		}
		for _, d := range a.Decorators {
			b.decorator(d)
		}
		end := b.binding(EdgeTarget, a.Binding).end
		if a.DefaultOrNil.Data != nil {
			end = b.operand(EdgeInit, a.DefaultOrNil, 0).end
		}
		b.shut(i, end)
	}
}

func (b *builder) decorator(d bridge.Decorator) {
	i := b.open(Decorator, EdgeDecorator, d.AtLoc.Start)
	b.shut(i, b.operand(EdgeOperand, d.Value, 0).end)
}

// class appends the children of a class node that open has made, and closes it.
func (b *builder) class(i int32, c *bridge.Class) span {
	for _, d := range c.Decorators {
		b.decorator(d)
	}
	if c.Name != nil {
		b.ident(EdgeName, c.Name.Loc, c.Name.Ref, FlagDecl)
	}
	if c.ExtendsOrNil.Data != nil {
		b.operand(EdgeExtends, c.ExtendsOrNil, 0)
	}
	end := c.CloseBraceLoc.Start + 1
	b.within(c.BodyLoc.Start, end, func() {
		last := c.BodyLoc.Start
		for k := range c.Properties {
			last = b.member(&c.Properties[k], last)
		}
	})
	return b.shut(i, end)
}

// member appends a class member and returns where it ends. One that starts
// before last, the end of the member before it, is the field that the parser
// makes of a parameter property.
func (b *builder) member(p *bridge.Property, last int32) int32 {
	if p.Kind == bridge.PropertyClassStaticBlock {
		i := b.open(StaticBlock, EdgeMember, p.ClassStaticBlock.Loc.Start)
		b.f.nodes[i].flags |= FlagStatic
		b.stmts(p.ClassStaticBlock.Block.Stmts)
		return b.shut(i, p.ClassStaticBlock.Block.CloseBraceLoc.Start+1).end
	}
	k := Field
	if p.Kind.IsMethodDefinition() {
		k = Method
	}
	start := p.Loc.Start
	if start <= 0 {
		start = p.Key.Loc.Start
	}
	i := b.open(k, EdgeMember, start)
	if start < last && len(p.Decorators) == 0 {
		b.f.nodes[i].flags |= FlagSynthetic
	}
	for _, d := range p.Decorators {
		b.decorator(d)
	}
	end := b.propertyParts(i, p)
	return max(last, b.shut(i, b.stmtEnd(end)).end)
}

// propertyParts appends key, value and initializer of a property or member.
func (b *builder) propertyParts(i int32, p *bridge.Property) (end int32) {
	fl := Flags(0)
	switch p.Kind {
	case bridge.PropertyGetter:
		fl |= FlagGetter
	case bridge.PropertySetter:
		fl |= FlagSetter
	}
	if p.Flags.Has(bridge.PropertyIsComputed) {
		fl |= FlagComputed
	}
	if p.Flags.Has(bridge.PropertyIsStatic) {
		fl |= FlagStatic
	}
	if p.Flags.Has(bridge.PropertyWasShorthand) {
		fl |= FlagShorthand
	}
	b.f.nodes[i].flags |= fl
	key := b.key(p.Key, fl&FlagComputed != 0)
	end = key.end
	if p.CloseBracketLoc.Start > 0 {
		end = p.CloseBracketLoc.Start + 1
	}
	if p.ValueOrNil.Data != nil {
		if fn, ok := p.ValueOrNil.Data.(*bridge.EFunction); ok && p.Kind.IsMethodDefinition() {
			v := b.open(FuncExpr, EdgeValue, max(fn.Fn.OpenParenLoc.Start, end))
			end = b.fn(v, &fn.Fn).end
		} else {
			end = max(end, b.operand(EdgeValue, p.ValueOrNil, 0).end)
		}
	}
	if p.InitializerOrNil.Data != nil {
		end = b.operand(EdgeInit, p.InitializerOrNil, 0).end
	}
	return end
}

// key appends a property key. A key written as an identifier or number is a
// StringLit or NumberLit to the parser.
func (b *builder) key(e bridge.Expr, computed bool) span {
	if e.Data == nil {
		return span{}
	}
	if s, ok := e.Data.(*bridge.EString); ok && !computed {
		start := e.Loc.Start
		if int(start) < len(b.src) && !isQuote(b.src[start]) {
			end := b.scanIdent(start)
			return b.leaf(StringLit, EdgeKey, start, end, b.name(b.cooked(start, end, s.Value)))
		}
	}
	return b.expr(EdgeKey, e)
}

func (b *builder) binding(e Edge, bd bridge.Binding) span {
	switch d := bd.Data.(type) {
	case *bridge.BIdentifier:
		return b.ident(e, bd.Loc, d.Ref, FlagDecl)
	case *bridge.BArray:
		i := b.open(ArrayPattern, e, bd.Loc.Start)
		for k := range d.Items {
			b.arrayElem(&d.Items[k], d.HasSpread && k == len(d.Items)-1)
		}
		return b.shut(i, d.CloseBracketLoc.Start+1)
	case *bridge.BObject:
		i := b.open(ObjectPattern, e, bd.Loc.Start)
		for k := range d.Properties {
			b.objectElem(&d.Properties[k])
		}
		return b.shut(i, d.CloseBraceLoc.Start+1)
	default:
		return b.leaf(Hole, e, bd.Loc.Start, bd.Loc.Start, 0)
	}
}

func (b *builder) arrayElem(it *bridge.ArrayBinding, rest bool) {
	i := b.open(PatternElem, EdgeItem, it.Binding.Loc.Start)
	if rest {
		b.f.nodes[i].flags |= FlagRest
	}
	end := b.binding(EdgeTarget, it.Binding).end
	if it.DefaultValueOrNil.Data != nil {
		end = b.operand(EdgeInit, it.DefaultValueOrNil, 0).end
	}
	b.shut(i, end)
}

func (b *builder) objectElem(p *bridge.PropertyBinding) {
	start := p.Loc.Start
	if start <= 0 && p.Key.Data != nil {
		start = p.Key.Loc.Start
	}
	i := b.open(PatternElem, EdgeItem, start)
	if p.IsSpread {
		b.f.nodes[i].flags |= FlagRest
	} else {
		if p.IsComputed {
			b.f.nodes[i].flags |= FlagComputed
		}
		if k := b.key(p.Key, p.IsComputed); k.start == p.Value.Loc.Start {
			b.f.nodes[i].flags |= FlagShorthand
		}
	}
	end := b.binding(EdgeTarget, p.Value).end
	if p.DefaultValueOrNil.Data != nil {
		end = b.operand(EdgeInit, p.DefaultValueOrNil, 0).end
	}
	b.shut(i, end)
}

func formatNumber(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
