package jsparse

import (
	"strings"
	"unicode/utf8"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// The parser computes what is constant: -1, !0, void 0, typeof "x" and
// "a" + "b" reach the tree as one literal with the result for a value, placed
// where the expression starts. They stay literals here, since rules ask for the
// value; this file finds the range of what was computed.

// constEnd returns where the constant operand that starts at p ends: operators
// before a literal, a name, or brackets.
func (b *builder) constEnd(p int32) int32 {
	for p = b.skipTrivia(p); int(p) < len(b.src); p = b.skipTrivia(p) {
		switch c := b.src[p]; {
		case c == '-' || c == '+' || c == '!' || c == '~':
			p++
		case b.hasWord(p, "typeof"):
			p += int32(len("typeof"))
		case b.hasWord(p, "void"):
			p += int32(len("void"))
		case c == '(' || c == '[' || c == '{':
			return b.bracketEnd(p)
		case c == '"' || c == '\'':
			return b.scanString(p)
		case c == '`':
			return int32((&refScanner{src: b.src}).template(int(p) + 1))
		case c >= '0' && c <= '9' || c == '.':
			return b.scanNumber(p)
		default:
			return max(p, b.memberEnd(p))
		}
	}
	return p
}

// bracketEnd returns where the bracket that opens at p is closed.
func (b *builder) bracketEnd(p int32) int32 {
	depth := 0
	for int(p) < len(b.src) {
		if q := b.skipTrivia(p); q != p {
			p = q
			continue
		}
		switch c := b.src[p]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return p + 1
			}
		case '"', '\'':
			p = b.scanString(p)
			continue
		case '`':
			p = int32((&refScanner{src: b.src}).template(int(p) + 1))
			continue
		}
		p++
	}
	return p
}

// memberEnd returns where a name, or a chain like E.A or E["A"], ends.
func (b *builder) memberEnd(p int32) int32 {
	end := b.scanIdent(p)
	for end > p {
		q := b.skipTrivia(end)
		switch {
		case b.hasAt(q, "."):
			if q = b.skipTrivia(q + 1); b.scanIdent(q) == q {
				return end
			}
			end = b.scanIdent(q)
		case b.hasAt(q, "["):
			end = b.bracketEnd(q)
		default:
			return end
		}
	}
	return end
}

// constant appends a literal that is written as word, or was computed.
func (b *builder) constant(k Kind, e Edge, loc, data int32, words ...string) span {
	for _, w := range words {
		if b.hasWord(loc, w) {
			return b.leaf(k, e, loc, loc+int32(len(w)), data)
		}
	}
	end := b.constEnd(loc)
	if k == BoolLit && int(loc) < len(b.src) && b.src[loc] != '!' { // "a" === "b"
		if p := b.skipTrivia(end); b.hasAt(p, "==") || b.hasAt(p, "!=") {
			for p += 2; b.hasAt(p, "="); p++ {
			}
			end = b.constEnd(p)
		}
	}
	return b.leaf(k, e, loc, end, data)
}

// number appends a NumberLit, whose sign belongs to it.
func (b *builder) number(e Edge, loc int32, value float64) span {
	end := b.scanNumber(loc)
	if end == loc {
		end = b.constEnd(loc)
	}
	return b.leaf(NumberLit, e, loc, end, b.name(formatNumber(value)))
}

// concatenated widens s, the first literal of have UTF-16 units, over the
// literals that were added to it to give want.
func (b *builder) concatenated(s span, have, want int) span {
	for have < want {
		p := b.skipTrivia(s.end)
		if b.hasAt(p, ")") {
			wide := b.parens(s, 1)
			if wide == s {
				return s
			}
			s = wide
			continue
		}
		if !b.hasAt(p, "+") {
			return s
		}
		p = b.skipTrivia(p + 1)
		end := b.constEnd(p)
		if end <= p {
			return s
		}
		have += b.units(p, end)
		s.end = end
	}
	return s
}

// units counts the UTF-16 units of the string that a constant operand gives.
func (b *builder) units(p, end int32) (n int) {
	switch c := b.src[p]; {
	case isQuote(c):
		return literalUnits(b.src[p+1 : max(p+1, end-1)])
	case c == '(':
		for p++; p < end; p++ {
			if isQuote(b.src[p]) {
				q := min(b.constEnd(p), end)
				n += b.units(p, q)
				p = max(p, q-1)
			}
		}
		return n
	}
	return int(end - p)
}

// literalUnits counts the UTF-16 units of a string literal's text.
func literalUnits(raw string) (n int) {
	if strings.IndexByte(raw, '\\') < 0 && strings.IndexByte(raw, '\r') < 0 && isASCII(raw) {
		return len(raw)
	}
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		i += size
		switch {
		case r == '\r' && strings.HasPrefix(raw[i:], "\n"):
			continue // counted with the line feed
		case r >= 0x10000:
			n++
		case r == '\\':
			i, n = escape(raw, i, n)
			continue
		}
		n++
	}
	return n
}

// escape moves behind an escape sequence, whose backslash stands before i, and
// adds its units to n.
func escape(raw string, i, n int) (int, int) {
	if i >= len(raw) {
		return i, n
	}
	switch c := raw[i]; {
	case c == '\n':
		return i + 1, n
	case c == '\r':
		if i++; strings.HasPrefix(raw[i:], "\n") {
			i++
		}
		return i, n
	case c == 'x':
		return i + 3, n + 1
	case c == 'u' && strings.HasPrefix(raw[i:], "u{"):
		digits, _, _ := strings.Cut(raw[i+2:], "}")
		if n++; len(strings.TrimLeft(digits, "0")) > 4 {
			n++
		}
		return i + 3 + len(digits), n
	case c == 'u':
		return i + 5, n + 1
	case c >= '0' && c <= '7':
		k := i + 1
		for k < len(raw) && k < i+3 && raw[k] >= '0' && raw[k] <= '7' && (k == i+1 || c <= '3') {
			k++
		}
		return k, n + 1
	}
	r, size := utf8.DecodeRuneInString(raw[i:])
	if r == '\u2028' || r == '\u2029' {
		return i + size, n
	}
	if r >= 0x10000 {
		n++
	}
	return i + size, n + 1
}

func (b *builder) template(e Edge, loc int32, d *bridge.ETemplate) span {
	i := b.open(TemplateLit, e, loc)
	if d.TagOrNil.Data != nil {
		b.widen(i, b.head(EdgeTag, d.TagOrNil))
	}
	tail, want := d.HeadLoc.Start+1, len(d.HeadCooked)
	for k := range d.Parts {
		b.operand(EdgePart, d.Parts[k].Value, 0)
		tail, want = d.Parts[k].TailLoc.Start+1, len(d.Parts[k].TailCooked)
	}
	end := b.scanTemplateChunk(tail)
	if len(d.Parts) == 0 {
		raw := ""
		switch {
		case d.TagOrNil.Data == nil && !b.hasAt(d.HeadLoc.Start, "`"): // "a" + `b`
			end = b.constEnd(d.HeadLoc.Start)
			raw = b.cooked(0, -1, d.HeadCooked)
		case d.TagOrNil.Data == nil:
			raw = b.cooked(tail, end-1, d.HeadCooked)
		case tail < end:
			raw = b.src[tail : end-1]
		}
		b.f.nodes[i].data = b.name(raw)
	}
	if d.TagOrNil.Data != nil {
		return b.shut(i, end)
	}
	if have := literalUnits(b.src[min(tail, max(tail, end-1)):max(tail, end-1)]); have < want {
		s := b.concatenated(span{b.f.nodes[i].start, end}, have, want)
		b.widen(i, s)
		end = s.end
	}
	return b.shut(i, end)
}

func (b *builder) str(e Edge, loc int32, d *bridge.EString) span {
	if loc < 0 || int(loc) >= len(b.src) || !isQuote(b.src[loc]) {
		end := b.constEnd(loc)
		s := b.concatenated(span{loc, end}, b.units(min(max(loc, 0), int32(len(b.src)-1)), end), len(d.Value))
		return b.leaf(StringLit, e, s.start, s.end, b.name(b.cooked(0, -1, d.Value)))
	}
	end := b.scanString(loc)
	have := len(d.Value)
	if end-loc >= 2 {
		have = literalUnits(b.src[loc+1 : end-1])
	}
	if have >= len(d.Value) {
		return b.leaf(StringLit, e, loc, end, b.name(b.cooked(loc+1, end-1, d.Value)))
	}
	s := b.concatenated(span{loc, end}, have, len(d.Value))
	return b.leaf(StringLit, e, s.start, s.end, b.name(b.cooked(0, -1, d.Value)))
}
