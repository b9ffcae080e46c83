package jsparse

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The functions here look at the few tokens that the tree does not carry. They
// never fail: on text they do not expect they stop where they stand.

// parens widens s over pairs of parentheses around it, most pairs at the most.
func (b *builder) parens(s span, most int) span {
	for ; most > 0; most-- {
		p := b.skipTrivia(s.end)
		if b.ts && int(p) < len(b.src) && b.src[p] != ')' {
			p = b.skipCast(s.end)
		}
		if int(p) >= len(b.src) || b.src[p] != ')' {
			return s
		}
		q := b.skipBack(s.start)
		if q <= 0 || b.src[q-1] != '(' {
			return s
		}
		s = span{q - 1, p + 1}
	}
	return s
}

// opensBefore counts the opening parentheses that stand right before start.
func (b *builder) opensBefore(start int32) (n int) {
	for {
		start = b.skipBack(start)
		if start <= 0 || b.src[start-1] != '(' {
			return n
		}
		start--
		n++
	}
}

// skipBack moves back over white space and comments.
func (b *builder) skipBack(p int32) int32 {
	for p > 0 {
		switch c := b.src[p-1]; {
		case c == ' ' || c == '\t' || c == '\r':
			p--
		case c == '\n':
			p = b.lineComment(p - 1)
		case c == '/' && p > 3 && b.src[p-2] == '*':
			from := max(0, p-maxComment)
			at := strings.LastIndex(b.src[from:p-2], "/*")
			if at < 0 {
				return p
			}
			p = from + int32(at)
		default:
			return p
		}
	}
	return p
}

// maxComment is how far back the start of a block comment is looked for.
const maxComment = 1 << 16

// lineComment moves from the end of a line to the line comment that ends it, if
// it has one. Whether `//` is in a string is told by counting quotes.
func (b *builder) lineComment(end int32) int32 {
	const most = 400
	line := b.src[max(0, end-most):end]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	at := strings.Index(line, "//")
	if at < 0 {
		return end
	}
	quotes := 0
	for _, c := range []byte(line[:at]) {
		if isQuote(c) {
			quotes++
		}
	}
	if quotes%2 != 0 || at > 0 && line[at-1] == ':' {
		return end
	}
	return end - int32(len(line)-at)
}

// skipTrivia moves on over white space and comments.
func (b *builder) skipTrivia(p int32) int32 { return skipTrivia(b.src, p) }

func skipTrivia(src string, p int32) int32 {
	for int(p) < len(src) {
		switch c := src[p]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f':
			p++
		case c == '/' && strings.HasPrefix(src[p:], "//"):
			at := strings.IndexByte(src[p:], '\n')
			if at < 0 {
				return int32(len(src))
			}
			p += int32(at)
		case c == '/' && strings.HasPrefix(src[p:], "/*"):
			at := strings.Index(src[p+2:], "*/")
			if at < 0 {
				return int32(len(src))
			}
			p += int32(at) + 4
		case c >= 0x80:
			r, n := utf8.DecodeRuneInString(src[p:])
			if r != '\u00a0' && r != '\ufeff' && r != '\u2028' && r != '\u2029' && r != '\u3000' {
				return p
			}
			p += int32(n)
		default:
			return p
		}
	}
	return p
}

// skipComment moves behind the comment that starts at p, if one does; the line
// end behind it is not part of it.
func skipComment(src string, p int32) int32 {
	end := -1
	switch {
	case strings.HasPrefix(src[p:], "//"):
		end = strings.IndexByte(src[p:], '\n')
	case strings.HasPrefix(src[p:], "/*"):
		if end = strings.Index(src[p+2:], "*/"); end >= 0 {
			end += 4
		}
	default:
		return p
	}
	if end < 0 {
		return int32(len(src))
	}
	return p + int32(end)
}

// stmtEnd takes in a TypeScript cast and the semicolon behind a statement.
func (b *builder) stmtEnd(end int32) int32 {
	p := b.skipTrivia(end)
	if int(p) >= len(b.src) {
		return end
	}
	if b.ts && b.src[p] != ';' {
		if q := b.skipCast(end); q != p {
			if p, end = q, b.skipBack(q); int(p) >= len(b.src) {
				return end
			}
		}
	}
	if b.src[p] == ';' {
		return p + 1
	}
	return end
}

// clauseEnd finds the end of `export {a}` after its last name.
func (b *builder) clauseEnd(p int32) int32 {
	if at := strings.IndexByte(b.src[p:], '}'); at >= 0 {
		return b.stmtEnd(p + int32(at) + 1)
	}
	return p
}

// skipCast moves from the end of an operand to the next token, and over
// TypeScript's postfixes, `!`, `as T` and `satisfies T`. They stand on the line
// where the operand ends.
func (b *builder) skipCast(end int32) int32 {
	for {
		p := b.skipTrivia(end)
		if int(p) >= len(b.src) || strings.ContainsAny(b.src[end:p], "\n\u2028\u2029") {
			return p
		}
		switch {
		case b.src[p] == '!' && !b.hasAt(p, "!="):
			end = p + 1
		case b.hasWord(p, "as"):
			end = b.skipBack(skipType(b.src, p+2))
		case b.hasWord(p, "satisfies"):
			end = b.skipBack(skipType(b.src, p+9))
		default:
			return p
		}
	}
}

// skipType moves to the token that ends the type starting at p: a closing
// bracket, comma, semicolon, assignment or operator outside brackets, or the
// end of a line that the type does not continue on.
func skipType(src string, p int32) int32 {
	depth := 0
	for int(p) < len(src) {
		c := src[p]
		switch c {
		case '(', '[', '{', '<':
			if c == '{' && depth == 0 {
				// An object type starts a type or follows an operator; elsewhere it is a body.
				if q := lastToken(src, p); q != ':' && q != '|' && q != '&' && q != '>' && q != '<' && q != ',' && q != '(' && !typeContinues(src, p) {
					return p
				}
			}
			depth++
		case ')', ']', '}':
			if depth == 0 {
				return p
			}
			depth--
		case '>':
			if p > 0 && src[p-1] == '=' {
				break // the arrow of a function type
			}
			if depth == 0 {
				return p
			}
			depth--
		case ',', ';', '+', '*', '%':
			if depth == 0 {
				return p
			}
		case '=':
			if depth == 0 && !strings.HasPrefix(src[p:], "=>") {
				return p
			}
			if depth == 0 && lastToken(src, p) != ')' {
				return p // the arrow of a function whose return type this is
			}
		case '?', '&', '|':
			if depth == 0 && int(p)+1 < len(src) && (src[p+1] == c || c == '?' && src[p+1] == '.') {
				return p
			}
		case '"', '\'', '`':
			p = skipQuoted(src, p) - 1
		case '/':
			if q := skipComment(src, p); q != p {
				p = q - 1
			} else if depth == 0 {
				return p
			}
		case '\n':
			if depth == 0 {
				q := skipTrivia(src, p)
				if int(q) >= len(src) {
					return q
				}
				if l := lastToken(src, p); src[q] != '|' && src[q] != '&' && src[q] != '?' && l != '|' && l != '&' && l != ':' && !typeContinues(src, p) {
					return q
				}
				p = q - 1
			}
		}
		p++
	}
	return p
}

// typeContinues reports whether the last word before p wants a type behind it.
func typeContinues(src string, p int32) bool {
	for p > 0 && (src[p-1] == ' ' || src[p-1] == '\t' || src[p-1] == '\n' || src[p-1] == '\r') {
		p--
	}
	start := p
	for start > 0 && isIdentByte(src[start-1]) {
		start--
	}
	switch src[start:p] {
	case "as", "satisfies", "is", "extends", "keyof", "typeof", "readonly", "infer", "unique", "asserts":
		return true
	}
	return false
}

// lastToken returns the last byte before p that is not white space.
func lastToken(src string, p int32) byte {
	for p--; p >= 0; p-- {
		if c := src[p]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

// skipQuoted moves behind the string or template that starts at p. A string
// ends at its line's end at the latest.
func skipQuoted(src string, p int32) int32 {
	q := src[p]
	for p++; int(p) < len(src); p++ {
		switch src[p] {
		case '\\':
			p++
		case q:
			return p + 1
		case '\n':
			if q != '`' {
				return p
			}
		}
	}
	return int32(len(src))
}

func (b *builder) hasAt(p int32, s string) bool {
	return p >= 0 && int(p) <= len(b.src) && strings.HasPrefix(b.src[p:], s)
}

func (b *builder) hasWord(p int32, w string) bool {
	return b.hasAt(p, w) && b.scanIdent(p) == p+int32(len(w))
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

func isIdentByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '#' || c >= 0x80
}

// scanIdent moves behind an identifier, keyword or number's letters.
func (b *builder) scanIdent(p int32) int32 {
	for p >= 0 && int(p) < len(b.src) {
		switch c := b.src[p]; {
		case isIdentByte(c):
			p++
		case c == '\\' && b.hasAt(p, `\u{`):
			at := strings.IndexByte(b.src[p:], '}')
			if at < 0 {
				return p
			}
			p += int32(at) + 1
		case c == '\\' && b.hasAt(p, `\u`):
			p += 6
		default:
			return p
		}
	}
	return max(p, 0)
}

func (b *builder) scanNumber(p int32) int32 {
	start := p
	for p >= 0 && int(p) < len(b.src) {
		c := b.src[p]
		exp := p > start && (b.src[p-1] == 'e' || b.src[p-1] == 'E') && !b.hasAt(start, "0x") && !b.hasAt(start, "0X")
		if !(isIdentByte(c) || c == '.' || (c == '+' || c == '-') && exp) {
			break
		}
		p++
	}
	return max(p, start)
}

// scanString moves behind a string literal.
func (b *builder) scanString(p int32) int32 {
	if p < 0 || int(p) >= len(b.src) || !isQuote(b.src[p]) {
		return b.scanIdent(p)
	}
	for q, c := p+1, b.src[p]; int(q) < len(b.src); q++ {
		switch b.src[q] {
		case '\\':
			q++
		case c:
			return q + 1
		}
	}
	return int32(len(b.src))
}

// scanTemplateChunk moves behind the backtick that ends a template's last text.
func (b *builder) scanTemplateChunk(p int32) int32 {
	for p = max(p, 0); int(p) < len(b.src); p++ {
		switch b.src[p] {
		case '\\':
			p++
		case '`':
			return p + 1
		}
	}
	return int32(len(b.src))
}

// scanTag moves behind a JSX tag or attribute name.
func (b *builder) scanTag(p int32) int32 {
	for p >= 0 && int(p) < len(b.src) && (isIdentByte(b.src[p]) || b.src[p] == '-' || b.src[p] == ':' || b.src[p] == '.') {
		p++
	}
	return p
}

func (b *builder) scanTagEnd(p int32) int32 {
	if p < 0 || int(p) > len(b.src) {
		return p
	}
	if at := strings.IndexByte(b.src[p:], '>'); at >= 0 {
		return p + int32(at) + 1
	}
	return p
}

// cooked returns the string's value: the source text where that is the value
// itself, so that nothing is copied.
func (b *builder) cooked(start, end int32, value []uint16) string {
	if start >= 0 && end >= start && int(end) <= len(b.src) && len(value) == int(end-start) {
		if raw := b.src[start:end]; strings.IndexByte(raw, '\\') < 0 && isASCII(raw) {
			return raw
		}
	}
	return string(utf16.Decode(value))
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// directive returns the range of the next directive of the prologue, from p.
func directive(src string, p int32) (start, end int32, ok bool) {
	if p == 0 && strings.HasPrefix(src, "#!") {
		p = int32(max(0, strings.IndexByte(src, '\n')))
	}
	for {
		p = skipTrivia(src, p)
		if int(p) >= len(src) || src[p] != ';' {
			break
		}
		p++
	}
	if int(p) >= len(src) || src[p] != '"' && src[p] != '\'' {
		return p, p, false
	}
	return p, skipQuoted(src, p), true
}
