package measure

// maxRegexpCode bounds a compiled expression; {m,n} is unrolled.
const maxRegexpCode = 20_000

type regexpCompiler struct {
	code     []regexpInst
	groups   int
	slots    int
	tooLarge bool
}

func (c *regexpCompiler) emit(in regexpInst) int {
	if len(c.code) >= maxRegexpCode {
		c.tooLarge = true
		return 0
	}
	c.code = append(c.code, in)
	return len(c.code) - 1
}

// node emits code that matches n, to the left if backward.
func (c *regexpCompiler) node(n *regexpNode, backward bool) {
	if c.tooLarge {
		return
	}
	switch n.kind {
	case kindChar:
		c.emit(regexpInst{op: opChar, c: n.c, backward: backward})
	case kindSet:
		c.emit(regexpInst{op: opSet, set: n.set, backward: backward})
	case kindSeq:
		for i := range n.subs {
			if backward {
				i = len(n.subs) - 1 - i
			}
			c.node(n.subs[i], backward)
		}
	case kindAlt:
		c.alternatives(n.subs, backward)
	case kindRepeat:
		c.repeat(n, backward)
	case kindGroup:
		if n.group == 0 {
			c.node(n.subs[0], backward)
			return
		}
		first, second := 2*n.group, 2*n.group+1
		if backward {
			first, second = second, first
		}
		c.emit(regexpInst{op: opSave, x: first})
		c.node(n.subs[0], backward)
		c.emit(regexpInst{op: opSave, x: second})
	case kindBegin:
		c.emit(regexpInst{op: opBegin})
	case kindEnd:
		c.emit(regexpInst{op: opEnd})
	case kindWord:
		c.emit(regexpInst{op: opWord, neg: n.neg})
	case kindLook:
		at := c.emit(regexpInst{op: opLook, neg: n.neg})
		if c.tooLarge {
			return
		}
		c.code[at].x = len(c.code)
		c.node(n.subs[0], n.behind)
		c.emit(regexpInst{op: opMatch})
		c.code[at].y = len(c.code)
	case kindBack:
		if n.group > c.groups {
			c.emit(regexpInst{op: opReject})
			return
		}
		c.emit(regexpInst{op: opBack, x: n.group, backward: backward})
	}
}

func (c *regexpCompiler) alternatives(alts []*regexpNode, backward bool) {
	var ends []int
	for i, a := range alts {
		split := -1
		if i < len(alts)-1 {
			split = c.emit(regexpInst{op: opSplit})
			c.code[split].x = len(c.code)
		}
		c.node(a, backward)
		if split >= 0 {
			ends = append(ends, c.emit(regexpInst{op: opJump}))
			c.code[split].y = len(c.code)
		}
	}
	for _, e := range ends {
		c.code[e].x = len(c.code)
	}
}

func (c *regexpCompiler) repeat(n *regexpNode, backward bool) {
	body := n.subs[0]
	for i := 0; i < n.min && !c.tooLarge; i++ {
		c.node(body, backward)
	}
	if n.max < 0 {
		c.loop(body, n.lazy, backward)
		return
	}
	var splits []int
	for i := n.min; i < n.max && !c.tooLarge; i++ {
		splits = append(splits, c.split(n.lazy))
		c.node(body, backward)
	}
	for _, s := range splits {
		c.leave(s, n.lazy)
	}
}

// loop matches the body as often as it goes. An iteration that matches nothing
// fails, as the standard says.
func (c *regexpCompiler) loop(body *regexpNode, lazy, backward bool) {
	split := c.split(lazy)
	slot := -1
	if canBeEmpty(body) {
		slot = c.slots
		c.slots++
		c.emit(regexpInst{op: opSave, x: slot})
	}
	c.node(body, backward)
	if slot >= 0 {
		c.emit(regexpInst{op: opCheck, x: slot})
	}
	c.emit(regexpInst{op: opJump, x: split})
	c.leave(split, lazy)
}

// split emits a choice whose one side is the next instruction; leave sets the
// other to here.
func (c *regexpCompiler) split(lazy bool) int {
	s := c.emit(regexpInst{op: opSplit})
	if lazy {
		c.code[s].y = len(c.code)
	} else {
		c.code[s].x = len(c.code)
	}
	return s
}

func (c *regexpCompiler) leave(split int, lazy bool) {
	if lazy {
		c.code[split].x = len(c.code)
	} else {
		c.code[split].y = len(c.code)
	}
}

func canBeEmpty(n *regexpNode) bool {
	switch n.kind {
	case kindChar, kindSet:
		return false
	case kindSeq:
		for _, s := range n.subs {
			if !canBeEmpty(s) {
				return false
			}
		}
		return true
	case kindAlt:
		for _, s := range n.subs {
			if canBeEmpty(s) {
				return true
			}
		}
		return false
	case kindRepeat:
		return n.min == 0 || canBeEmpty(n.subs[0])
	case kindGroup:
		return canBeEmpty(n.subs[0])
	}
	return true
}

// startsWithBegin reports whether a match can only start at the text's start.
func startsWithBegin(n *regexpNode) bool {
	switch n.kind {
	case kindBegin:
		return true
	case kindSeq:
		return len(n.subs) > 0 && startsWithBegin(n.subs[0])
	case kindGroup:
		return startsWithBegin(n.subs[0])
	case kindAlt:
		for _, s := range n.subs {
			if !startsWithBegin(s) {
				return false
			}
		}
		return true
	case kindRepeat:
		return n.min > 0 && startsWithBegin(n.subs[0])
	}
	return false
}
