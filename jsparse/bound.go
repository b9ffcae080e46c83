package jsparse

import "strings"

// The parser recurses for every nesting, and a goroutine that outgrows its
// stack ends the process: it cannot be recovered. So what is nested too deep
// is refused before the parser sees it.
//
// What nests is brackets, and tokens that nest without them: `!!!a`,
// `a => b => c`, `a ? b : c ? d : e`, `else if`, `a.b.c.d`, `typeof void a`.
// So every word, operator and bracket counts as a level, until its bracket is
// closed, or for those without brackets until a comma, a semicolon or the next
// statement. Measured, a level takes at most 3.4 KiB of stack; of Go's limit of
// 1 GB, 512 MiB can be used, as stacks grow by doubling.
const (
	// maxLevels keeps the stack below 136 MiB. The most levels seen in a statement
	// of 27 repositories and the bundles of 7 npm packages are 1,177, the deepest
	// brackets 90.
	maxLevels = 40_000
	maxDepth  = 3_000
	// maxSize bounds time and memory; the parser takes about 30 bytes of memory
	// for a byte of source.
	maxSize = 16 << 20
	// maxSum is how many terms a sum may have that the parser may compute: it
	// copies the string at every +.
	maxSum = 1_000
	// maxAngles is how many `a<` may be open in a statement: at each the parser
	// tries type arguments first, and then reads what follows again.
	maxAngles = 500
	// maxRegExp is how far the end of a regular expression is looked for.
	maxRegExp = 10_000
)

// depthScanner counts levels. It tells strings, comments and regular
// expressions from code as refScanner does, so that nothing in them ends a
// statement.
type depthScanner struct {
	src     string
	levels  []level // the open brackets
	total   int     // the sum of their counts
	tags    int     // open JSX tags, which nest without brackets
	prev    byte    // last byte of the last token, 0 at the start
	word    string  // the last token, if it is a word
	head    bool    // the last token closed the head of if, for, while or with
	angles  int     // `a<` without their `>`
	plus    []int   // binary plus signs
	longSum bool    // there is a sum of more than maxSum terms
	open    [2]int  // ends of the lines on which " and ' are known to be unpaired
}

type level struct {
	count    int
	plus     int
	head     bool // follows if, for, while, with
	template bool // `${`
}

// scanDepth says at which offset src is nested deeper than the parser may go, or
// -1, and where the plus signs are if a sum is longer than maxSum. Code that is
// too short to reach the limits is not looked at.
func scanDepth(src string) (at int, plus []int) {
	if len(src) < maxLevels && strings.Count(src, "<") < maxAngles { // every level takes a byte
		return -1, nil
	}
	d := depthScanner{src: src, levels: make([]level, 1, 256)}
	for i := 0; i < len(src); {
		if d.total+2*d.tags > maxLevels || len(d.levels) > maxDepth || d.angles > maxAngles {
			return i, nil
		}
		i = d.token(i)
	}
	if !d.longSum {
		return -1, nil
	}
	return -1, d.plus
}

// hidePlus turns the plus signs at the offsets into minus signs, which the
// parser does not compute and which bind as they do; see builder.operator.
func hidePlus(code string, plus []int) string {
	out := []byte(code)
	for _, i := range plus {
		if out[i] == '+' {
			out[i] = '-'
		}
	}
	return string(out)
}

// token looks at the token at i and returns where it ends.
func (d *depthScanner) token(i int) int {
	c := d.src[i]
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		return i + 1
	case c == '\n':
		if d.endsOperand() && d.startsStatement(i+1) {
			d.reset()
			d.angles = 0
		}
		return int(skipTrivia(d.src, int32(i)))
	case isIdentByte(c):
		start := i
		for i++; i < len(d.src) && isIdentByte(d.src[i]); i++ {
		}
		d.count(1)
		d.prev, d.word, d.head = 'a', d.src[start:i], false
		return i
	case c == '"' || c == '\'':
		if end := d.quoted(i, c); end > 0 {
			d.set('"')
			return end
		}
	case c == '`': // a`b`: tags nest
		d.count(1)
		return d.template(i + 1)
	case c == '/':
		if end := skipComment(d.src, int32(i)); int(end) > i {
			return int(end)
		}
		if !d.endsOperand() {
			line := d.src[:min(len(d.src), i+maxRegExp)]
			if end := skipRegExp(line, i); end > i+1 && end < len(line) {
				d.set('"')
				return end
			}
		}
	}
	return d.punctuation(i, c)
}

// quoted returns the end of the string at i, or 0 if its line has none, as for
// an apostrophe in JSX text.
func (d *depthScanner) quoted(i int, c byte) int {
	open := &d.open[0]
	if c == '\'' {
		open = &d.open[1]
	}
	if i < *open {
		return 0
	}
	end := int(skipQuoted(d.src, int32(i)))
	if end > i+1 && d.src[end-1] == c {
		return end
	}
	*open = end
	return 0
}

func (d *depthScanner) punctuation(i int, c byte) int {
	switch c {
	case '(', '[', '{':
		d.count(1)
		head := d.word == "if" || d.word == "for" || d.word == "while" || d.word == "with" || d.word == "await" // for await (
		d.levels = append(d.levels, level{head: c == '(' && head})
		d.set(c)
		return i + 1
	case ')', ']', '}':
		l := d.close()
		if c == '}' && l.template {
			return d.template(i + 1)
		}
		d.set(c)
		d.head = l.head
		if c == '}' && d.startsStatement(i+1) {
			d.reset()
		}
		return i + 1
	case ',':
		d.reset()
	case ';':
		d.angles = 0
		if !d.isNext(i+1, "else") {
			d.reset()
		}
	case '<':
		switch {
		case strings.HasPrefix(d.src[i:], "</"):
			d.tags = max(0, d.tags-1)
		case i+1 < len(d.src) && (d.src[i+1] == '>' || isIdentByte(d.src[i+1])) && (i == 0 || !isIdentByte(d.src[i-1]) && d.src[i-1] != '<'):
			d.tags++
		case i > 0 && isIdentByte(d.src[i-1]):
			d.angles++
		}
		d.count(1)
	case '>':
		if i > 0 && d.src[i-1] == '/' {
			d.tags = max(0, d.tags-1)
		}
		d.angles = max(0, d.angles-1)
	case '+':
		d.count(1)
		if next := i + 1; d.endsOperand() && next < len(d.src) && d.src[next] != '+' && d.src[next] != '=' {
			top := &d.levels[len(d.levels)-1]
			top.plus++
			d.plus = append(d.plus, i)
			d.longSum = d.longSum || top.plus > maxSum
		}
	default:
		d.count(1)
	}
	d.set(c)
	return i + 1
}

func (d *depthScanner) set(c byte) { d.prev, d.word, d.head = c, "", false }

func (d *depthScanner) count(n int) {
	d.levels[len(d.levels)-1].count += n
	d.total += n
}

// reset ends what has nested without brackets.
func (d *depthScanner) reset() {
	top := &d.levels[len(d.levels)-1]
	d.total -= top.count
	top.count, top.plus = 0, 0
}

func (d *depthScanner) close() level {
	if len(d.levels) == 1 {
		return level{}
	}
	l := d.levels[len(d.levels)-1]
	d.total -= l.count
	d.levels = d.levels[:len(d.levels)-1]
	return l
}

// template moves over a template's text to its end or into its next part.
func (d *depthScanner) template(i int) int {
	for ; i < len(d.src); i++ {
		switch d.src[i] {
		case '\\':
			i++
		case '`':
			d.set('`')
			return i + 1
		case '$':
			if i+1 < len(d.src) && d.src[i+1] == '{' {
				d.count(1)
				d.levels = append(d.levels, level{template: true})
				d.set('{')
				return i + 2
			}
		}
	}
	return len(d.src)
}

// endsOperand reports whether an operand or statement may end with the last
// token: not with an operator, a word that wants more, or the head of a loop.
func (d *depthScanner) endsOperand() bool {
	switch d.word {
	case "":
		return !d.head && (d.prev == ')' || d.prev == ']' || d.prev == '}' || isQuote(d.prev))
	case "typeof", "void", "delete", "await", "yield", "new", "do", "else", "async", "throw", "return", "case", "in", "of", "instanceof",
		"keyof", "readonly", "infer", "unique", "asserts", "is", "as", "satisfies", "extends":
		return false
	}
	return true
}

// startsStatement reports whether the next token from i starts a statement of
// its own, given that it follows an operand.
func (d *depthScanner) startsStatement(i int) bool {
	p := int(skipTrivia(d.src, int32(i)))
	if p >= len(d.src) {
		return true
	}
	if !isIdentByte(d.src[p]) {
		return false
	}
	for _, w := range []string{"else", "catch", "finally", "while", "instanceof", "in", "of", "as", "satisfies", "extends", "is"} {
		if strings.HasPrefix(d.src[p:], w) && (p+len(w) == len(d.src) || !isIdentByte(d.src[p+len(w)])) {
			return false
		}
	}
	return true
}

// isNext reports whether the next token from i is the word.
func (d *depthScanner) isNext(i int, word string) bool {
	return strings.HasPrefix(d.src[skipTrivia(d.src, int32(i)):], word)
}
