package asynccallback

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/jsparse"
)

// shape is what is known of a method's receiver.
type shape uint8

const (
	unknownShape shape = iota
	array              // an array for sure
	iterable           // a Map, Set, NodeList or another collection with forEach
	foreign            // something else, which may well await its callback
)

// mayBeCollection reports whether the method is that of an array, or of another
// collection of the platform. A receiver of which nothing is known counts as
// one, unless the call's own result is awaited or chained as a promise: arrays
// give nothing to await, so it is a library's method then.
func (r *rule) mayBeCollection(n jsparse.Cursor, u use) bool {
	if n.Count(jsparse.EdgeArg) > 2 {
		return false
	}
	e := r.callee.Call(n)
	if class, _, ok := strings.Cut(e.Name, "#"); e.Func().Ok() || e.Name != "" && !(ok && collections[class]) {
		return false // the project's or a package's own method
	}
	switch s := r.shapeOf(n.Callee().Object()); s {
	case array:
		return true
	case iterable:
		return u == dropped
	case foreign:
		return false
	}
	p := n.Parent()
	if u == folded {
		return true
	}
	if p.Kind() == jsparse.Await || p.Kind() == jsparse.Member && (p.Name() == "then" || p.Name() == "catch") || p.Kind() == jsparse.Return || n.Edge() == jsparse.EdgeBody {
		return false
	}
	if u != dropped && isBoundPromise(n) {
		return false
	}
	return !hasForeignName(n.Callee().Object())
}

// collections: classes whose forEach drops what its callback returns.
// ECMAScript 2024; DOM Standard; Fetch Standard; URL Standard.
var collections = map[string]bool{
	"Array": true, "ReadonlyArray": true, "Map": true, "Set": true, "ReadonlyMap": true, "ReadonlySet": true, "NodeList": true, "NodeListOf": true,
	"DOMTokenList": true, "FormData": true, "Headers": true, "URLSearchParams": true,
}

// isBoundPromise: const p = x.find(async …); await p.
func isBoundPromise(n jsparse.Cursor) bool {
	d := n.Parent()
	id := d.Child(jsparse.EdgeTarget)
	if d.Kind() != jsparse.Declarator || id.Kind() != jsparse.Ident {
		return false
	}
	for u := range n.File().Uses(id.Sym()) {
		if p := u.Parent(); p.Kind() == jsparse.Await || p.Kind() == jsparse.Member && p.Name() == "then" {
			return true
		}
	}
	return false
}

// arrayMakers: methods whose result is an array, whatever has them.
var arrayMakers = map[string]bool{"map": true, "flatMap": true, "split": true, "slice": true, "concat": true, "splice": true, "sort": true, "reverse": true, "flat": true, "toSorted": true, "filter": true}

// shapeOf looks at how the receiver is made and annotated.
func (r *rule) shapeOf(x jsparse.Cursor) shape {
	switch x.Kind() {
	case jsparse.ArrayLit:
		return array
	case jsparse.Call:
		switch r.callee.CallName(x) {
		case "Object.keys", "Object.values", "Object.entries", "Array.from", "Array.of", "Array":
			return array
		}
		switch name := effects.Name(x.Callee()); {
		case name == "querySelectorAll":
			return iterable
		case x.Callee().Kind() == jsparse.Member && arrayMakers[name]:
			if s := r.shapeOf(x.Callee().Object()); s == array {
				return array
			}
			if name == "split" || name == "splice" {
				return array
			}
		}
	case jsparse.New:
		switch x.Callee().GlobalName() {
		case "Array":
			return array
		case "Map", "Set", "FormData", "URLSearchParams", "Headers":
			return iterable
		}
		return foreign
	case jsparse.Ident:
		return r.variable(x)
	case jsparse.Binary: // x || []
		if x.Right().Kind() == jsparse.ArrayLit {
			return array
		}
	case jsparse.Await:
		if x.Operand().Kind() == jsparse.Call && r.callee.CallName(x.Operand()) == "Promise.all" {
			return array
		}
	}
	return unknownShape
}

func (r *rule) variable(id jsparse.Cursor) shape {
	d := id.File().Decl(id.Sym())
	if !d.Ok() {
		return unknownShape
	}
	if s := annotated(d.Annotation()); s != unknownShape {
		return s
	}
	p := d.Parent()
	if p.Kind() == jsparse.Param && p.Has(jsparse.FlagRest) {
		return array
	}
	if init := p.Child(jsparse.EdgeInit); p.Kind() == jsparse.Declarator && init.Ok() && init != id && !init.Is(jsparse.Ident) {
		return r.shapeOf(init)
	}
	return unknownShape
}

func annotated(t string) shape {
	t = strings.TrimSpace(strings.TrimPrefix(t, "readonly "))
	switch {
	case t == "":
		return unknownShape
	case strings.HasSuffix(t, "[]"), strings.HasPrefix(t, "Array<"), strings.HasPrefix(t, "ReadonlyArray<"), strings.HasPrefix(t, "["):
		return array
	}
	for _, name := range []string{"Map<", "Set<", "ReadonlyMap<", "ReadonlySet<", "NodeList", "FileList", "HTMLCollection"} {
		if strings.HasPrefix(t, name) {
			return iterable
		}
	}
	return unknownShape
}

// foreignNames: words in the names of things with array-like methods that await
// their callback or take it for something else.
var foreignNames = map[string]bool{
	"stream": true, "readable": true, "cursor": true, "observable": true, "query": true, "iterator": true, "async": true, "pipeline": true,
	"locator": true, "page": true, "promise": true, "promises": true, "pool": true, "queue": true, "collection": true, "db": true, "model": true,
	"repository": true, "repo": true, "rx": true, "subject": true, "lodash": true, "each": true, "bluebird": true, "parallel": true, "table": true,
}

func hasForeignName(x jsparse.Cursor) bool {
	for ; ; x = x.Object() {
		if x.Kind() == jsparse.Call {
			x = x.Callee()
		}
		name := effects.Name(x)
		if strings.HasSuffix(name, "$") { // by convention an observable
			return true
		}
		for _, w := range effects.Words(name) {
			if foreignNames[w] {
				return true
			}
		}
		if !x.Is(jsparse.Member, jsparse.Index) {
			return false
		}
	}
}
