package execcontext

import (
	"regexp"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/jsparse"
)

// ensures is how functions are called that make a thing unless it is there.
var ensures = regexp.MustCompile(`(?i)^ensure_?.*(dir|directory|folder|exists?|installed|initiali[sz]ed|loaded)$`)

// RunsOnce reports whether a node is behind a guard that lets it run only the
// first time, or once for each of few keys:
//
//	if (!ready) { …; ready = true }
//	if (cache) return cache; …; cache = …
//	let v = cache[k]; if (!v) { …; cache[k] = v }
//	if (isInstalled()) return; …
//	cache ??= …
//	const v = cache.get(k) || …; cache.set(k, v)
//	const load = once(() => …)
//	if (isExpired(certificate)) { … }
func RunsOnce(n jsparse.Cursor) bool {
	for fn := n.Func(); fn.Ok(); fn = fn.Func() {
		if isMemoized(fn) {
			return true
		}
		if name := callers.Name(fn); name != "" {
			if ensures.MatchString(name) {
				return true
			}
			break
		}
	}
	for p := n.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		switch p.Kind() {
		case jsparse.Assign:
			if op := p.Op(); op == "??=" || op == "||=" {
				return true
			}
		case jsparse.Binary:
			if op := p.Op(); (op == "||" || op == "??") && p.Right().Contains(n) && isCached(p.Left(), n.Func()) {
				return true
			}
		case jsparse.If:
			if then := p.Child(jsparse.EdgeThen); then.Contains(n) && (isFirstTime(p.Child(jsparse.EdgeTest), then) || isExpiry(p.Child(jsparse.EdgeTest))) {
				return true
			}
		}
	}
	return isKept(n)
}

// isCached reports whether an expression is a look-up in a store that the
// function fills: cache.get(k), keep && cache[k].
func isCached(x, fn jsparse.Cursor) bool {
	for x.Kind() == jsparse.Binary && x.Op() == "&&" {
		x = x.Right()
	}
	switch {
	case x.Kind() == jsparse.Call && x.Callee().Kind() == jsparse.Member && x.Callee().Name() == "get":
		x = x.Callee().Object()
	case x.Kind() == jsparse.Index:
		x = x.Object()
	case x.Kind() != jsparse.Member && x.Kind() != jsparse.Ident:
		return false
	}
	return outlives(x) && assigns(fn.Body(), x)
}

// memoizers are functions that call their argument once, or once for each key.
var memoizers = map[string]bool{
	"once": true, "memoize": true, "memoizeOne": true, "memo": true, "pMemoize": true, "mem": true, "lazy": true, "moize": true, "onceAsync": true,
}

// isMemoized reports whether a function is kept from running again by what it is
// given to, or by a decorator.
func isMemoized(fn jsparse.Cursor) bool {
	p := fn.Parent()
	if p.Kind() == jsparse.Call && fn.Edge() == jsparse.EdgeArg {
		return memoizers[p.Callee().Name()]
	}
	for d := range p.All(jsparse.EdgeDecorator) {
		if name := strings.ToLower(strings.TrimPrefix(d.Text(), "@")); strings.HasPrefix(name, "memoize") || strings.HasPrefix(name, "once") {
			return true
		}
	}
	return false
}

// isFirstTime reports whether a condition asks for something that the branch then sets.
func isFirstTime(test, then jsparse.Cursor) bool {
	asked := absent(test)
	if !asked.Ok() {
		return false
	}
	if asked.Kind() == jsparse.Ident && !outlives(asked) {
		asked = lookedUp(asked)
	}
	return asked.Ok() && outlives(asked) && assigns(then, asked)
}

var expired = regexp.MustCompile(`(?i)(expired|outdated|obsolete)`)

// isExpiry reports whether a condition asks whether something that lives for long
// has come to its end.
func isExpiry(test jsparse.Cursor) bool {
	switch test.Kind() {
	case jsparse.Call:
		test = test.Callee()
	case jsparse.Binary:
		return test.Op() == "&&" && (isExpiry(test.Left()) || isExpiry(test.Right()))
	}
	return test.Is(jsparse.Ident, jsparse.Member) && expired.MatchString(test.Name())
}

// lookedUp returns the store that a local variable was read from: cache[k], cache.get(k).
func lookedUp(id jsparse.Cursor) jsparse.Cursor {
	init := id.File().Decl(id.Sym()).Parent().Child(jsparse.EdgeInit)
	switch {
	case init.Kind() == jsparse.Index:
		return init.Object()
	case init.Kind() == jsparse.Call && init.Callee().Kind() == jsparse.Member && init.Callee().Name() == "get":
		return init.Callee().Object()
	case init.Kind() == jsparse.Member:
		return init
	}
	return jsparse.Cursor{}
}

// absent returns x of !x, x === undefined, x == null, !x.has(k), or no node.
func absent(test jsparse.Cursor) jsparse.Cursor {
	switch test.Kind() {
	case jsparse.Unary:
		if x := test.Operand(); test.Op() == "!" {
			if x.Kind() == jsparse.Call && x.Callee().Name() == "has" {
				return x.Callee().Object()
			}
			if x.Is(jsparse.Ident, jsparse.Member, jsparse.Index) {
				return x
			}
		}
	case jsparse.Binary:
		if op := test.Op(); op == "==" || op == "===" {
			if test.Right().Is(jsparse.NullLit, jsparse.UndefinedLit, jsparse.BoolLit) {
				return test.Left()
			}
		}
		if op := test.Op(); op == "||" || op == "&&" {
			if x := absent(test.Left()); x.Ok() {
				return x
			}
			return absent(test.Right())
		}
	}
	return jsparse.Cursor{}
}

// outlives reports whether what an expression names is there at the next call:
// a variable from outside the function, or a member.
func outlives(x jsparse.Cursor) bool {
	for x.Is(jsparse.Member, jsparse.Index) {
		x = x.Object()
	}
	switch x.Kind() {
	case jsparse.ThisExpr:
		return true
	case jsparse.Ident:
		decl := x.File().Decl(x.Sym())
		return !decl.Ok() || decl.Func() != x.Func()
	}
	return false
}

// assigns reports whether a statement gives x, or an entry of it, a value.
func assigns(in, x jsparse.Cursor) bool {
	text := x.Text()
	for a := range in.Preorder(jsparse.Assign, jsparse.Call) {
		switch {
		case a.Kind() == jsparse.Assign:
			l := a.Left()
			if l.Text() == text || l.Kind() == jsparse.Index && l.Object().Text() == text {
				return true
			}
		case a.Callee().Name() == "set" && a.Callee().Kind() == jsparse.Member && a.Callee().Object().Text() == text:
			return true
		}
	}
	return false
}

// isKept reports whether the function around a node returns early with a value
// that it later keeps: if (cache) return cache; …; cache = ….
func isKept(n jsparse.Cursor) bool {
	fn := n.Func()
	if fn.Body().Kind() != jsparse.Block {
		return false
	}
	for s := range fn.Body().Children() {
		if s.Start() >= n.Start() {
			return false
		}
		if s.Kind() != jsparse.If {
			continue
		}
		then := s.Child(jsparse.EdgeThen)
		if then.Kind() == jsparse.Block {
			then = then.FirstChild()
		}
		if then.Is(jsparse.Return, jsparse.Throw) && isDone(s.Child(jsparse.EdgeTest)) {
			return true
		}
		kept := present(s.Child(jsparse.EdgeTest))
		if kept.Kind() == jsparse.Ident && !outlives(kept) {
			kept = lookedUp(kept)
		}
		if then.Kind() == jsparse.Return && kept.Ok() && outlives(kept) && assigns(fn.Body(), kept) {
			return true
		}
	}
	return false
}

var doneName = regexp.MustCompile(`^(is|was|has|already)\w*(Initiali[sz]ed|Installed|Migrated|SetUp|BeenSetUp|Bootstrapped)$`)

// isDone reports whether a condition asks, by its name, whether the program is
// set up already: if (isDbInitialized()) throw ….
func isDone(test jsparse.Cursor) bool {
	for test.Is(jsparse.Call, jsparse.Await) {
		if test.Kind() == jsparse.Await {
			test = test.Operand()
		} else {
			test = test.Callee()
		}
	}
	return test.Is(jsparse.Ident, jsparse.Member) && doneName.MatchString(test.Name())
}

// present returns x of x, x !== undefined, x.has(k), x && …, or no node.
func present(test jsparse.Cursor) jsparse.Cursor {
	switch test.Kind() {
	case jsparse.Ident, jsparse.Member:
		return test
	case jsparse.Index:
		return test.Object()
	case jsparse.Call:
		if test.Callee().Kind() == jsparse.Member && test.Callee().Name() == "has" {
			return test.Callee().Object()
		}
	case jsparse.Binary:
		switch test.Op() {
		case "!==", "!=", "&&":
			return present(test.Left())
		}
	}
	return jsparse.Cursor{}
}
