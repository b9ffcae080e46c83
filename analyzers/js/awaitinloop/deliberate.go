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
	return l.isExclusive() || l.hasComment()
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

// hasComment looks at comments in the loop and on the lines just above it.
func (l *loop) hasComment() bool {
	f := l.node.File()
	from := l.node.Start()
	comments := f.Comments()
	// Comments that end where the loop, or a comment of the same run, begins.
	i, _ := slices.BinarySearchFunc(comments, from, func(c jsparse.Comment, at int) int { return c.Start - at })
	for k := i - 1; k >= 0 && strings.TrimSpace(f.Slice(comments[k].End, from)) == ""; k-- {
		from = comments[k].Start
		i = k
	}
	for ; i < len(comments) && comments[i].Start < l.node.End(); i++ {
		text := strings.ToLower(f.Slice(comments[i].Start, comments[i].End))
		if slices.ContainsFunc(deliberateWords, func(w string) bool { return strings.Contains(text, w) }) {
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
