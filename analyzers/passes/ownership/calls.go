package ownership

import (
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// argument looks at f(…, v, …) and new F(…, v, …).
func (tr *tracer) argument(call, arg jsparse.Cursor) {
	c := call.Callee()
	name := calledName(call)
	if c.Kind() == jsparse.SuperExpr {
		tr.escape(arg)
		return
	}
	e := tr.o.callee.Call(call)
	if fn := e.Func(); fn.Ok() && call.Kind() == jsparse.Call {
		tr.enter(fn, call, arg)
		return
	}
	if cls := e.Class(); cls.Ok() && call.Kind() == jsparse.New && !e.Instance {
		tr.construct(cls, call, arg)
		return
	}
	qualified := e.Name
	switch {
	case qualified == "node:events.once" || qualified == "events.once":
		if ev, _ := call.Arg(1).IsString(); ev == "exit" {
			tr.release(call)
		}
		tr.awaited = append(tr.awaited, call)
	case isEnd(name):
		tr.release(call)
	case neutral[qualified] || strings.HasPrefix(qualified, "console.") || strings.HasPrefix(qualified, "node:assert"):
	case isWrapper(qualified) || isComlink(c):
		if !strings.HasPrefix(qualified, "Promise.") {
			tr.wrapped = append(tr.wrapped, call)
		}
		if into := call.Arg(0); qualified == "Object.assign" && into != arg && into.Kind() != jsparse.ObjectLit {
			tr.into(into, arg)
		}
		tr.value(call)
	case c.Kind() == jsparse.Member && comparing[name]:
	case c.Kind() == jsparse.Member && (name == "call" || name == "apply") && isEnd(c.Object().Name()): // Worker.prototype.terminate.call(w)
		tr.release(call)
	case c.Kind() == jsparse.Member && storing[name]:
		tr.item(c.Object(), arg)
	case tr.settles(call, arg):
	case tr.setsState(call, arg):
	case isHookName(name) && !c.Object().Ok() && call.Arg(0) == arg && (name == "useRef" || name == "useState"):
		tr.value(call)
	default:
		tr.escape(call)
	}
}

// item gives the value to a collection.
func (tr *tracer) item(collection, at jsparse.Cursor) {
	n := len(tr.holders)
	tr.into(collection, at)
	for i := n; i < len(tr.holders); i++ {
		tr.holders[i].many = true
	}
}

// enter gives the value to a parameter of a function of the project.
func (tr *tracer) enter(fn, call, arg jsparse.Cursor) {
	if isEnd(calledName(call)) {
		tr.release(call)
		return
	}
	k := 0
	for a := range call.All(jsparse.EdgeArg) {
		if a == arg {
			break
		}
		k++
	}
	tr.frame(fn, call)
	i := 0
	for p := range fn.All(jsparse.EdgeParam) {
		if i == k || i < k && p.Has(jsparse.FlagRest) {
			tr.bind(p.Child(jsparse.EdgeTarget), arg)
			return
		}
		i++
	}
	for u := range fn.Preorder(jsparse.Ident) {
		if u.File().Symbol(u.Sym()).Kind == jsparse.SymArguments {
			tr.escape(call)
			return
		}
	}
}

// construct gives the value to a parameter of a constructor; the instance then
// holds it.
func (tr *tracer) construct(class, call, arg jsparse.Cursor) {
	for range 8 {
		if ctor := constructor(class); ctor.Ok() {
			tr.enter(ctor, call, arg)
			break
		}
		super := class.Child(jsparse.EdgeExtends)
		if !super.Ok() {
			return
		}
		if class = tr.o.callee.Expr(super).Class(); !class.Ok() {
			tr.escape(call)
			return
		}
	}
	tr.value(call)
}

func constructor(class jsparse.Cursor) jsparse.Cursor {
	for m := range class.All(jsparse.EdgeMember) {
		if m.Kind() == jsparse.Method && m.Name() == "constructor" && !m.Has(jsparse.FlagStatic) {
			return m.FuncValue()
		}
	}
	return jsparse.Cursor{}
}

// settles matches resolve(v) in new Promise((resolve, reject) => …): the
// promise then holds the value.
func (tr *tracer) settles(call, arg jsparse.Cursor) bool {
	c := call.Callee()
	if c.Kind() != jsparse.Ident {
		return false
	}
	d := c.File().Decl(c.Sym())
	if !d.Ok() || d.Parent().Kind() != jsparse.Param {
		return false
	}
	fn := d.Parent().Parent()
	p := fn.Parent()
	if p.Kind() != jsparse.New || fn.Edge() != jsparse.EdgeArg || p.Callee().GlobalName() != "Promise" {
		return false
	}
	tr.value(p)
	return true
}

// setsState matches setWorker(v) of const [worker, setWorker] = useState().
func (tr *tracer) setsState(call, arg jsparse.Cursor) bool {
	c := call.Callee()
	if c.Kind() != jsparse.Ident {
		return false
	}
	d := c.File().Decl(c.Sym())
	if !d.Ok() {
		return false
	}
	elem := d.Parent()
	if elem.Kind() != jsparse.PatternElem || elem.Parent().Kind() != jsparse.ArrayPattern || elem.Parent().ChildAt(jsparse.EdgeItem, 1) != elem {
		return false
	}
	owner := elem.Parent().Parent()
	if owner.Kind() != jsparse.Declarator {
		return false
	}
	made := calledName(owner.Child(jsparse.EdgeInit))
	if made != "useState" && made != "createSignal" && made != "useReducer" {
		return false
	}
	if state := elem.Parent().ChildAt(jsparse.EdgeItem, 0).Child(jsparse.EdgeTarget); state.Kind() == jsparse.Ident {
		tr.variable(state.File(), state.Sym(), arg)
	}
	return true
}

// returned looks at a function that returns the value.
func (tr *tracer) returned(fn jsparse.Cursor) {
	if !fn.Ok() {
		return
	}
	if call, ok := tr.frames[fn]; ok {
		tr.value(call)
		return
	}
	p := fn.Parent()
	switch {
	case p.Kind() == jsparse.Call && fn.Edge() == jsparse.EdgeCallee:
		tr.value(p)
	case p.Kind() == jsparse.Call && fn.Edge() == jsparse.EdgeArg:
		name := calledName(p)
		switch {
		case lazy[name]:
			tr.value(p)
		case cleanups[name], name == "forEach", name == "setTimeout", name == "addEventListener":
			// What the callback returns is a clean-up function or forgotten.
		default:
			tr.escape(p)
		}
	case p.Kind() == jsparse.New && fn.Edge() == jsparse.EdgeArg:
		tr.escape(p)
	case p.Kind() == jsparse.Method && p.Has(jsparse.FlagGetter):
		tr.field(holder{file: fn.File(), name: p.Name(), class: p.Parent(), at: fn}, false)
	default:
		if tr.foreign == 0 {
			tr.returns = append(tr.returns, fn)
		}
	}
}

// isWrapper reports whether a function returns something that holds its
// argument.
func isWrapper(qualified string) bool {
	return wrappers[qualified] || wrappers["react."+strings.TrimPrefix(qualified, "React.")]
}

// isComlink recognises Comlink.wrap and its node adapter where they are imported
// by a path, as from a copy of the library.
func isComlink(c jsparse.Cursor) bool {
	name := c.Name()
	if c.Kind() == jsparse.Member {
		if name != "wrap" {
			return false
		}
		c = c.Object()
	}
	if c.Kind() != jsparse.Ident {
		return false
	}
	s := c.File().Symbol(c.Sym())
	path := strings.ToLower(s.ImportPath)
	return s.Kind == jsparse.SymImport && (strings.Contains(path, "comlink") || strings.Contains(path, "node-adapter"))
}
