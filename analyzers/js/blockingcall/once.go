package blockingcall

import (
	"regexp"

	"github.com/asynclint/asynclint/jsparse"
)

// ensures is how functions are called that make a thing unless it is there.
var ensures = regexp.MustCompile(`(?i)^ensure_?.*(dir|directory|folder|exists?|installed|initiali[sz]ed|loaded)$`)

// runsOnce reports whether a call is behind a guard that lets it run only the
// first time:
//
//	if (!ready) { …; ready = true }
//	if (cache) return cache; …; cache = …
//	cache ??= …
func runsOnce(call jsparse.Cursor) bool {
	if ensures.MatchString(callerName(call)) {
		return true
	}
	for p := call.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		switch p.Kind() {
		case jsparse.Assign:
			if op := p.Op(); op == "??=" || op == "||=" {
				return true
			}
		case jsparse.If:
			if then := p.Child(jsparse.EdgeThen); then.Contains(call) && isFirstTime(p.Child(jsparse.EdgeTest), then) {
				return true
			}
		}
	}
	return isKept(call)
}

// isFirstTime reports whether a condition asks for something that the branch then sets.
func isFirstTime(test, then jsparse.Cursor) bool {
	asked := absent(test)
	return asked.Ok() && outlives(asked) && assigns(then, asked)
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

// isKept reports whether the function around a call returns early with a value
// that it later keeps: if (cache) return cache; …; cache = ….
func isKept(call jsparse.Cursor) bool {
	fn := call.Func()
	if fn.Body().Kind() != jsparse.Block {
		return false
	}
	for s := range fn.Body().Children() {
		if s.Start() >= call.Start() {
			return false
		}
		if s.Kind() != jsparse.If {
			continue
		}
		then := s.Child(jsparse.EdgeThen)
		if then.Kind() == jsparse.Block {
			then = then.FirstChild()
		}
		test := s.Child(jsparse.EdgeTest)
		if op := test.Op(); test.Kind() == jsparse.Binary && (op == "!==" || op == "!=") {
			test = test.Left()
		}
		if then.Kind() == jsparse.Return && test.Is(jsparse.Ident, jsparse.Member) && outlives(test) && assigns(fn.Body(), test) {
			return true
		}
	}
	return false
}
