package jsparse

import (
	"strings"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// operand appends an expression that stands behind a token of its parent, and
// returns its range with its own parentheses. own is the number of opening
// parentheses before it that are the parent's, as in f(a) and if (a).
func (b *builder) operand(e Edge, x bridge.Expr, own int) span {
	at := len(b.f.nodes)
	s := b.expr(e, x)
	if at < len(b.f.nodes) && b.f.nodes[at].flags&FlagSynthetic != 0 {
		return s
	}
	return b.parens(s, b.opensBefore(s.start)-own)
}

// head appends an expression that its parent starts with, as a in a + b, a.b
// and a(b), and returns its range with its own parentheses.
func (b *builder) head(e Edge, x bridge.Expr) span {
	return b.parens(b.expr(e, x), int(^uint(0)>>1))
}

// expr appends an expression and returns its range without parentheses around
// it.
func (b *builder) expr(e Edge, x bridge.Expr) span {
	loc := x.Loc.Start
	switch d := x.Data.(type) {
	case *bridge.EIdentifier:
		return b.ident(e, x.Loc, d.Ref, 0)
	case *bridge.EImportIdentifier:
		return b.ident(e, x.Loc, d.Ref, 0)
	case *bridge.EDot:
		i := b.open(Member, e, loc)
		b.chain(i, uint8(d.OptionalChain))
		b.f.nodes[i].data = b.name(d.Name)
		b.widen(i, b.head(EdgeObject, d.Target))
		return b.shut(i, d.NameLoc.Start+int32(len(d.Name)))
	case *bridge.ECall:
		i := b.open(Call, e, loc)
		b.chain(i, uint8(d.OptionalChain))
		b.widen(i, b.head(EdgeCallee, d.Target))
		b.list(EdgeArg, d.Args, 1)
		return b.shut(i, d.CloseParenLoc.Start+1)
	case *bridge.EString:
		return b.str(e, loc, d)
	case *bridge.ENumber:
		return b.number(e, loc, d.Value)
	case *bridge.EBinary:
		return b.binary(e, x, d)
	case *bridge.EIndex:
		if p, ok := d.Index.Data.(*bridge.EPrivateIdentifier); ok { // a.#b
			i := b.open(Member, e, loc)
			b.chain(i, uint8(d.OptionalChain))
			name := b.tree.Symbols[p.Ref.InnerIndex].OriginalName
			b.f.nodes[i].data = b.name(name)
			b.widen(i, b.head(EdgeObject, d.Target))
			return b.shut(i, d.Index.Loc.Start+int32(len(name)))
		}
		i := b.open(Index, e, loc)
		b.chain(i, uint8(d.OptionalChain))
		b.widen(i, b.head(EdgeObject, d.Target))
		b.operand(EdgeIndex, d.Index, 0)
		return b.shut(i, d.CloseBracketLoc.Start+1)
	case *bridge.EArrow:
		return b.arrow(e, loc, d)
	case *bridge.EFunction:
		return b.fn(b.open(FuncExpr, e, loc), &d.Fn)
	case *bridge.EClass:
		return b.class(b.open(ClassExpr, e, loc), &d.Class)
	case *bridge.EObject:
		return b.object(e, loc, d)
	case *bridge.EArray:
		i := b.open(ArrayLit, e, loc)
		b.list(EdgeItem, d.Items, 0)
		return b.shut(i, d.CloseBracketLoc.Start+1)
	case *bridge.ENew:
		i := b.open(New, e, loc)
		end := b.operand(EdgeCallee, d.Target, 0).end
		b.list(EdgeArg, d.Args, 1)
		if d.CloseParenLoc.Start > 0 {
			end = d.CloseParenLoc.Start + 1
		}
		return b.shut(i, end)
	case *bridge.EUnary:
		return b.unary(e, loc, d)
	case *bridge.EAwait:
		return b.prefixed(Await, e, loc, d.Value, 0)
	case *bridge.EYield:
		var fl Flags
		if d.IsStar {
			fl = FlagStar
		}
		return b.prefixed(Yield, e, loc, d.ValueOrNil, fl)
	case *bridge.ESpread:
		return b.prefixed(Spread, e, loc, d.Value, 0)
	case *bridge.EIf:
		if s, ok := b.conditionalImport(e, x, d); ok {
			return s
		}
		i := b.open(Conditional, e, loc)
		b.widen(i, b.head(EdgeTest, d.Test))
		b.operand(EdgeThen, d.Yes, 0)
		return b.shut(i, b.operand(EdgeElse, d.No, 0).end)
	default:
		return b.rareExpr(e, x)
	}
}

// rareExpr is the rest of expr.
func (b *builder) rareExpr(e Edge, x bridge.Expr) span {
	loc := x.Loc.Start
	switch d := x.Data.(type) {
	case *bridge.EThis:
		return b.leaf(ThisExpr, e, loc, loc+4, 0)
	case *bridge.ESuper:
		return b.leaf(SuperExpr, e, loc, loc+5, 0)
	case *bridge.ENull:
		return b.constant(NullLit, e, loc, 0, "null")
	case *bridge.EUndefined:
		return b.constant(UndefinedLit, e, loc, 0, "undefined")
	case *bridge.EBoolean:
		v := int32(0)
		if d.Value {
			v = 1
		}
		return b.constant(BoolLit, e, loc, v, "true", "false")
	case *bridge.EBigInt:
		return b.leaf(BigIntLit, e, loc, b.scanNumber(loc), b.name(d.Value))
	case *bridge.ERegExp:
		return b.leaf(RegExpLit, e, loc, loc+int32(len(d.Value)), b.name(d.Value))
	case *bridge.ETemplate:
		return b.template(e, loc, d)
	case *bridge.EPrivateIdentifier:
		name := b.tree.Symbols[d.Ref.InnerIndex].OriginalName
		return b.leaf(PrivateName, e, loc, loc+int32(len(name)), b.name(name))
	case *bridge.EJSXElement:
		return b.jsx(e, loc, d)
	case *bridge.EJSXText:
		return b.leaf(JSXText, e, loc, loc+int32(len(d.Raw)), b.name(d.Raw))
	case *bridge.EImportMeta:
		return b.leaf(ImportMeta, e, loc, loc+d.RangeLen, 0)
	case *bridge.ENewTarget:
		return b.leaf(NewTarget, e, loc, loc+d.Range.Len, 0)
	case *bridge.EImportString:
		i := b.open(ImportCall, e, loc)
		b.path(EdgeArg, d.ImportRecordIndex)
		return b.shut(i, d.CloseParenLoc.Start+1)
	case *bridge.EImportCall:
		i := b.open(ImportCall, e, loc)
		b.operand(EdgeArg, d.Expr, 1)
		if d.OptionsOrNil.Data != nil {
			b.operand(EdgeArg, d.OptionsOrNil, 0)
		}
		return b.shut(i, d.CloseParenLoc.Start+1)
	case *bridge.ERequireString:
		i := b.open(Call, e, loc)
		b.path(EdgeArg, d.ImportRecordIndex)
		return b.shut(i, d.CloseParenLoc.Start+1)
	case *bridge.ERequireResolveString:
		i := b.open(Call, e, loc)
		b.path(EdgeArg, d.ImportRecordIndex)
		return b.shut(i, d.CloseParenLoc.Start+1)
	case *bridge.EAnnotation:
		return b.expr(e, d.Value)
	case *bridge.EInlinedEnum:
		return b.expr(e, d.Value)
	case *bridge.ENameOfSymbol:
		return b.leaf(StringLit, e, loc, b.scanIdent(loc), b.name(b.tree.Symbols[d.Ref.InnerIndex].OriginalName))
	default: // EMissing, and whatever a later esbuild adds
		return b.leaf(Hole, e, loc, loc, 0)
	}
}

// widen lets node i start where its first operand's parentheses start.
func (b *builder) widen(i int32, s span) {
	n := &b.f.nodes[i]
	if n.flags&FlagSynthetic == 0 {
		n.start = max(min(n.start, s.start), b.lo)
	}
}

func (b *builder) chain(i int32, c uint8) {
	switch c {
	case uint8(bridge.OptionalChainNone):
	case uint8(bridge.OptionalChainStart):
		b.f.nodes[i].flags |= FlagOptional | FlagChain
	default:
		b.f.nodes[i].flags |= FlagChain
	}
}

// list appends the items between brackets. own counts the parent's own
// parenthesis before the first item.
func (b *builder) list(e Edge, items []bridge.Expr, own int) {
	for k, it := range items {
		b.operand(e, it, own)
		if k == 0 {
			own = 0
		}
	}
}

func (b *builder) prefixed(k Kind, e Edge, loc int32, x bridge.Expr, fl Flags) span {
	i := b.open(k, e, loc)
	b.f.nodes[i].flags |= fl
	if x.Data == nil {
		return b.shut(i, b.scanIdent(loc))
	}
	return b.shut(i, b.operand(EdgeOperand, x, 0).end)
}

func (b *builder) unary(e Edge, loc int32, d *bridge.EUnary) span {
	k := Unary
	switch d.Op {
	case bridge.UnOpPreDec, bridge.UnOpPreInc, bridge.UnOpPostDec, bridge.UnOpPostInc:
		k = Update
	}
	i := b.open(k, e, loc)
	b.f.nodes[i].data = int32(d.Op)
	if bridge.IsPrefix(d.Op) {
		return b.shut(i, b.operand(EdgeOperand, d.Value, 0).end)
	}
	s := b.head(EdgeOperand, d.Value)
	b.widen(i, s)
	return b.shut(i, b.skipTrivia(s.end)+2)
}

// binary converts a chain of left operands in a loop: `a + b + …` nests as
// deep as it is long.
func (b *builder) binary(e Edge, x bridge.Expr, d *bridge.EBinary) span {
	type level struct {
		i int32
		d *bridge.EBinary
	}
	var fixed [16]level
	stack := fixed[:0]
	for {
		k := Binary
		switch {
		case d.Op == bridge.BinOpComma:
			k = Sequence
		case d.Op >= bridge.BinOpAssign:
			k = Assign
		}
		i := b.open(k, e, x.Loc.Start)
		b.f.nodes[i].data = int32(d.Op)
		stack = append(stack, level{i, d})
		left, ok := d.Left.Data.(*bridge.EBinary)
		e = EdgeLeft
		if !ok {
			break
		}
		x, d = d.Left, left
	}
	s := b.head(EdgeLeft, d.Left)
	for k := len(stack) - 1; k >= 0; k-- {
		l := stack[k]
		b.widen(l.i, s)
		if b.plusHidden {
			b.f.nodes[l.i].data = b.operator(l.d.Op, s.end)
		}
		s = b.shut(l.i, b.operand(EdgeRight, l.d.Right, 0).end)
		if k > 0 {
			s = b.parens(s, int(^uint(0)>>1))
		}
	}
	return s
}

// operator returns op, or the plus that the source has in place of a minus
// behind the operand that ends at end.
func (b *builder) operator(op bridge.OpCode, end int32) int32 {
	if op == bridge.BinOpSub {
		p := b.skipTrivia(end)
		if b.ts && int(p) < len(b.src) && b.src[p] != '+' && b.src[p] != '-' {
			p = b.skipCast(end)
		}
		if b.hasAt(p, "+") {
			return int32(bridge.BinOpAdd)
		}
	}
	return int32(op)
}

func (b *builder) arrow(e Edge, loc int32, d *bridge.EArrow) span {
	i := b.open(Arrow, e, loc)
	b.setFn(i, d.IsAsync, false)
	b.args(d.Args, d.HasRestArg)
	if d.PreferExpr && len(d.Body.Block.Stmts) == 1 {
		if r, ok := d.Body.Block.Stmts[0].Data.(*bridge.SReturn); ok && r.ValueOrNil.Data != nil {
			b.f.nodes[i].flags |= FlagExprBody
			return b.shut(i, b.operand(EdgeBody, r.ValueOrNil, 0).end)
		}
	}
	return b.shut(i, b.block(EdgeBody, d.Body.Loc.Start, &d.Body.Block).end)
}

func (b *builder) object(e Edge, loc int32, d *bridge.EObject) span {
	i := b.open(ObjectLit, e, loc)
	for k := range d.Properties {
		b.property(EdgeItem, &d.Properties[k])
	}
	return b.shut(i, d.CloseBraceLoc.Start+1)
}

// property appends one item of an object literal or one JSX attribute.
func (b *builder) property(e Edge, p *bridge.Property) {
	start := p.Loc.Start
	if start <= 0 {
		if start = p.Key.Loc.Start; p.Key.Data == nil {
			start = p.ValueOrNil.Loc.Start
		}
	}
	if p.Kind == bridge.PropertySpread {
		i := b.open(Spread, e, start)
		b.shut(i, b.operand(EdgeOperand, p.ValueOrNil, 0).end)
		return
	}
	k := Property
	if p.Kind.IsMethodDefinition() {
		k = Method
	}
	i := b.open(k, e, start)
	b.shut(i, b.propertyParts(i, p))
}

func (b *builder) jsx(e Edge, loc int32, d *bridge.EJSXElement) span {
	i := b.open(JSXElement, e, loc)
	if d.TagOrNil.Data != nil {
		if s, ok := d.TagOrNil.Data.(*bridge.EString); ok {
			start := d.TagOrNil.Loc.Start
			end := b.scanTag(start)
			b.leaf(StringLit, EdgeTag, start, end, b.name(b.cooked(start, end, s.Value)))
		} else {
			b.expr(EdgeTag, d.TagOrNil)
		}
	}
	for k := range d.Properties {
		b.attribute(&d.Properties[k])
	}
	for _, c := range d.NullableChildren {
		if c.Data != nil {
			b.operand(EdgeChild, c, 0)
		}
	}
	return b.shut(i, b.scanTagEnd(d.CloseLoc.Start))
}

// attribute appends a JSX attribute: a Property with EdgeName, so that rules
// can tell it from a child.
func (b *builder) attribute(p *bridge.Property) {
	if p.Kind == bridge.PropertySpread {
		b.property(EdgeName, p)
		return
	}
	i := b.open(Property, EdgeName, p.Key.Loc.Start)
	end := p.Key.Loc.Start
	if s, ok := p.Key.Data.(*bridge.EString); ok {
		end = b.scanTag(end)
		b.leaf(StringLit, EdgeKey, p.Key.Loc.Start, end, b.name(b.cooked(p.Key.Loc.Start, end, s.Value)))
	}
	switch v := p.ValueOrNil.Data.(type) {
	case nil, *bridge.EBoolean: // <a disabled>
		if b.hasAt(b.skipTrivia(end), "=") {
			end = b.operand(EdgeValue, p.ValueOrNil, 0).end
		}
	case *bridge.EJSXText: // a string as written, quotes included, without escapes
		at := p.ValueOrNil.Loc.Start
		end = b.leaf(StringLit, EdgeValue, at, at+int32(len(v.Raw)), b.name(strings.Trim(v.Raw, `"'`))).end
	default:
		end = b.operand(EdgeValue, p.ValueOrNil, 0).end
	}
	if end > 0 {
		if p := b.skipTrivia(end); int(p) < len(b.src) && b.src[p] == '}' {
			end = p + 1
		}
	}
	b.shut(i, end)
}
