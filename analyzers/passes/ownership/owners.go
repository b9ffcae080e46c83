package ownership

import (
	"regexp"

	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// maxDepth bounds how many factories and owners up a worker is followed.
const maxDepth = 5

// maxFates bounds how many calls in all are judged for one worker.
const maxFates = 200

// walk is the way from a worker's creation to a call that has it.
type walk struct {
	path   []jsparse.Cursor // the creation and the calls between
	posted bool             // somebody on the way sends it messages
	judged *int             // how many calls were judged
}

// fate judges a thread through one expression that has its value: its creation,
// or a call of a function that returns it.
func (o *Oracle) fate(t workers.Thread, value jsparse.Cursor, w walk) Fate {
	if *w.judged++; *w.judged > maxFates {
		return Fate{Verdict: Unknown}
	}
	tr := o.trace(t, value)
	tr.posted = tr.posted || w.posted
	if len(tr.releases) > 0 {
		return o.ended(tr, value)
	}
	if o.endsItself(t, tr.posted) {
		return Fate{Verdict: SelfEnding}
	}
	if len(tr.escapes) > 0 {
		return Fate{Verdict: Unknown}
	}
	if len(tr.returns) > 0 {
		if f, settled := o.throughCallers(tr, value, w); settled {
			return f
		}
	}
	return o.held(tr, value)
}

// ended returns Ended, or Skipped when a path of the function leaves without it.
func (o *Oracle) ended(tr *tracer, value jsparse.Cursor) Fate {
	f := Fate{Verdict: Ended, Releases: tr.releases}
	if len(tr.escapes) > 0 || len(tr.returns) > 0 {
		return f
	}
	var local *holder
	for i := range tr.holders {
		h := &tr.holders[i]
		if h.isParameter() {
			continue // of a function that it was given to
		}
		if local != nil {
			return f
		}
		local = h
	}
	if local == nil {
		return f
	}
	if skips := skippingReturns(value, *local, tr.releases); len(skips) > 0 {
		return Fate{Verdict: Skipped, Owner: value.Func(), What: "function", Name: local.decl.Name(), At: skips[0], Paths: skips, Releases: tr.releases, Local: local.sym}
	}
	return f
}

// throughCallers judges a worker that functions return. Where it is stored as
// well, callers can only acquit.
func (o *Oracle) throughCallers(tr *tracer, value jsparse.Cursor, w walk) (f Fate, settled bool) {
	stored := tr.isStored()
	if len(w.path) >= maxDepth {
		return Fate{Verdict: Unknown}, true
	}
	var leak, fine Fate
	leaks, calls, complete := 0, 0, true
	for _, fn := range tr.returns {
		list, all := o.callers(fn)
		complete = complete && all
		for _, c := range list {
			if contains(w.path, c) || fn.Contains(c) || calls > maxCallers {
				continue
			}
			calls++
			cf := o.fate(tr.thread, c, walk{append(w.path[:len(w.path):len(w.path)], value), tr.posted, w.judged})
			if cf.Verdict.Leaks() {
				if leaks++; leaks == 1 {
					leak = cf
					if !leak.At.Ok() || leak.At.File() != c.File() {
						leak.At = c
					}
				}
				continue
			}
			if cf.Verdict == Ended || fine.Verdict == Unknown {
				fine = cf
			}
		}
	}
	switch {
	case stored && calls > leaks && fine.Verdict != Lasting:
		return fine, true
	case stored:
		return Fate{}, false
	case leaks > 0:
		return leak, true
	case calls == 0 || !complete:
		return Fate{Verdict: Unknown}, true
	}
	return fine, true
}

func contains(list []jsparse.Cursor, c jsparse.Cursor) bool {
	for _, x := range list {
		if x == c {
			return true
		}
	}
	return false
}

// isStored reports whether a field or a module's variable holds the value.
func (tr *tracer) isStored() bool {
	for _, h := range tr.holders {
		if h.name != "" || h.once || h.sym == jsparse.NoSym || !h.decl.Func().Ok() {
			return true
		}
	}
	return false
}

// held judges a worker by what holds it, when nobody ends it.
func (o *Oracle) held(tr *tracer, value jsparse.Cursor) Fate {
	var field *holder
	var outer *holder
	many := false
	for i := range tr.holders {
		h := &tr.holders[i]
		many = many || h.many
		if h.isParameter() && h.decl.Func() != value.Func() {
			continue // of a function that it was given to
		}
		switch {
		case h.once || h.sym == jsparse.NoSym && h.name == "":
			return o.lasting(tr, value)
		case h.name != "":
			field = h
		case !h.decl.Func().Ok():
			if !isComponentScope(h.decl) {
				if fn := o.replacing(h, value); fn.Ok() {
					return Fate{Verdict: Dropped, Owner: fn, What: "function", Name: h.decl.Name(), Local: jsparse.NoSym, Replaces: true}
				}
				return o.lasting(tr, value)
			}
			return Fate{Verdict: Kept, What: "component", Owner: h.file.Root(), Name: h.decl.Name(), Collection: many}
		case h.decl.Func() != value.Func():
			outer = h
		}
	}
	var f Fate
	switch {
	case field != nil && field.class.Kind().IsClass() && !field.class.Contains(value):
		f = o.byLocal(tr, value) // handed to an instance: who made both decides
	case field != nil:
		f = o.byField(tr, *field, value)
	case outer != nil:
		f = o.byFunction(tr, outer.decl.Func(), outer.decl, value)
	default:
		f = o.byLocal(tr, value)
	}
	f.Collection = many
	return f
}

// lasting returns Lasting, or Unfinished for a script whose process cannot exit.
func (o *Oracle) lasting(tr *tracer, value jsparse.Cursor) Fate {
	if tr.thread.Kind == workers.Node && len(tr.wrapped)+len(tr.awaited) > 0 && !tr.isListened() && o.keepsListening(tr.thread) {
		if info := o.context.At(value); info.Places&(execcontext.Server|execcontext.Main) == 0 {
			return Fate{Verdict: Unfinished, Owner: value.Func(), What: "script", Name: tr.holderName()}
		}
	}
	return Fate{Verdict: Lasting}
}

// isListened reports whether the worker's messages or exit have a lasting
// listener.
func (tr *tracer) isListened() bool {
	for _, m := range tr.members {
		if chaining[m.Name()] || m.Name() == "onmessage" || m.Name() == "addEventListener" {
			return true
		}
	}
	return false
}

func (tr *tracer) holderName() string {
	for _, h := range tr.holders {
		if h.name != "" {
			return "this." + h.name
		}
		if h.decl.Kind() == jsparse.Ident {
			return h.decl.Name()
		}
	}
	return ""
}

// byField judges a worker that a field holds.
func (o *Oracle) byField(tr *tracer, h holder, value jsparse.Cursor) Fate {
	f := Fate{Verdict: Kept, Owner: h.class, Name: "this." + h.name, What: "class"}
	switch {
	case h.class.Kind() == jsparse.ObjectLit:
		if !isComponentOptions(h.class) {
			return Fate{Verdict: Unknown}
		}
		f.What = "component"
	case !h.class.Kind().IsClass() && !h.class.Kind().IsFunc():
		return Fate{Verdict: Unknown}
	case o.isSingleton(h.class, 0):
		return o.lasting(tr, value)
	}
	for m := range h.class.Children() {
		if m.Is(jsparse.Method, jsparse.Property, jsparse.Field) && cleanupMembers[m.Name()] {
			f.At = m.Child(jsparse.EdgeKey)
		}
	}
	return f
}

var optionKeys = set("data", "mounted", "created", "methods", "computed", "setup", "watch", "beforeMount", "beforeCreate")

// isComponentOptions matches the object that describes a Vue component.
func isComponentOptions(obj jsparse.Cursor) bool {
	n := 0
	for p := range obj.All(jsparse.EdgeItem) {
		if optionKeys[p.Name()] {
			n++
		}
	}
	return n >= 2 || n == 1 && obj.Parent().Kind() == jsparse.ExportDefault
}

var componentName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*[a-z]|^[A-Z]$`)

// Component returns the React component, hook or Vue setup function around a
// node, and which of "component" and "hook" it is.
func Component(n jsparse.Cursor) (fn jsparse.Cursor, what string) {
	for p := n; p.Ok(); p = p.Parent() {
		if !p.Kind().IsFunc() {
			continue
		}
		name := funcName(p)
		switch {
		case isHookName(name):
			return p, "hook"
		case name == "setup" && p.Parent().Kind() == jsparse.Method && p.Parent().Parent().Kind() == jsparse.ObjectLit:
			return p, "component"
		case componentName.MatchString(name) && hasMarkup(p) && p.Parent().Kind() != jsparse.Method:
			return p, "component"
		}
	}
	return jsparse.Cursor{}, ""
}

func hasMarkup(fn jsparse.Cursor) bool {
	for range fn.Preorder(jsparse.JSXElement) {
		return true
	}
	return false
}

// funcName returns what a function is called by, also through memo(…) and
// forwardRef(…).
func funcName(fn jsparse.Cursor) string {
	if n := fn.Name(); n != "" {
		return n
	}
	p := fn.Parent()
	for p.Kind() == jsparse.Call && p.Callee() != fn && p.Parent().Kind() != jsparse.ExprStmt {
		if !set("memo", "forwardRef", "observer", "useCallback", "withStyles", "connect")[calledName(p)] {
			return ""
		}
		p = p.Parent()
	}
	return p.Name()
}

// PerInstance returns the component or hook around a node and what it is, unless
// it is the page's root, of which there is one.
func (o *Oracle) PerInstance(n jsparse.Cursor) (fn jsparse.Cursor, what string) {
	fn, what = Component(n)
	if what == "component" && o.isRoot(fn) {
		return jsparse.Cursor{}, ""
	}
	return fn, what
}

// isRoot reports whether a component is only rendered as the page's root:
//
//	createRoot(element).render(<App />)
func (o *Oracle) isRoot(comp jsparse.Cursor) bool {
	uses := 0
	once := true
	look := func(f *jsparse.File) {
		for x := range f.Root().Preorder(jsparse.JSXElement) {
			if tag := x.Child(jsparse.EdgeTag); tag.Kind() == jsparse.Ident && o.callee.Expr(tag).Func() == comp {
				uses++
				once = once && (!x.Func().Ok() || o.context.At(x).Places&execcontext.Startup != 0)
			}
		}
	}
	look(comp.File())
	name := "default"
	for _, e := range comp.File().Exports {
		if e.Sym != jsparse.NoSym && e.Sym == declared(comp) {
			name = e.Name
		}
	}
	for _, f := range o.importers(comp.File(), name) {
		look(f)
	}
	return uses > 0 && once
}

// declared returns the symbol that a function is called by.
func declared(fn jsparse.Cursor) jsparse.Sym {
	if s := fn.Sym(); s != jsparse.NoSym {
		return s
	}
	return fn.Parent().Sym()
}

// byLocal judges a worker that only locals of the function that got it hold, or
// nothing at all.
func (o *Oracle) byLocal(tr *tracer, value jsparse.Cursor) Fate {
	fn := value.Func()
	var decl jsparse.Cursor
	for _, h := range tr.holders {
		if h.decl.Func() == fn {
			decl = h.decl
			break
		}
	}
	if !fn.Ok() {
		if isComponentScope(value) {
			return Fate{Verdict: Kept, What: "component", Owner: value.File().Root(), Name: decl.Name()}
		}
		return o.lasting(tr, value)
	}
	return o.byFunction(tr, fn, decl, value)
}

// byFunction judges a worker that a variable of a function holds.
func (o *Oracle) byFunction(tr *tracer, fn, decl, value jsparse.Cursor) Fate {
	owner := fn
	for owner.Parent().Kind() == jsparse.New && owner.Func().Ok() { // new Promise((resolve) => …)
		owner = owner.Func()
	}
	f := Fate{Verdict: Dropped, Owner: owner, What: "function", Name: decl.Name(), Local: jsparse.NoSym}
	if decl.Ok() {
		f.Local = decl.Sym()
		f.Shadows = o.shadowed(decl)
	}
	if comp, what := Component(fn); comp.Ok() {
		if what == "component" && o.isRoot(comp) {
			return o.lasting(tr, value)
		}
		f.Verdict, f.Owner, f.What = Kept, comp, what
		return f
	}
	if m := method(fn); m.Name() == "constructor" {
		f.What, f.Owner = "class", m.Parent()
	}
	if o.runsOnce(fn, value, 0) {
		return o.lasting(tr, value)
	}
	if calls, complete := o.callers(fn); complete && len(calls) == 0 {
		return Fate{Verdict: Unknown} // nobody calls it
	}
	if fn != value.Func() {
		f.Verdict = Kept
	}
	return f
}

// runsOnce reports whether a function runs once in a page's or process's life.
func (o *Oracle) runsOnce(fn, at jsparse.Cursor, depth int) bool {
	info := o.context.At(at)
	startup := info.Places&execcontext.Startup != 0 && info.Handler == ""
	if m := method(fn); m.Ok() { // start() of a class is called for each instance
		return depth < maxDepth && (startup || m.Name() == "constructor") && o.isSingleton(m.Parent(), depth+1)
	}
	if startup {
		return true
	}
	if depth >= maxDepth {
		return false
	}
	if p := fn.Parent(); p.Kind() == jsparse.Call && (fn.Edge() == jsparse.EdgeCallee || fn.Edge() == jsparse.EdgeArg && oneShot[calledName(p)]) {
		return o.isOnce(p, depth+1)
	}
	calls, complete := o.callers(fn)
	if !complete || len(calls) == 0 {
		return false
	}
	for _, c := range calls {
		if !o.isOnce(c, depth+1) {
			return false
		}
	}
	return true
}

// method returns the class's method that a function is, or stands in.
func method(fn jsparse.Cursor) jsparse.Cursor {
	for p := fn; p.Ok(); p = p.Parent() {
		if p.Kind() == jsparse.Method && p.Parent().Kind().IsClass() {
			return p
		}
	}
	return jsparse.Cursor{}
}

// isOnce reports whether a call runs once: while a module loads, or at
// start-up.
func (o *Oracle) isOnce(c jsparse.Cursor, depth int) bool {
	for p := c.Parent(); p.Ok(); p = p.Parent() {
		if p.Kind().IsLoop() {
			return false
		}
		if p.Kind().IsFunc() {
			break
		}
	}
	fn := c.Func()
	if !fn.Ok() {
		return !isComponentScope(c)
	}
	if comp, _ := Component(fn); comp.Ok() {
		return false
	}
	return depth < maxDepth && o.runsOnce(fn, c, depth)
}
