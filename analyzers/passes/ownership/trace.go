package ownership

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// maxValues bounds how many places of one value are looked at; beyond it the
// value counts as out of sight.
const maxValues = 2000

// holder is a variable or field that has the value.
type holder struct {
	file  *jsparse.File
	sym   jsparse.Sym    // of a variable
	decl  jsparse.Cursor // its declaration
	name  string         // of a field
	class jsparse.Cursor // the field's class or object literal; no node if unknown
	once  bool           // a static field
	at    jsparse.Cursor // where the value came in
	many  bool           // as an item of a collection
}

// isParameter reports whether the holder is a function's parameter.
func (h *holder) isParameter() bool {
	return h.decl.Kind() == jsparse.Ident && h.decl.Parent().Kind() == jsparse.Param
}

type symKey struct {
	file *jsparse.File
	sym  jsparse.Sym
}

type fieldKey struct {
	file  *jsparse.File
	name  string
	class jsparse.Cursor
}

// tracer follows one value.
type tracer struct {
	o      *Oracle
	thread workers.Thread
	seen   map[jsparse.Cursor]bool // expressions that have the value
	read   map[jsparse.Cursor]bool // members of it
	syms   map[symKey]bool
	fields map[fieldKey]bool
	frames map[jsparse.Cursor]jsparse.Cursor // function -> call through which the value went in

	releases, escapes, members, wrapped, awaited []jsparse.Cursor
	returns                                      []jsparse.Cursor // functions that return it
	holders                                      []holder
	posted                                       bool // somebody sends it messages
	foreign                                      int  // above 0 while in files that were found by a field's name
}

func (o *Oracle) trace(t workers.Thread, value jsparse.Cursor) *tracer {
	tr := &tracer{o: o, thread: t, seen: map[jsparse.Cursor]bool{}, read: map[jsparse.Cursor]bool{}, syms: map[symKey]bool{}, fields: map[fieldKey]bool{}, frames: map[jsparse.Cursor]jsparse.Cursor{}}
	tr.value(value)
	return tr
}

func (tr *tracer) release(at jsparse.Cursor) { tr.releases = append(tr.releases, at) }

func (tr *tracer) escape(at jsparse.Cursor) {
	if tr.foreign == 0 {
		tr.escapes = append(tr.escapes, at)
	}
}

// value looks at where an expression that has the value goes.
func (tr *tracer) value(n jsparse.Cursor) {
	if tr.seen[n] {
		return
	}
	tr.seen[n] = true
	if len(tr.seen) > maxValues {
		tr.escape(n)
		return
	}
	p := n.Parent()
	switch p.Kind() {
	case jsparse.Await, jsparse.Sequence:
		tr.value(p)
	case jsparse.Conditional:
		if n.Edge() != jsparse.EdgeTest {
			tr.value(p)
		}
	case jsparse.Binary:
		switch p.Op() {
		case "||", "??", "&&":
			tr.value(p)
		}
	case jsparse.Assign:
		if n.Edge() == jsparse.EdgeRight {
			tr.store(p.Left(), n)
			tr.value(p)
		}
	case jsparse.Declarator:
		if p.Parent().Op() == "using" || p.Parent().Op() == "await using" {
			tr.release(p)
		}
		tr.bind(p.Child(jsparse.EdgeTarget), n)
	case jsparse.Param, jsparse.PatternElem:
		tr.bind(p.Child(jsparse.EdgeTarget), n)
	case jsparse.Return:
		tr.returned(p.Func())
	case jsparse.Arrow:
		if n.Edge() == jsparse.EdgeBody {
			tr.returned(p)
		}
	case jsparse.Member:
		if n.Edge() == jsparse.EdgeObject {
			tr.member(p)
		}
	case jsparse.Index:
		if n.Edge() == jsparse.EdgeObject {
			tr.index(p)
		}
	case jsparse.Call, jsparse.New:
		if n.Edge() == jsparse.EdgeArg {
			tr.argument(p, n)
		} else if n.Edge() == jsparse.EdgeCallee {
			tr.value(p) // the value of a getter function, such as a signal's
		}
	case jsparse.Spread, jsparse.ArrayLit, jsparse.ObjectLit:
		if !isDependencies(p) {
			tr.value(p)
		}
	case jsparse.Property:
		if p.Parent().Kind() == jsparse.JSXElement {
			tr.escape(n)
			return
		}
		if name := p.Name(); name != "" {
			tr.field(holder{file: n.File(), name: name, class: p.Parent(), at: n}, false)
		}
		tr.value(p.Parent())
	case jsparse.ForOf:
		if n.Edge() == jsparse.EdgeRight {
			tr.store(p.Left(), n)
		}
	case jsparse.Field:
		tr.field(holder{file: n.File(), name: p.Name(), class: p.Parent(), once: p.Has(jsparse.FlagStatic), at: n}, true)
	case jsparse.ExportDefault, jsparse.ExportAssign:
		tr.holders = append(tr.holders, holder{file: n.File(), sym: jsparse.NoSym, decl: p, at: n})
	case jsparse.Throw, jsparse.Yield, jsparse.JSXElement, jsparse.Decorator:
		tr.escape(n)
	}
}

// isDependencies matches the array in useEffect(f, [worker]).
func isDependencies(n jsparse.Cursor) bool {
	if n.Kind() != jsparse.ArrayLit || n.Edge() != jsparse.EdgeArg {
		return false
	}
	call := n.Parent()
	return call.Kind() == jsparse.Call && call.Arg(0) != n && (call.Arg(0).Kind().IsFunc() || isHookName(calledName(call)))
}

// calledName returns f of f(x) and of a.f(x).
func calledName(call jsparse.Cursor) string {
	if c := call.Callee(); c.Is(jsparse.Ident, jsparse.Member) {
		return c.Name()
	}
	return ""
}

func isHookName(name string) bool {
	return len(name) > 3 && name[:3] == "use" && name[3] >= 'A' && name[3] <= 'Z'
}

// bind gives the value to the names of a pattern.
func (tr *tracer) bind(pattern, at jsparse.Cursor) {
	switch pattern.Kind() {
	case jsparse.Ident:
		tr.variable(pattern.File(), pattern.Sym(), at)
	case jsparse.ObjectPattern, jsparse.ArrayPattern:
		for e := range pattern.Preorder(jsparse.PatternElem) {
			if isEnd(e.Name()) {
				tr.release(e)
			} else if t := e.Child(jsparse.EdgeTarget); t.Kind() == jsparse.Ident && !dull[e.Name()] {
				tr.variable(t.File(), t.Sym(), at)
			}
		}
	}
}

// store gives the value to what an assignment writes.
func (tr *tracer) store(target, at jsparse.Cursor) {
	switch target.Kind() {
	case jsparse.Ident:
		tr.variable(target.File(), target.Sym(), at)
	case jsparse.VarDecl:
		for d := range target.All(jsparse.EdgeDecl) {
			tr.bind(d.Child(jsparse.EdgeTarget), at)
		}
	case jsparse.ObjectPattern, jsparse.ArrayPattern:
		tr.bind(target, at)
	case jsparse.Member, jsparse.Index:
		tr.storeMember(target, at)
	default:
		tr.escape(at)
	}
}

// storeMember gives the value to o.f, this.f, ref.current, list[i].
func (tr *tracer) storeMember(target, at jsparse.Cursor) {
	obj := target.Object()
	if target.Kind() == jsparse.Index {
		tr.item(obj, at)
		return
	}
	name := target.Name()
	if name == "exports" && obj.IsGlobal("module") {
		tr.holders = append(tr.holders, holder{file: at.File(), sym: jsparse.NoSym, decl: target, at: at})
		return
	}
	switch obj.Kind() {
	case jsparse.ThisExpr:
		if in, ok := thisOwner(obj); ok {
			tr.field(holder{file: obj.File(), name: name, class: in.node, once: in.static, at: at}, true)
			return
		}
		tr.field(holder{file: obj.File(), name: name, at: at}, true)
	case jsparse.Ident:
		if g := obj.GlobalName(); g != "" {
			// window.w = …, globalThis.w = …: as long as the page.
			tr.holders = append(tr.holders, holder{file: at.File(), sym: obj.Sym(), decl: obj, at: at, once: true})
			return
		}
		if cls := tr.o.callee.Expr(obj).Class(); cls.Ok() && !tr.o.callee.Expr(obj).Instance {
			tr.field(holder{file: obj.File(), name: name, class: cls, once: true, at: at}, true)
			return
		}
		tr.into(obj, at)
		if name != "current" && name != "value" {
			tr.field(holder{file: obj.File(), name: name, at: at}, false)
		}
	default:
		tr.into(obj, at)
		tr.field(holder{file: obj.File(), name: name, at: at}, false)
	}
}

// into gives the value to the object or collection that an expression is.
func (tr *tracer) into(obj, at jsparse.Cursor) {
	switch obj.Kind() {
	case jsparse.Ident:
		if obj.GlobalName() != "" {
			tr.escape(at)
			return
		}
		sym := obj.File().Symbol(obj.Sym())
		if sym.Kind == jsparse.SymImport {
			tr.escape(at)
			return
		}
		tr.variable(obj.File(), obj.Sym(), at)
	case jsparse.Member:
		tr.storeMember(obj, at)
	case jsparse.Index:
		tr.into(obj.Object(), at)
	case jsparse.Call:
		// map.get(k).push(w)
		if c := obj.Callee(); c.Kind() == jsparse.Member {
			tr.into(c.Object(), at)
			return
		}
		tr.escape(at)
	default:
		tr.escape(at)
	}
}

// variable gives the value to a variable, and follows its uses.
func (tr *tracer) variable(f *jsparse.File, sym jsparse.Sym, at jsparse.Cursor) {
	if sym == jsparse.NoSym || tr.syms[symKey{f, sym}] {
		return
	}
	tr.syms[symKey{f, sym}] = true
	decl := f.Decl(sym)
	if !decl.Ok() {
		tr.escape(at)
		return
	}
	if tr.foreign == 0 {
		tr.holders = append(tr.holders, holder{file: f, sym: sym, decl: decl, at: at})
	}
	for u := range f.Uses(sym) {
		if u.IsDecl() || callee.IsWrite(u) {
			continue
		}
		tr.value(u)
	}
}

// owner is the object that `this` means.
type owner struct {
	node   jsparse.Cursor // class, constructor function, or object literal with methods
	static bool
}

// thisOwner returns the class or the object literal whose method a `this`
// stands in.
func thisOwner(this jsparse.Cursor) (owner, bool) {
	if class := callee.EnclosingClass(this); class.Ok() {
		for p := this; p.Ok() && p != class; p = p.Parent() {
			if p.Is(jsparse.Method, jsparse.Field, jsparse.StaticBlock) && p.Parent() == class {
				return owner{class, p.Has(jsparse.FlagStatic) || p.Kind() == jsparse.StaticBlock}, true
			}
		}
		return owner{class, false}, true
	}
	for p := this.Parent(); p.Ok(); p = p.Parent() {
		switch p.Kind() {
		case jsparse.FuncDecl:
			return owner{node: p}, isConstructorFunc(p)
		case jsparse.FuncExpr:
			m := p.Parent()
			if m.Kind() == jsparse.Declarator && isConstructorFunc(p) {
				return owner{node: p}, true
			}
			if ctor := prototypeOf(p); ctor.Ok() {
				return owner{node: ctor}, true
			}
			if m.Kind() == jsparse.Field { // run = function () { … this … }
				return owner{m.Parent(), m.Has(jsparse.FlagStatic)}, true
			}
			if m.Is(jsparse.Method, jsparse.Property) && m.Parent().Kind() == jsparse.ObjectLit {
				obj := m.Parent()
				// methods: { start() {…} } of a component's options
				if up := obj.Parent(); up.Kind() == jsparse.Property && up.Parent().Kind() == jsparse.ObjectLit {
					obj = up.Parent()
				}
				return owner{node: obj}, true
			}
			return owner{}, false
		}
	}
	return owner{}, false
}

// isConstructorFunc matches a function that the file uses as a class:
//
//	function Engine() { this.worker = … }
//	Engine.prototype.send = function () { … }
func isConstructorFunc(fn jsparse.Cursor) bool {
	name := fn.Name()
	if name == "" {
		name = fn.Parent().Name()
	}
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && strings.Contains(fn.File().Text, name+".prototype")
}

// prototypeOf returns the constructor function that a function is a method of,
// by Engine.prototype.send = fn or Engine.prototype = { send: fn }.
func prototypeOf(fn jsparse.Cursor) jsparse.Cursor {
	at := fn
	if m := fn.Parent(); m.Is(jsparse.Property, jsparse.Method) && m.Parent().Kind() == jsparse.ObjectLit {
		at = m.Parent()
	}
	set := at.Parent()
	if set.Kind() != jsparse.Assign || at.Edge() != jsparse.EdgeRight {
		return jsparse.Cursor{}
	}
	left := set.Left()
	if at == fn && left.Kind() == jsparse.Member {
		left = left.Object()
	}
	if left.Kind() != jsparse.Member || left.Name() != "prototype" || left.Object().Kind() != jsparse.Ident {
		return jsparse.Cursor{}
	}
	d := left.File().Decl(left.Object().Sym())
	for _, ctor := range []jsparse.Cursor{d, d.Parent(), d.Parent().Child(jsparse.EdgeInit)} {
		if ctor.Is(jsparse.FuncDecl, jsparse.FuncExpr) && isConstructorFunc(ctor) {
			return ctor
		}
	}
	return jsparse.Cursor{}
}
