package measure

import (
	"strconv"
	"strings"
)

type regexpKind uint8

const (
	kindEmpty regexpKind = iota
	kindChar
	kindSet
	kindSeq
	kindAlt
	kindRepeat
	kindGroup
	kindBegin
	kindEnd
	kindWord
	kindLook
	kindBack
)

type regexpNode struct {
	kind     regexpKind
	subs     []*regexpNode
	min, max int // of a repetition; max -1 means no bound
	lazy     bool
	neg      bool // \B, (?!, (?<!
	behind   bool
	group    int // of a capturing group and a back-reference; 0: not capturing
	c        uint16
	set      *unitSet
}

// regexpParser reads the syntax of ECMAScript's regular expressions, in the
// tolerant form that browsers read without the flag u.
type regexpParser struct {
	src     []rune
	at      int
	depth   int
	groups  int
	names   map[string]int
	pending []*regexpNode // back-references by name
	refs    []string
	fold    bool
	dotAll  bool
	unicode bool
	bad     bool
}

// maxRegexpDepth bounds the nesting of groups.
const maxRegexpDepth = 200

func (p *regexpParser) parse() (*regexpNode, bool) {
	p.names = map[string]int{}
	n := p.alternatives()
	for i, ref := range p.pending {
		ref.group = p.names[p.refs[i]]
		if ref.group == 0 {
			p.bad = true
		}
	}
	return n, !p.bad && p.at == len(p.src)
}

func (p *regexpParser) more() bool { return p.at < len(p.src) && !p.bad }

func (p *regexpParser) take(s string) bool {
	for i, r := range s {
		if p.at+i >= len(p.src) || p.src[p.at+i] != r {
			return false
		}
	}
	p.at += len(s)
	return true
}

func (p *regexpParser) alternatives() *regexpNode {
	if p.depth++; p.depth > maxRegexpDepth {
		p.bad = true
	}
	defer func() { p.depth-- }()
	alts := []*regexpNode{p.sequence()}
	for p.more() && p.take("|") {
		alts = append(alts, p.sequence())
	}
	if len(alts) == 1 {
		return alts[0]
	}
	return &regexpNode{kind: kindAlt, subs: alts}
}

func (p *regexpParser) sequence() *regexpNode {
	seq := &regexpNode{kind: kindSeq}
	for p.more() && p.src[p.at] != '|' && p.src[p.at] != ')' {
		n := p.quantified(p.atom())
		if n != nil {
			seq.subs = append(seq.subs, n)
		}
	}
	return seq
}

func (p *regexpParser) quantified(n *regexpNode) *regexpNode {
	if n == nil || !p.more() {
		return n
	}
	min, max := 0, -1
	switch p.src[p.at] {
	case '*':
		p.at++
	case '+':
		p.at++
		min = 1
	case '?':
		p.at++
		max = 1
	case '{':
		var ok bool
		if min, max, ok = p.braces(); !ok {
			return n
		}
	default:
		return n
	}
	r := &regexpNode{kind: kindRepeat, subs: []*regexpNode{n}, min: min, max: max}
	r.lazy = p.more() && p.take("?")
	return r
}

// braces reads {2}, {2,} and {2,5}; anything else is plain text.
func (p *regexpParser) braces() (min, max int, ok bool) {
	end := p.at
	for end < len(p.src) && p.src[end] != '}' {
		end++
	}
	if end == len(p.src) {
		return 0, 0, false
	}
	lo, hi, ranged := strings.Cut(string(p.src[p.at+1:end]), ",")
	min, err := strconv.Atoi(lo)
	if err != nil || min < 0 {
		return 0, 0, false
	}
	max = min
	if ranged {
		max = -1
		if hi != "" {
			if max, err = strconv.Atoi(hi); err != nil || max < min {
				return 0, 0, false
			}
		}
	}
	p.at = end + 1
	return min, max, true
}

func (p *regexpParser) atom() *regexpNode {
	r := p.src[p.at]
	p.at++
	switch r {
	case '^':
		return &regexpNode{kind: kindBegin}
	case '$':
		return &regexpNode{kind: kindEnd}
	case '.':
		if p.dotAll {
			return &regexpNode{kind: kindSet, set: &unitSet{negated: true}}
		}
		return &regexpNode{kind: kindSet, set: &unitSet{ranges: []uint16{'\n', '\n', '\r', '\r', 0x2028, 0x2029}, negated: true}}
	case '[':
		return &regexpNode{kind: kindSet, set: p.class()}
	case '(':
		return p.group()
	case '\\':
		return p.escape()
	}
	return p.literal(r)
}

// literal is one character: two units beyond the basic plane.
func (p *regexpParser) literal(r rune) *regexpNode {
	if r < 0x10000 {
		return &regexpNode{kind: kindChar, c: uint16(r)}
	}
	r -= 0x10000
	return &regexpNode{kind: kindSeq, subs: []*regexpNode{
		{kind: kindChar, c: uint16(0xD800 + r>>10)}, {kind: kindChar, c: uint16(0xDC00 + r&0x3FF)},
	}}
}

func (p *regexpParser) group() *regexpNode {
	n := &regexpNode{kind: kindGroup}
	switch {
	case p.take("?:"):
	case p.take("?="), p.take("?!"):
		n.kind, n.neg = kindLook, p.src[p.at-1] == '!'
	case p.take("?<="), p.take("?<!"):
		n.kind, n.behind, n.neg = kindLook, true, p.src[p.at-1] == '!'
	case p.take("?<"):
		p.groups++
		n.group = p.groups
		p.names[p.name()] = n.group
	case p.take("?"):
		p.bad = true // modifiers and what is yet to come
		return n
	default:
		p.groups++
		n.group = p.groups
	}
	n.subs = []*regexpNode{p.alternatives()}
	if !p.more() || !p.take(")") {
		p.bad = true
	}
	return n
}

// name reads up to the closing >.
func (p *regexpParser) name() string {
	start := p.at
	for p.at < len(p.src) && p.src[p.at] != '>' {
		p.at++
	}
	name := string(p.src[start:p.at])
	p.at++
	return name
}

func (p *regexpParser) escape() *regexpNode {
	if !p.more() {
		p.bad = true
		return nil
	}
	r := p.src[p.at]
	switch {
	case r == 'b' || r == 'B':
		p.at++
		return &regexpNode{kind: kindWord, neg: r == 'B'}
	case r >= '1' && r <= '9':
		n := 0
		for p.at < len(p.src) && p.src[p.at] >= '0' && p.src[p.at] <= '9' && n < 100 {
			n = n*10 + int(p.src[p.at]-'0')
			p.at++
		}
		if n > strings.Count(string(p.src), "(") {
			p.bad = true // an octal escape of old
		}
		return &regexpNode{kind: kindBack, group: n}
	case r == 'k' && p.take("k<"):
		n := &regexpNode{kind: kindBack}
		p.pending = append(p.pending, n)
		p.refs = append(p.refs, p.name())
		return n
	}
	if set := p.classEscape(); set != nil {
		return &regexpNode{kind: kindSet, set: set}
	}
	return p.literal(p.charEscape())
}

// classEscape reads \d, \w, \s, \p{…} and their opposites, behind the backslash.
func (p *regexpParser) classEscape() *unitSet {
	r := p.src[p.at]
	var s *unitSet
	switch r {
	case 'd', 'D':
		s = &unitSet{ranges: []uint16{'0', '9'}}
	case 'w', 'W':
		s = &unitSet{ranges: []uint16{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}}
	case 's', 'S':
		s = &unitSet{ranges: []uint16{9, 13, ' ', ' ', 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000, 0xFEFF, 0xFEFF}}
	case 'p', 'P':
		if !p.unicode || p.at+1 >= len(p.src) || p.src[p.at+1] != '{' {
			return nil
		}
		s = &unitSet{letters: true}
		for p.at < len(p.src) && p.src[p.at] != '}' {
			p.at++
		}
	default:
		return nil
	}
	p.at++
	s.negated = r < 'a'
	return s
}

// charEscape reads one escaped character, behind the backslash.
func (p *regexpParser) charEscape() rune {
	r := p.src[p.at]
	p.at++
	switch r {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	case 'f':
		return '\f'
	case '0':
		return 0
	case 'c':
		if p.at < len(p.src) {
			p.at++
			return p.src[p.at-1] & 31
		}
	case 'x':
		return p.hex(2, r)
	case 'u':
		if p.at < len(p.src) && p.src[p.at] == '{' && p.unicode {
			end := p.at
			for end < len(p.src) && p.src[end] != '}' {
				end++
			}
			v, err := strconv.ParseUint(string(p.src[p.at+1:end]), 16, 21)
			p.at = min(end+1, len(p.src))
			p.bad = p.bad || err != nil
			return rune(v)
		}
		return p.hex(4, r)
	}
	return r
}

func (p *regexpParser) hex(digits int, otherwise rune) rune {
	if p.at+digits > len(p.src) {
		return otherwise
	}
	v, err := strconv.ParseUint(string(p.src[p.at:p.at+digits]), 16, 32)
	if err != nil {
		return otherwise
	}
	p.at += digits
	return rune(v)
}

// class reads [...] behind its bracket.
func (p *regexpParser) class() *unitSet {
	s := &unitSet{negated: p.more() && p.take("^")}
	for p.more() && p.src[p.at] != ']' {
		lo, sub := p.classAtom()
		if sub != nil {
			s.subsets = append(s.subsets, sub)
			continue
		}
		hi := lo
		if p.at+1 < len(p.src) && p.src[p.at] == '-' && p.src[p.at+1] != ']' {
			p.at++
			if hi, sub = p.classAtom(); sub != nil {
				s.subsets, hi = append(s.subsets, sub), lo
			}
		}
		if lo <= 0xFFFF {
			s.ranges = append(s.ranges, uint16(lo), uint16(min(hi, 0xFFFF)))
		} else {
			s.ranges = append(s.ranges, 0xD800, 0xDFFF)
		}
	}
	if !p.more() || !p.take("]") {
		p.bad = true
	}
	return s
}

func (p *regexpParser) classAtom() (rune, *unitSet) {
	r := p.src[p.at]
	p.at++
	if r != '\\' || !p.more() {
		return r, nil
	}
	if p.src[p.at] == 'b' {
		p.at++
		return '\b', nil
	}
	if s := p.classEscape(); s != nil {
		return 0, s
	}
	return p.charEscape(), nil
}
