// Package glance looks at a text without parsing it: enough to say that a rule
// surely has nothing to say about it.
//
// # Model
//
// A parse costs some fifty times as much as a look at the bytes, and most files
// that hold a rule's words hold no case of it: they await, and they loop, but
// they do not await in a loop. The functions here know brackets, strings,
// templates, comments and regular expressions, and nothing else. They err to
// one side: they answer true where the text is not what they expect, so that a
// false is as good as a proof. What stands in a comment or string counts as code.
package glance

import (
	"slices"
	"strings"
)

// maxRescans bounds how often a text is read again for loops in loops; beyond
// that the answer is true.
const maxRescans = 8

// LoopHolds reports whether a loop statement holds one of the words, in its head
// or its body. It is linear in the text.
func LoopHolds(text string, words ...string) bool {
	return AnyLoop(text, func(loop string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(loop, w) })
	})
}

// AnyLoop reports whether a loop statement fits, which gets its head and body
// from the opening parenthesis on. It is linear in the text.
func AnyLoop(text string, fits func(loop string) bool) bool {
	budget := maxRescans*len(text) + 1000
	for i := 0; ; {
		start, end := nextLoop(text, i)
		if start < 0 {
			return false
		}
		head, stop, sure := loopSpan(text, start, end)
		if budget -= stop - start; !sure || budget < 0 || head < stop && fits(text[head:stop]) {
			return true
		}
		i = end
	}
}

// AnyHead reports whether the head of a for or while statement fits, which gets
// it without its parentheses. It is linear in the text.
func AnyHead(text string, fits func(head string) bool) bool {
	for i := 0; ; {
		start, end := nextLoop(text, i)
		if start < 0 {
			return false
		}
		i = end
		r := reader{text: text, i: end}
		if text[start] == 'd' || r.next() != '(' {
			continue
		}
		head := r.i
		if !r.close() || fits(text[head:r.i-1]) {
			return true
		}
		i = r.i
	}
}

// nextLoop finds the next word for, while or do from i on; start is -1 if there
// is none.
func nextLoop(text string, i int) (start, end int) {
	for ; i < len(text); i++ {
		if c := text[i]; c != 'f' && c != 'w' && c != 'd' || i > 0 && IsWord(text[i-1]) {
			continue
		}
		for _, w := range [...]string{"for", "while", "do"} {
			if strings.HasPrefix(text[i:], w) && (i+len(w) == len(text) || !IsWord(text[i+len(w)])) {
				return i, i + len(w)
			}
		}
	}
	return -1, -1
}

// loopSpan returns where the head and body of the loop whose word stands at
// [start,end) begin and end, and whether that is sure. A word that begins no
// loop is followed by nothing.
func loopSpan(text string, start, end int) (head, stop int, sure bool) {
	r := reader{text: text, i: end}
	c := r.next()
	head = end
	if text[start] != 'd' {
		if c == 'a' && r.word == "await" {
			head = r.i
			c = r.next()
		}
		if c != '(' {
			return end, end, true // a member, or a word in a comment
		}
		if !r.close() {
			return head, r.i, false
		}
		c = r.next()
	}
	if c == '{' {
		sure = r.close()
		return head, r.i, sure
	}
	stop, sure = r.statement(c)
	return head, stop, sure
}

// Closing returns the place behind the bracket that closes the one at open, and
// whether there is one.
func Closing(text string, open int) (end int, ok bool) {
	r := reader{text: text, i: open}
	r.next()
	ok = r.close()
	return r.i, ok
}

// HoldsWord reports whether a text holds a word by itself, not in a longer one.
// No text holds the empty word.
func HoldsWord(text, word string) bool {
	for i := 0; word != ""; {
		at := strings.Index(text[i:], word)
		if at < 0 {
			return false
		}
		at += i
		i = at + len(word)
		if (at == 0 || !IsWord(text[at-1])) && (i == len(text) || !IsWord(text[i])) {
			return true
		}
	}
	return false
}

// IsWord reports whether a byte may be part of an identifier.
func IsWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= 0x80
}

// reader goes through a text by tokens, roughly.
type reader struct {
	text  string
	i     int    // where the next token is looked for
	last  byte   // the token before
	word  string // if that is a word
	depth int    // templates in templates
}

// maxTemplates bounds the recursion into templates; deeper ones are read as one
// string to the text's end.
const maxTemplates = 100

// next moves behind the next token and returns its first byte: 'a' for a word or
// number, '"' for a string, template or regular expression, 0 at the end.
func (r *reader) next() byte {
	c := r.token()
	r.last = c
	if c != 'a' {
		r.word = ""
	}
	return c
}

func (r *reader) token() byte {
	for r.i < len(r.text) {
		c := r.text[r.i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			r.i++
		case IsWord(c):
			start := r.i
			for r.i++; r.i < len(r.text) && IsWord(r.text[r.i]); r.i++ {
			}
			r.word = r.text[start:r.i]
			return 'a'
		case c == '"' || c == '\'':
			r.quoted(c)
			return '"'
		case c == '`':
			r.template()
			return '"'
		case c == '/' && strings.HasPrefix(r.text[r.i:], "//"):
			r.behind("\n", 2)
		case c == '/' && strings.HasPrefix(r.text[r.i:], "/*"):
			r.behind("*/", 2)
		case c == '/' && r.startsRegExp():
			r.regExp()
			return '"'
		default:
			r.i++
			return c
		}
	}
	return 0
}

// behind moves behind the next mark, looked for from skip bytes on, or to the end.
func (r *reader) behind(mark string, skip int) {
	at := strings.Index(r.text[r.i+skip:], mark)
	if at < 0 {
		r.i = len(r.text)
		return
	}
	r.i += skip + at + len(mark)
}

// quoted moves behind a string. A quote that no other follows on its line is a
// character, as an apostrophe in JSX is.
func (r *reader) quoted(q byte) {
	for j := r.i + 1; j < len(r.text); j++ {
		switch r.text[j] {
		case '\\':
			j++
		case q:
			r.i = j + 1
			return
		case '\n':
			r.i++
			return
		}
	}
	r.i++
}

func (r *reader) template() {
	r.depth++
	defer func() { r.depth-- }()
	for r.i++; r.i < len(r.text); r.i++ {
		switch r.text[r.i] {
		case '\\':
			r.i++
		case '`':
			r.i++
			return
		case '$':
			if !strings.HasPrefix(r.text[r.i:], "${") {
				continue
			}
			if r.depth > maxTemplates {
				r.i = len(r.text)
				return
			}
			r.i += 2
			r.last, r.word = '{', ""
			r.close()
			r.i--
		}
	}
	r.i = len(r.text)
}

// startsRegExp reports whether a slash stands where no operand can be divided.
func (r *reader) startsRegExp() bool {
	switch r.word {
	case "":
		return r.last != ')' && r.last != ']' && r.last != '}' && r.last != '"'
	case "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "do", "else", "await", "yield", "instanceof":
		return true
	}
	return false
}

// regExp moves behind a regular expression, or behind a slash that starts none.
func (r *reader) regExp() {
	class := false
	for j := r.i + 1; j < len(r.text); j++ {
		switch r.text[j] {
		case '\\':
			j++
		case '[':
			class = true
		case ']':
			class = false
		case '\n':
			r.i++
			return
		case '/':
			if !class {
				r.i = j + 1
				return
			}
		}
	}
	r.i++
}

// close moves behind the bracket that closes the one that was read last.
func (r *reader) close() bool {
	for depth := 1; ; {
		switch r.next() {
		case 0:
			return false
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return true
			}
		}
	}
}

// statement moves to the end of a statement without braces whose first token, c,
// was read: its semicolon, or the bracket that closes what is around it. Without
// semicolons that is further than the statement goes.
func (r *reader) statement(c byte) (end int, sure bool) {
	for ; ; c = r.next() {
		switch c {
		case 0, ';', ')', ']', '}':
			return r.i, true
		case '(', '[', '{':
			if !r.close() {
				return r.i, false
			}
		}
	}
}
