package jsparse

import "strings"

// Annotation returns the TypeScript type written behind a binding (an Ident or
// pattern that declares, a Param, Declarator, PatternElem or Field), or the
// return type of a function, without its colon. It is empty where none is
// written. The parser skips types, so this reads the text.
func (c Cursor) Annotation() string {
	if !c.Ok() || !c.f.Lang.IsTS() {
		return ""
	}
	switch c.Kind() {
	case Declarator, Param, PatternElem:
		return c.Child(EdgeTarget).Annotation()
	case Field:
		k := c.Child(EdgeKey)
		end := k.End()
		if c.Has(FlagComputed) {
			return ""
		}
		return c.f.typeAfter(end)
	case FuncDecl, FuncExpr, Arrow:
		body := c.Body()
		if !body.Ok() {
			return ""
		}
		return c.f.returnType(c)
	case Ident, ObjectPattern, ArrayPattern:
		if c.Is(Ident) && !c.IsDecl() {
			return ""
		}
		return c.f.typeAfter(c.End())
	}
	return ""
}

// typeAfter reads `?: T` or `!: T` behind an offset.
func (f *File) typeAfter(end int) string {
	p := skipTrivia(f.code, int32(end))
	if int(p) < len(f.code) && (f.code[p] == '?' || f.code[p] == '!') {
		p = skipTrivia(f.code, p+1)
	}
	if int(p) >= len(f.code) || f.code[p] != ':' {
		return ""
	}
	return strings.TrimSpace(f.code[p+1 : skipType(f.code, p+1)])
}

// returnType reads the type between a function's parameters and its body.
func (f *File) returnType(fn Cursor) string {
	from := fn.Start()
	if n := fn.Child(EdgeName); n.Ok() {
		from = n.End()
	}
	for p := range fn.All(EdgeParam) {
		from = p.End()
	}
	text := f.code[from:fn.Body().Start()]
	// The list of parameters ends at the last ")" outside brackets that a colon follows.
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(', '[', '{', '<':
			depth++
		case ']', '}':
			depth--
		case '>':
			if i > 0 && text[i-1] != '=' {
				depth--
			}
		case ')':
			if depth--; depth <= 0 {
				if p := skipTrivia(text, int32(i+1)); int(p) < len(text) && text[p] == ':' {
					t := strings.TrimSpace(text[p+1:])
					return strings.TrimSpace(strings.TrimSuffix(t, "=>"))
				}
			}
		}
	}
	return ""
}
