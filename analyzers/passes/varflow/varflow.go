// Package varflow says which variables a piece of code writes and reads, and
// what can run after a point of a function.
//
// # Model
//
// A variable is a symbol, or "this". A write goes to the variable itself, to
// something that it reaches (a.b = 1, a[k] = 1), or through a method that is
// known to change its receiver (a.push(1)). Functions inside the code count as
// if they ran. Aliases are not followed: two variables that hold one object are
// two variables.
package varflow

import "github.com/asynclint/asynclint/jsparse"

// Kind is how something is written.
type Kind uint8

// The kinds.
const (
	Set    Kind = iota // a = x, also in a pattern
	Update             // a += x, a++
	Member             // a.b = x, a[k] = x, delete a.b, a.b++
	Append             // a.push(x): the order of calls shows
	Keyed              // a.set(k, x), a.add(x): the order of calls shows only where keys are equal
	Mutate             // a.splice(…), a.sort(): anything
)

// Write is one write.
type Write struct {
	Kind   Kind
	Root   jsparse.Cursor // the Ident or ThisExpr that the written thing begins with; another expression if neither
	Target jsparse.Cursor // what is written: a, a.b, the a of a.push(x)
	Node   jsparse.Cursor // the Assign, Update, Call or Unary
}

// methods that change their receiver: ECMAScript 2024, Array, Map, Set, URLSearchParams, Headers, FormData.
var methods = map[string]Kind{
	"push": Append, "unshift": Append, "append": Append,
	"set": Keyed, "add": Keyed, "delete": Keyed,
	"splice": Mutate, "pop": Mutate, "shift": Mutate, "sort": Mutate, "reverse": Mutate, "fill": Mutate, "copyWithin": Mutate, "clear": Mutate,
}

// Writes returns what the code at a node writes, in source order, declarations
// with values not included.
func Writes(region jsparse.Cursor) (list []Write) {
	for n := range region.Preorder(jsparse.Assign, jsparse.Update, jsparse.Call, jsparse.Unary, jsparse.ForOf, jsparse.ForIn) {
		switch n.Kind() {
		case jsparse.Assign:
			list = assigned(list, n, n.Left(), n.Op() != "=")
		case jsparse.Update:
			list = assigned(list, n, n.Operand(), true)
		case jsparse.Unary:
			if t := n.Operand(); n.Op() == "delete" && t.Is(jsparse.Member, jsparse.Index) {
				list = append(list, Write{Member, Root(t), t, n})
			}
		case jsparse.ForOf, jsparse.ForIn:
			if l := n.Left(); l.Kind().IsExpr() {
				list = assigned(list, n, l, false)
			}
		case jsparse.Call:
			if k, ok := methods[n.Callee().Name()]; ok && n.Callee().Kind() == jsparse.Member {
				t := n.Callee().Object()
				list = append(list, Write{k, Root(t), t, n})
			}
		}
	}
	return list
}

// assigned adds the writes of an assignment's left side, patterns included.
func assigned(list []Write, node, target jsparse.Cursor, update bool) []Write {
	switch target.Kind() {
	case jsparse.Ident:
		k := Set
		if update {
			k = Update
		}
		return append(list, Write{k, target, target, node})
	case jsparse.Member, jsparse.Index:
		return append(list, Write{Member, Root(target), target, node})
	case jsparse.ArrayLit, jsparse.ObjectLit, jsparse.ArrayPattern, jsparse.ObjectPattern:
		for it := range target.Children() {
			list = assigned(list, node, it, false)
		}
	case jsparse.Property, jsparse.PatternElem:
		for _, e := range []jsparse.Edge{jsparse.EdgeValue, jsparse.EdgeTarget} {
			if v := target.Child(e); v.Ok() {
				list = assigned(list, node, v, false)
			}
		}
	case jsparse.Spread:
		return assigned(list, node, target.Operand(), false)
	case jsparse.Assign: // a default in a pattern
		return assigned(list, node, target.Left(), false)
	}
	return list
}

// Root returns what a chain of members and indexes begins with: a of a.b[c].
func Root(x jsparse.Cursor) jsparse.Cursor {
	for x.Is(jsparse.Member, jsparse.Index) {
		x = x.Object()
	}
	return x
}

// Own yields the nodes below region that run as part of it, of the kinds given
// or of any: functions and classes inside are left out, but yielded themselves.
func Own(region jsparse.Cursor, kinds ...jsparse.Kind) func(yield func(jsparse.Cursor) bool) {
	return func(yield func(jsparse.Cursor) bool) {
		stopped := false
		region.Inspect(nil, func(c jsparse.Cursor) bool {
			if stopped {
				return false
			}
			if (len(kinds) == 0 || c.Is(kinds...)) && !yield(c) {
				stopped = true
				return false
			}
			return c == region || !c.Kind().IsFunc() && !c.Kind().IsClass()
		})
	}
}

// Declares reports whether a node lies around the declaration of a variable.
func Declares(region jsparse.Cursor, id jsparse.Cursor) bool {
	if id.Kind() != jsparse.Ident {
		return false
	}
	d := id.File().Decl(id.Sym())
	return d.Ok() && region.Contains(d)
}

// Mentions reports whether a variable occurs in the code.
func Mentions(region jsparse.Cursor, sym jsparse.Sym) bool {
	if !region.Ok() {
		return false
	}
	for u := range region.File().Uses(sym) {
		if region.Contains(u) {
			return true
		}
	}
	return false
}

// Bound returns the Idents that a pattern or declaration binds.
func Bound(pattern jsparse.Cursor) (list []jsparse.Cursor) {
	for id := range pattern.Preorder(jsparse.Ident) {
		if id.IsDecl() {
			list = append(list, id)
		}
	}
	return list
}
