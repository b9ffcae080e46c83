package jsparse

import (
	"go/token"
	"iter"
	"strconv"
	"strings"
)

// Cursor is a node of a File. It is small and comparable; its zero value is no
// node, for which Ok is false and every question has an empty answer. Its verbs
// are those of golang.org/x/tools/go/ast/inspector.
type Cursor struct {
	f *File
	i int32
}

func (c Cursor) n() *node { return &c.f.nodes[c.i] }

// Ok reports whether there is a node.
func (c Cursor) Ok() bool { return c.f != nil }

// File returns the node's file.
func (c Cursor) File() *File { return c.f }

// ID returns the node's index in its file, in preorder from 0.
func (c Cursor) ID() int { return int(c.i) }

// Kind returns what the node is, Invalid for no node.
func (c Cursor) Kind() Kind {
	if c.f == nil {
		return Invalid
	}
	return c.n().kind
}

// Is reports whether the node is of one of the kinds.
func (c Cursor) Is(kinds ...Kind) bool {
	k := c.Kind()
	for _, want := range kinds {
		if k == want {
			return true
		}
	}
	return false
}

// Edge returns which part of its parent the node is.
func (c Cursor) Edge() Edge {
	if c.f == nil {
		return EdgeNone
	}
	return c.n().edge
}

// Has reports whether all the flags are set.
func (c Cursor) Has(fl Flags) bool { return c.f != nil && c.n().flags&fl == fl }

// Start returns the byte offset of the node's first byte.
func (c Cursor) Start() int { return int(c.n().start) }

// End returns the byte offset after the node's last byte.
func (c Cursor) End() int { return int(c.n().end) }

// Pos and TokenEnd give the range in the FileSet's terms.
func (c Cursor) Pos() token.Pos { return c.f.Pos(c.Start()) }

// TokenEnd returns the position after the node.
func (c Cursor) TokenEnd() token.Pos { return c.f.Pos(c.End()) }

// Text returns the node's source text.
func (c Cursor) Text() string {
	if c.f == nil {
		return ""
	}
	return c.f.Text[c.Start():c.End()]
}

// Parent returns the node above, or no node for the root.
func (c Cursor) Parent() Cursor {
	if c.f == nil || c.n().parent < 0 {
		return Cursor{}
	}
	return Cursor{c.f, c.n().parent}
}

// FirstChild returns the first child in source order.
func (c Cursor) FirstChild() Cursor {
	if c.f == nil || c.n().next == c.i+1 {
		return Cursor{}
	}
	return Cursor{c.f, c.i + 1}
}

// NextSibling returns the child of the same parent that follows.
func (c Cursor) NextSibling() Cursor {
	if c.f == nil || c.n().parent < 0 {
		return Cursor{}
	}
	if next := c.n().next; next < c.f.nodes[c.n().parent].next {
		return Cursor{c.f, next}
	}
	return Cursor{}
}

// PrevSibling returns the child of the same parent that goes before.
func (c Cursor) PrevSibling() Cursor {
	var prev Cursor
	for s := range c.Parent().Children() {
		if s == c {
			return prev
		}
		prev = s
	}
	return Cursor{}
}

// Children yields the children in source order.
func (c Cursor) Children() iter.Seq[Cursor] {
	return func(yield func(Cursor) bool) {
		if c.f == nil {
			return
		}
		for i, end := c.i+1, c.n().next; i < end; i = c.f.nodes[i].next {
			if !yield(Cursor{c.f, i}) {
				return
			}
		}
	}
}

// Child returns the first child with the edge.
func (c Cursor) Child(e Edge) Cursor {
	if c.f == nil {
		return Cursor{}
	}
	for i, end := c.i+1, c.n().next; i < end; i = c.f.nodes[i].next {
		if c.f.nodes[i].edge == e {
			return Cursor{c.f, i}
		}
	}
	return Cursor{}
}

// All yields the children with the edge.
func (c Cursor) All(e Edge) iter.Seq[Cursor] {
	return func(yield func(Cursor) bool) {
		for s := range c.Children() {
			if s.n().edge == e && !yield(s) {
				return
			}
		}
	}
}

// ChildAt returns the k-th child, from 0, with the edge.
func (c Cursor) ChildAt(e Edge, k int) Cursor {
	for s := range c.All(e) {
		if k == 0 {
			return s
		}
		k--
	}
	return Cursor{}
}

// Count returns the number of children with the edge.
func (c Cursor) Count(e Edge) int {
	n := 0
	for range c.All(e) {
		n++
	}
	return n
}

// Contains reports whether d is c or stands below it.
func (c Cursor) Contains(d Cursor) bool {
	return c.f != nil && c.f == d.f && c.i <= d.i && d.i < c.n().next
}

// Preorder yields the node and all below it, of the kinds given or of any, in
// source order.
func (c Cursor) Preorder(kinds ...Kind) iter.Seq[Cursor] {
	set := kindSet(kinds)
	return func(yield func(Cursor) bool) {
		if c.f == nil {
			return
		}
		for i, end := c.i, c.n().next; i < end; i++ {
			if set.has(c.f.nodes[i].kind) && !yield(Cursor{c.f, i}) {
				return
			}
		}
	}
}

// Inspect calls visit for the node and all below it, of the kinds given or of
// any, in source order. Where visit returns false the subtree is skipped.
func (c Cursor) Inspect(kinds []Kind, visit func(Cursor) bool) {
	if c.f == nil {
		return
	}
	set := kindSet(kinds)
	for i, end := c.i, c.n().next; i < end; {
		n := &c.f.nodes[i]
		if set.has(n.kind) && !visit(Cursor{c.f, i}) {
			i = n.next
			continue
		}
		i++
	}
}

// Enclosing yields the node and those above it, innermost first, of the kinds
// given or of any.
func (c Cursor) Enclosing(kinds ...Kind) iter.Seq[Cursor] {
	set := kindSet(kinds)
	return func(yield func(Cursor) bool) {
		for ; c.Ok(); c = c.Parent() {
			if set.has(c.n().kind) && !yield(c) {
				return
			}
		}
	}
}

// Func returns the innermost function around the node, the node itself
// excluded, or no node at module level.
func (c Cursor) Func() Cursor {
	for p := c.Parent(); p.Ok(); p = p.Parent() {
		if p.Kind().IsFunc() {
			return p
		}
	}
	return Cursor{}
}

// FindByPos returns the innermost node whose range holds [start,end).
func (f *File) FindByPos(start, end int) Cursor {
	c := f.Root()
descend:
	for {
		for s := range c.Children() {
			if s.Start() <= start && end <= s.End() && !s.Has(FlagSynthetic) {
				c = s
				continue descend
			}
		}
		return c
	}
}

// Name returns the name of an Ident, PrivateName (with #), Member, or of the
// thing a declaration, class member, property or pattern item is called by. It
// is empty for computed names.
func (c Cursor) Name() string {
	switch c.Kind() {
	case Ident:
		return c.f.syms[c.n().data].Name
	case PrivateName, Member:
		return c.f.names[c.n().data]
	case FuncDecl, FuncExpr, ClassDecl, ClassExpr, Labeled, Break, Continue, EnumDecl, NamespaceDecl:
		if id := c.Child(EdgeName); id.Ok() {
			return id.Name()
		}
	case Property, Method, Field, PatternElem:
		if c.Has(FlagComputed) {
			if k := c.Child(EdgeKey); k.Kind() == StringLit {
				return k.Str()
			}
			return ""
		}
		k := c.Child(EdgeKey)
		switch k.Kind() {
		case StringLit:
			return k.Str()
		case PrivateName:
			return k.Name()
		case NumberLit:
			return k.Text()
		case Invalid:
			if t := c.Child(EdgeTarget); t.Kind() == Ident {
				return t.Name()
			}
		}
	case Declarator, Param, Catch:
		if t := c.Child(EdgeTarget); t.Kind() == Ident {
			return t.Name()
		}
	case ImportSpec, ExportSpec:
		return c.f.names[c.n().data]
	}
	return ""
}

// Str returns the value of a StringLit, a TemplateLit without parts, a
// Directive, JSXText, BigIntLit or RegExpLit (as written).
func (c Cursor) Str() string {
	switch c.Kind() {
	case StringLit, Directive, JSXText, BigIntLit, RegExpLit:
		return c.f.names[c.n().data]
	case TemplateLit:
		if c.FirstChild().Ok() {
			return ""
		}
		return c.f.names[c.n().data]
	}
	return ""
}

// IsString reports whether the node is a string known from the text, and which.
func (c Cursor) IsString() (string, bool) {
	switch c.Kind() {
	case StringLit:
		return c.Str(), true
	case TemplateLit:
		if !c.FirstChild().Ok() {
			return c.Str(), true
		}
	}
	return "", false
}

// Number returns the value of a NumberLit, also behind a unary minus or plus.
func (c Cursor) Number() (float64, bool) {
	switch c.Kind() {
	case NumberLit:
		v, err := strconv.ParseFloat(c.f.names[c.n().data], 64)
		return v, err == nil
	case Unary:
		v, ok := c.Child(EdgeOperand).Number()
		if ok && c.Op() == "-" {
			return -v, true
		}
		return v, ok && c.Op() == "+"
	}
	return 0, false
}

// Bool returns the value of a BoolLit.
func (c Cursor) Bool() (value, ok bool) {
	if c.Kind() != BoolLit {
		return false, false
	}
	return c.n().data == 1, true
}

// Op returns the operator of Unary, Update, Binary and Assign, and the keyword
// of VarDecl: "var", "let", "const", "using" or "await using".
func (c Cursor) Op() string {
	switch c.Kind() {
	case Unary, Update, Binary, Assign:
		return opText(c.n().data)
	case VarDecl:
		return declKeywords[c.n().data]
	}
	return ""
}

var declKeywords = [...]string{"var", "let", "const", "using", "await using"}

// IsDecl reports whether the node is an Ident that binds a name.
func (c Cursor) IsDecl() bool { return c.Has(FlagDecl) }

// IsAsync reports whether the node is an async function, or a member or
// property whose value is one.
func (c Cursor) IsAsync() bool {
	if v := c.FuncValue(); v.Ok() {
		return v.Has(FlagAsync)
	}
	return c.Has(FlagAsync)
}

// FuncValue returns the function that a Method, Property or Field holds.
func (c Cursor) FuncValue() Cursor {
	if c.Is(Method, Property, Field) {
		for _, e := range []Edge{EdgeValue, EdgeInit} {
			if v := c.Child(e); v.Kind().IsFunc() {
				return v
			}
		}
	}
	return Cursor{}
}

// Callee returns f of f(a) and new f(a).
func (c Cursor) Callee() Cursor { return c.Child(EdgeCallee) }

// Arg returns the k-th argument of a call, from 0.
func (c Cursor) Arg(k int) Cursor { return c.ChildAt(EdgeArg, k) }

// Object returns a of a.b and a[b].
func (c Cursor) Object() Cursor { return c.Child(EdgeObject) }

// Left and Right return the operands of Binary and Assign.
func (c Cursor) Left() Cursor { return c.Child(EdgeLeft) }

// Right returns the right operand, or the value of an assignment.
func (c Cursor) Right() Cursor { return c.Child(EdgeRight) }

// Operand returns the operand of Unary, Update, Await, Yield, Spread, Return,
// Throw and ExprStmt.
func (c Cursor) Operand() Cursor { return c.Child(EdgeOperand) }

// Body returns a function's or loop's body: a Block, or the expression of an
// arrow without braces.
func (c Cursor) Body() Cursor { return c.Child(EdgeBody) }

// Prop returns the property of an object literal with the name, if it is
// written out.
func (c Cursor) Prop(name string) Cursor {
	if c.Kind() != ObjectLit {
		return Cursor{}
	}
	for p := range c.All(EdgeItem) {
		if p.Is(Property, Method) && p.Name() == name {
			return p
		}
	}
	return Cursor{}
}

// String describes the node for test failures.
func (c Cursor) String() string {
	if !c.Ok() {
		return "no node"
	}
	t := c.Text()
	if i := strings.IndexByte(t, '\n'); i >= 0 {
		t = t[:i] + "…"
	}
	line, col := c.f.Line(c.Start())
	return c.f.Path + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(col) + " " + c.Kind().String() + " " + t
}

// kinds is a set of kinds; the empty set stands for all of them.
type kinds [2]uint64

func kindSet(list []Kind) (s kinds) {
	for _, k := range list {
		s[k>>6] |= 1 << (k & 63)
	}
	if len(list) == 0 {
		s = kinds{^uint64(0), ^uint64(0)}
	}
	return s
}

func (s kinds) has(k Kind) bool { return s[k>>6]&(1<<(k&63)) != 0 }
