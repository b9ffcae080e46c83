package awaitinloop

import (
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/jsparse"
)

// oneAtATime: words in the names of things that work on one request at a time,
// or whose state every call moves on.
var oneAtATime = wordSet(`page browser frame locator cursor reader writer stream readable writable rl readline iterator iter
	generator gen queue lock mutex semaphore tx trx txn transaction conn connection session driver wizard prompt prompts prompter
	inquirer terminal term shell device serial socket ws ftp sftp imap smtp repl player limiter throttle bucket pipeline
	testbed fixture cy robot printer bus unit uow batch chunk chunks batches pages stack db2 migration migrations migrator
	interceptor interceptors middleware middlewares hook hooks step steps stage stages job jobs task tasks command commands
	parser lexer tokenizer decoder deferred waiter barrier em manager queryrunner runner tool tools agent llm model chat`)

// deliberateWords in a comment say that the author wants the order.
var deliberateWords = []string{"sequential", "serial", "one by one", "one at a time", "in order", "one after", "rate limit", "rate-limit", "ratelimit",
	"throttl", "overload", "overwhelm", "concurren", "parallel", "no-await-in-loop", "memory", "race condition", "order matters", "too many", "avoid hitting", "deadlock"}

// exclusive: words in the names of calls whose callback holds a lock or a
// connection.
var exclusive = wordSet("transaction transactional atomic lock locked exclusive mutex serialize synchronized critical tx txn trx batch")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func hasWord(name string, set map[string]bool) bool {
	return slices.ContainsFunc(effects.Words(name), func(w string) bool { return set[w] })
}

// isOneAtATime reports whether a call goes through, or is given, something that
// serves one call at a time: page.click(), client.query() of one connection,
// Model.find({transaction}).
func isOneAtATime(call jsparse.Cursor) bool {
	for x := call.Callee(); ; {
		switch x.Kind() {
		case jsparse.Member:
			if x != call.Callee() && hasWord(x.Name(), oneAtATime) {
				return true
			}
			x = x.Object()
			continue
		case jsparse.Index:
			x = x.Object()
			continue
		case jsparse.Call:
			if hasWord(effects.Name(x.Callee()), oneAtATime) {
				return true
			}
			x = x.Callee()
			continue
		case jsparse.Await:
			x = x.Operand()
			continue
		case jsparse.Ident:
			if x != call.Callee() && (hasWord(x.Name(), oneAtATime) || isBorrowed(x)) {
				return true
			}
		}
		break
	}
	for a := range call.All(jsparse.EdgeArg) {
		if isExclusiveArg(a) {
			return true
		}
	}
	return false
}

// isExclusiveArg: f(tx), f({transaction}), f({session: s}).
func isExclusiveArg(a jsparse.Cursor) bool {
	switch a.Kind() {
	case jsparse.Ident:
		return hasWord(a.Name(), exclusiveArgs) || isBorrowed(a)
	case jsparse.Member:
		return hasWord(a.Name(), exclusiveArgs)
	case jsparse.ObjectLit:
		for p := range a.All(jsparse.EdgeItem) {
			if p.Kind() == jsparse.Property && (hasWord(p.Name(), exclusiveArgs) || isExclusiveArg(p.Child(jsparse.EdgeValue))) {
				return true
			}
		}
	}
	return false
}

var exclusiveArgs = wordSet("tx trx txn transaction transacting conn connection session page browser cursor reader stream queryrunner uow t lock client2 em")

// borrowing: verbs of calls that give one connection, page or cursor.
var borrowing = wordSet("connect acquire begin launch transaction checkout reserve newpage newcontext getconnection getclient startsession opencursor getreader getwriter open")

// isBorrowed: const client = await pool.connect().
func isBorrowed(id jsparse.Cursor) bool {
	d := id.File().Decl(id.Sym())
	if !d.Ok() || d.Parent().Kind() != jsparse.Declarator {
		return false
	}
	init := d.Parent().Child(jsparse.EdgeInit)
	if init.Kind() == jsparse.Await {
		init = init.Operand()
	}
	return init.Kind() == jsparse.Call && (borrowing[strings.ToLower(effects.Name(init.Callee()))] || hasWord(effects.Name(init.Callee()), borrowing) && d.Parent().Child(jsparse.EdgeInit).Kind() == jsparse.Await)
}

// isDeliberate reports whether the text says that the order is wanted: a comment
// at the loop, a lock or transaction around it, a batch or page as its item.
func (l *loop) isDeliberate() bool {
	for _, v := range l.vars {
		if hasWord(v.Name(), batchWords) {
			return true
		}
	}
	return l.isExclusive() || l.hasComment()
}

var batchWords = wordSet("batch chunk page slice migration interceptor middleware hook step stage command plugin attempt retry tries seed")

// isExclusive: db.transaction(async (tx) => { for … }).
func (l *loop) isExclusive() bool {
	for p := l.node.Parent(); p.Ok(); p = p.Parent() {
		if !p.Kind().IsFunc() {
			continue
		}
		for param := range p.All(jsparse.EdgeParam) {
			if hasWord(param.Name(), exclusiveArgs) && param.Name() != "t" {
				return true
			}
		}
		if c := p.Parent(); c.Kind() == jsparse.Call && p.Edge() == jsparse.EdgeArg && hasWord(effects.Name(c.Callee()), exclusive) {
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
	return hasWord(name, loggers)
}

var loggers = wordSet("log logger logging debug console winston pino bunyan telemetry log4js trace logs reporter warn")
