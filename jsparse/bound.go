package jsparse

import "strings"

// The parser recurses for every nesting, and a goroutine that outgrows its
// stack ends the process: it cannot be recovered. So what is nested too deep
// is refused before the parser sees it.
//
// Recursion is bounded by the depth of brackets times the longest chain of
// tokens that nest without brackets: `!!!a`, `a => b => c`, `a ? b : c ? d : e`,
// `else if`, `a.b.c.d`. Both are over-estimated by looking at bytes only,
// strings and comments included, so the limits are far above what people and
// minifiers write.
const (
	maxDepth = 3_000
	maxChain = 60_000
	// maxSize bounds time and memory; the parser takes about 30 bytes of memory
	// for a byte of source.
	maxSize = 16 << 20
)

// tooDeep says at which offset src is nested deeper than the parser may go, or
// -1. Code that is too short to reach the limits is not looked at.
func tooDeep(src string) int {
	if len(src) < 2*maxDepth {
		return -1
	}
	levels := make([]int, 1, 256) // chain length in each open bracket
	for i := 0; i < len(src); i++ {
		top := len(levels) - 1
		switch src[i] {
		case '(', '[', '{':
			if top >= maxDepth {
				return i
			}
			levels[top]++ // calls and accesses chain
			levels = append(levels, 0)
		case ')', ']':
			if top > 0 {
				levels = levels[:top]
			}
		case '}':
			if top > 0 {
				levels = levels[:top]
				top--
			}
			if isNext(src, i+1, "else") {
				levels[top]++
			}
		case '<', '!', '~', '?', '=', '+', '-', '*', '.', ':', ' ':
			if src[i] == ' ' && (i == 0 || !isIdentByte(src[i-1])) {
				continue // a blank behind a word: `typeof void await a`
			}
			if levels[top]++; levels[top] > maxChain {
				return i
			}
		case ',':
			levels[top] = 0
		case ';':
			if !isNext(src, i+1, "else") {
				levels[top] = 0
			}
		case '\n':
			if endsStatement(src, i) {
				levels[top] = 0
			}
		}
	}
	return -1
}

// isNext reports whether the next token from i is the word.
func isNext(src string, i int, word string) bool {
	for i < len(src) && (src[i] == ' ' || src[i] == '\n' || src[i] == '\t' || src[i] == '\r') {
		i++
	}
	return strings.HasPrefix(src[i:], word)
}

// endsStatement reports whether the line break at i can only stand between two
// statements: the line before ends in an operand and the next starts with one.
func endsStatement(src string, i int) bool {
	p := i - 1
	for p >= 0 && (src[p] == ' ' || src[p] == '\t' || src[p] == '\r') {
		p--
	}
	if p < 0 || !isIdentByte(src[p]) && src[p] != ')' && src[p] != ']' && src[p] != '}' && !isQuote(src[p]) {
		return p < 0 || src[p] == '\n'
	}
	for i++; i < len(src) && (src[i] == ' ' || src[i] == '\t' || src[i] == '\r' || src[i] == '\n'); i++ {
	}
	return i >= len(src) || isIdentByte(src[i]) && !strings.HasPrefix(src[i:], "else")
}
