package awaitinloop

import (
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/jsparse"
)

// deliberateWords in a comment say that the author wants the order.
var deliberateWords = []string{"sequential", "serial", "one by one", "one at a time", "in order", "one after", "rate limit", "rate-limit", "ratelimit",
	"throttl", "overload", "overwhelm", "concurren", "parallel", "no-await-in-loop", "memory", "race condition", "order matters", "too many", "avoid hitting", "deadlock"}

// exclusive: words in the names of calls whose callback holds a lock or a
// connection.
var exclusive = effects.WordSet("transaction transactional atomic lock locked exclusive mutex serialize synchronized critical tx txn trx batch")

// isDeliberate reports whether the text says that the order is wanted: a comment
// at the loop, a lock or transaction around it, a batch or page as its item.
func (l *loop) isDeliberate() bool {
	for _, v := range l.vars {
		if effects.HasWord(v.Name(), batchWords) {
			return true
		}
	}
	return l.isExclusive() || l.hasComment() || l.hasTwin()
}

// hasTwin reports whether the same function does the same together: the author
// knows how, and goes one by one here for a reason.
//
//	if (oneConnection) { for (const x of xs) out.push(await load(x)) } else { out = await Promise.all(xs.map(load)) }
func (l *loop) hasTwin() bool {
	if !l.fn.Ok() || l.node.Kind() == jsparse.For {
		return false
	}
	over, called := l.node.Right().Text(), unwrap(l.awaits[0].Operand()).Callee().Text()
	for c := range l.fn.Preorder(jsparse.Call) {
		m := c.Arg(0)
		if name := c.Callee().Name(); name != "all" && name != "allSettled" || c.Callee().Object().GlobalName() != "Promise" ||
			m.Kind() != jsparse.Call || m.Callee().Kind() != jsparse.Member || m.Callee().Object().Text() != over {
			continue
		}
		for n := range m.Arg(0).Preorder(jsparse.Ident, jsparse.Member) {
			if n.Text() == called {
				return true
			}
		}
	}
	return false
}

var batchWords = effects.WordSet("batch chunk page slice migration interceptor middleware hook step stage command plugin attempt retry tries seed")

// isExclusive: db.transaction(async (tx) => { for … }).
func (l *loop) isExclusive() bool {
	for p := l.node.Parent(); p.Ok(); p = p.Parent() {
		if !p.Kind().IsFunc() {
			continue
		}
		for param := range p.All(jsparse.EdgeParam) {
			if effects.HasWord(param.Name(), effects.ExclusiveArgs) && param.Name() != "t" {
				return true
			}
		}
		if c := p.Parent(); c.Kind() == jsparse.Call && p.Edge() == jsparse.EdgeArg && effects.HasWord(effects.Name(c.Callee()), exclusive) {
			return true
		}
	}
	return false
}

// hasComment looks at the comments in the loop, and above it in the paragraph
// that it stands in, or in that of a statement around it.
func (l *loop) hasComment() bool {
	f := l.node.File()
	comments := f.Comments()
	// Comments from the first one inside the loop on.
	first, _ := slices.BinarySearchFunc(comments, l.node.Start(), func(c jsparse.Comment, at int) int { return c.Start - at })
	for _, c := range comments[first:] {
		if c.Start >= l.node.End() {
			break
		}
		if saysWhy(f, c) {
			return true
		}
	}
	for p := l.node; p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		if !p.Kind().IsStmt() || p.Kind() == jsparse.Block {
			continue
		}
		from := p.Start()
		for k := first - 1; k >= 0; k-- {
			c := comments[k]
			if c.Start >= from {
				continue
			}
			if l.fn.Ok() && c.Start < l.fn.Start() || hasBlankLine(f.Slice(c.End, from)) {
				break
			}
			if saysWhy(f, c) {
				return true
			}
			from = c.Start
		}
	}
	return false
}

func saysWhy(f *jsparse.File, c jsparse.Comment) bool {
	text := strings.ToLower(f.Slice(c.Start, c.End))
	text = strings.ReplaceAll(text, "in order to", "")
	return slices.ContainsFunc(deliberateWords, func(w string) bool { return strings.Contains(text, w) })
}

// hasBlankLine reports whether a paragraph ends in a text: a line without
// anything, or more lines than one looks at.
func hasBlankLine(s string) bool {
	lines := strings.Split(s, "\n")
	if len(lines) > 6 {
		return true
	}
	for i, line := range lines {
		if i > 0 && i < len(lines)-1 && strings.TrimSpace(line) == "" {
			return true
		}
	}
	return false
}

// isClock: the loop takes the time of each step.
func isClock(call jsparse.Cursor) bool {
	c := call.Callee()
	if c.Kind() != jsparse.Member {
		return false
	}
	switch c.Object().GlobalName() + "." + c.Name() {
	case "performance.now", "Date.now", "console.time", "console.timeEnd", "process.hrtime", "performance.mark":
		return true
	}
	return false
}

// isLogger: logger.info(…), this.log.warn(…), debug(…).
func isLogger(call jsparse.Cursor) bool {
	c := call.Callee()
	if c.Kind() == jsparse.Member {
		if effects.ByName(c.Name()) != effects.Log {
			return false
		}
		c = c.Object()
		if c.Kind() == jsparse.Call {
			c = c.Callee()
		}
	}
	name := effects.Name(c)
	if c.Kind() == jsparse.ThisExpr {
		return true
	}
	return effects.HasWord(name, loggers)
}

var loggers = effects.WordSet("log logger logging debug console winston pino bunyan telemetry log4js trace logs reporter warn")
