package measure

// Steps of regular expressions.
//
// V8 backtracks; goja runs what it can on a linear engine and hides what an
// expression like /^(a+)+$/ costs. So the steps are counted by a matcher of our
// own that backtracks as V8 does, beside the engine that gives the result. It is
// exact about the order of tries, which decides the cost, and approximate about
// what hardly does: it works on UTF-16 units, folds case by ASCII and Latin
// letters, and takes Unicode properties for "letter or not".

// maxRegexpSteps bounds one match. Beyond it, what was counted is a lower bound.
const maxRegexpSteps = 4e7

// maxRegexpStack bounds what a match remembers to try later, as V8's limit of
// 64 MB does.
const maxRegexpStack = 4 << 20

type regexpOp uint8

const (
	opChar   regexpOp = iota // the unit c
	opSet                    // a unit of set
	opSplit                  // try x, then y
	opJump                   // to x
	opSave                   // slot x is the position
	opCheck                  // fail if the position is still that of slot x
	opBegin                  // ^
	opEnd                    // $
	opWord                   // \b; \B if neg
	opLook                   // lookaround: the code from x to opMatch; go on at y
	opBack                   // what group x matched
	opMatch                  // done
	opReject                 // never matches
)

type regexpInst struct {
	op       regexpOp
	neg      bool
	backward bool // reads to the left, in a lookbehind
	c        uint16
	x, y     int
	set      *unitSet
}

// stepper counts the steps of one regular expression.
type stepper struct {
	code      []regexpInst
	slots     int
	fold      bool // i
	multiline bool // m
	sticky    bool // y
	anchored  bool // starts with ^ and is not multiline
	saved     []int
	stack     []regexpTry
	steps     int
	exhausted bool // maxRegexpSteps or the stack's bound was reached
	text      []uint16
	found     bool // the last count ended with a match
}

// regexpTry is where to go on after a failure, or, if pc is negative, a slot to
// restore.
type regexpTry struct{ pc, pos int }

// newStepper compiles a pattern. ok is false for what the parser does not read.
func newStepper(source, flags string) (*stepper, bool) {
	p := &regexpParser{src: []rune(source)}
	for _, f := range flags {
		switch f {
		case 'i':
			p.fold = true
		case 's':
			p.dotAll = true
		case 'u', 'v':
			p.unicode = true
		}
	}
	root, ok := p.parse()
	if !ok {
		return nil, false
	}
	c := &regexpCompiler{groups: p.groups, slots: 2 * (p.groups + 1)}
	c.node(root, false)
	c.emit(regexpInst{op: opMatch})
	if c.tooLarge {
		return nil, false
	}
	s := &stepper{code: c.code, slots: c.slots, fold: p.fold}
	for _, f := range flags {
		s.multiline = s.multiline || f == 'm'
		s.sticky = s.sticky || f == 'y'
	}
	s.anchored = !s.multiline && startsWithBegin(root)
	return s, true
}

// count returns the steps that finding the first match at or after from takes.
func (s *stepper) count(text []uint16, from int) int {
	s.steps, s.exhausted, s.found, s.text = 0, false, false, text
	if s.saved == nil {
		s.saved = make([]int, s.slots)
	}
	clear(s.saved)
	for start := from; start <= len(text); start++ {
		s.steps++
		if s.found = s.match(0, start); s.found || s.exhausted || s.sticky || s.anchored {
			break
		}
	}
	s.text = nil
	if cap(s.stack) > 1<<16 {
		s.stack = nil
	}
	return s.steps
}

// match runs the code at pc; lookarounds call it again.
func (s *stepper) match(pc, pos int) bool {
	base := len(s.stack)
	for {
		if s.steps >= maxRegexpSteps || len(s.stack) > maxRegexpStack {
			s.exhausted = true
			s.stack = s.stack[:base]
			return false
		}
		in := &s.code[pc]
		ok := true
		switch in.op {
		case opChar, opSet:
			s.steps++
			var u uint16
			if u, ok = s.unit(pos, in.backward); ok {
				ok = in.accepts(u, s.fold)
				pos = step(pos, in.backward)
			}
			pc++
		case opSplit:
			s.steps++
			s.stack = append(s.stack, regexpTry{in.y, pos})
			pc = in.x
		case opJump:
			pc = in.x
		case opSave:
			s.stack = append(s.stack, regexpTry{-1 - in.x, s.saved[in.x]})
			s.saved[in.x] = pos
			pc++
		case opCheck:
			ok = s.saved[in.x] != pos
			pc++
		case opBegin:
			s.steps++
			ok = pos == 0 || s.multiline && isLineEnd(s.text[pos-1])
			pc++
		case opEnd:
			s.steps++
			ok = pos == len(s.text) || s.multiline && isLineEnd(s.text[pos])
			pc++
		case opWord:
			s.steps++
			ok = s.atWordBoundary(pos) != in.neg
			pc++
		case opLook:
			ok = s.match(in.x, pos) != in.neg && !s.exhausted
			pc = in.y
		case opBack:
			pos, ok = s.backReference(in, pos)
			pc++
		case opReject:
			ok = false
		case opMatch:
			s.stack = s.stack[:base]
			return true
		}
		if ok {
			continue
		}
		for {
			if len(s.stack) == base {
				return false
			}
			t := s.stack[len(s.stack)-1]
			s.stack = s.stack[:len(s.stack)-1]
			if t.pc >= 0 {
				pc, pos = t.pc, t.pos
				break
			}
			s.saved[-1-t.pc] = t.pos
		}
	}
}

func step(pos int, backward bool) int {
	if backward {
		return pos - 1
	}
	return pos + 1
}

func (s *stepper) unit(pos int, backward bool) (uint16, bool) {
	if backward {
		pos--
	}
	if pos < 0 || pos >= len(s.text) {
		return 0, false
	}
	return s.text[pos], true
}

func (in *regexpInst) accepts(u uint16, fold bool) bool {
	if in.op == opSet {
		in, neg := in.set, in.set.negated
		return (in.has(u) != neg || fold && (in.has(lowerUnit(u)) != neg || in.has(upperUnit(u)) != neg)) != neg
	}
	return u == in.c || fold && lowerUnit(u) == lowerUnit(in.c)
}

func (s *stepper) backReference(in *regexpInst, pos int) (int, bool) {
	from, to := s.saved[2*in.x], s.saved[2*in.x+1]
	n := to - from
	if n < 0 {
		n = 0
	}
	s.steps += n + 1
	at := pos
	if in.backward {
		at = pos - n
	}
	if at < 0 || at+n > len(s.text) {
		return pos, false
	}
	for i := range n {
		a, b := s.text[from+i], s.text[at+i]
		if a != b && !(s.fold && lowerUnit(a) == lowerUnit(b)) {
			return pos, false
		}
	}
	if in.backward {
		return at, true
	}
	return pos + n, true
}

func (s *stepper) atWordBoundary(pos int) bool {
	left := pos > 0 && isWordUnit(s.text[pos-1])
	right := pos < len(s.text) && isWordUnit(s.text[pos])
	return left != right
}

func isLineEnd(u uint16) bool { return u == '\n' || u == '\r' || u == 0x2028 || u == 0x2029 }

func isWordUnit(u uint16) bool {
	return u >= '0' && u <= '9' || u >= 'a' && u <= 'z' || u >= 'A' && u <= 'Z' || u == '_'
}

func lowerUnit(u uint16) uint16 {
	if u >= 'A' && u <= 'Z' || u >= 0xC0 && u <= 0xDE && u != 0xD7 {
		return u + 32
	}
	return u
}

func upperUnit(u uint16) uint16 {
	if u >= 'a' && u <= 'z' || u >= 0xE0 && u <= 0xFE && u != 0xF7 {
		return u - 32
	}
	return u
}

// unitSet is a set of UTF-16 units.
type unitSet struct {
	ranges  []uint16 // pairs, both ends inside
	subsets []*unitSet
	letters bool // \p{…}: letters and everything beyond ASCII
	negated bool
}

func (s *unitSet) has(u uint16) bool {
	in := s.letters && (u > 127 || u >= 'a' && u <= 'z' || u >= 'A' && u <= 'Z')
	for i := 0; i+1 < len(s.ranges) && !in; i += 2 {
		in = u >= s.ranges[i] && u <= s.ranges[i+1]
	}
	for i := 0; i < len(s.subsets) && !in; i++ {
		in = s.subsets[i].has(u)
	}
	return in != s.negated
}
