package effects

import (
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// oneAtATime: words in the names of things that work on one request at a time,
// or whose state every call moves on.
var oneAtATime = WordSet(`page browser frame locator cursor reader writer stream readable writable rl readline iterator iter
	generator gen queue lock locks mutex semaphore tx trx txn transaction conn connection session driver wizard prompt prompts prompter
	inquirer terminal term shell device serial socket ws ftp sftp imap smtp repl player limiter throttle bucket pipeline
	testbed fixture cy robot printer bus unit uow batch chunk chunks batches pages stack migration migrations migrator
	interceptor interceptors middleware middlewares hook hooks step steps stage stages job jobs task tasks command commands
	parser lexer tokenizer decoder deferred waiter barrier promise promises pending inflight archive zip em manager queryrunner runner tool tools agent llm model chat`)

// WordSet makes a set of the words of s.
func WordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// HasWord reports whether a name, or a word of it, is in the set.
func HasWord(name string, set map[string]bool) bool {
	return set[strings.ToLower(name)] || slices.ContainsFunc(Words(name), func(w string) bool { return set[w] })
}

// isCalled reports whether a name, or its last word, is in the set: a statusPage
// is a page, a pageService is not.
func isCalled(name string, set map[string]bool) bool {
	words := Words(name)
	return set[strings.ToLower(name)] || len(words) > 0 && set[words[len(words)-1]]
}

// OneAtATime reports whether a call goes through, or is given, something that
// serves one call at a time: page.click(), client.query() of one connection,
// Model.find({transaction}).
func OneAtATime(call jsparse.Cursor) bool {
	for x := call.Callee(); ; {
		switch x.Kind() {
		case jsparse.Member:
			if x != call.Callee() && isCalled(x.Name(), oneAtATime) {
				return true
			}
			x = x.Object()
			continue
		case jsparse.Index:
			x = x.Object()
			continue
		case jsparse.Call:
			if isCalled(Name(x.Callee()), oneAtATime) {
				return true
			}
			x = x.Callee()
			continue
		case jsparse.Await:
			x = x.Operand()
			continue
		case jsparse.Ident:
			if x != call.Callee() && (isCalled(x.Name(), oneAtATime) || isBorrowed(x)) {
				return true
			}
		case jsparse.ThisExpr:
			if class := callee.EnclosingClass(x); class.Ok() && isCalled(class.Name(), exclusiveClass) {
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

// exclusiveClass: words that end the names of classes whose instances stand for
// one connection, position or person. Looser words, such as manager, tell of a
// variable what they do not tell of a class.
var exclusiveClass = WordSet(`connection conn session transaction cursor reader writer stream page parser lexer tokenizer decoder
	device socket terminal shell queryrunner runner`)

// isExclusiveArg: f(tx), f({transaction}), f({session: s}).
func isExclusiveArg(a jsparse.Cursor) bool {
	switch a.Kind() {
	case jsparse.Ident:
		return isCalled(a.Name(), ExclusiveArgs) || isBorrowed(a)
	case jsparse.Member:
		return isCalled(a.Name(), ExclusiveArgs)
	case jsparse.ObjectLit:
		for p := range a.All(jsparse.EdgeItem) {
			if p.Kind() == jsparse.Property && (isCalled(p.Name(), ExclusiveArgs) || isExclusiveArg(p.Child(jsparse.EdgeValue))) {
				return true
			}
		}
	}
	return false
}

// ExclusiveArgs: words in the names of arguments that stand for one connection,
// page or lock.
var ExclusiveArgs = WordSet("tx trx txn transaction transacting conn connection session page browser cursor reader stream queryrunner uow t lock em")

// borrowing: verbs of calls that give one connection, page or cursor.
var borrowing = WordSet("connect acquire begin launch transaction checkout reserve newpage newcontext getconnection getclient startsession opencursor getreader getwriter open")

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
	return init.Kind() == jsparse.Call && (borrowing[strings.ToLower(Name(init.Callee()))] || HasWord(Name(init.Callee()), borrowing) && d.Parent().Child(jsparse.EdgeInit).Kind() == jsparse.Await)
}

// Used reports whether the value of an expression goes anywhere.
func Used(x jsparse.Cursor) bool {
	switch p := x.Parent(); p.Kind() {
	case jsparse.ExprStmt:
		return false
	case jsparse.Unary:
		return p.Op() != "void" || Used(p)
	case jsparse.Sequence, jsparse.Await:
		return Used(p)
	case jsparse.Conditional:
		return x.Edge() == jsparse.EdgeTest || Used(p)
	case jsparse.Binary:
		if op := p.Op(); (op == "&&" || op == "||" || op == "??") && x.Edge() == jsparse.EdgeRight {
			return Used(p)
		}
	}
	return true
}
