package ownership

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// member looks at v.name, where v has the value.
func (tr *tracer) member(m jsparse.Cursor) {
	if tr.read[m] {
		return
	}
	tr.read[m] = true
	name := m.Name()
	tr.members = append(tr.members, m)
	p := m.Parent()
	switch {
	case p.Kind() == jsparse.Call && m.Edge() == jsparse.EdgeCallee:
		tr.method(p, name)
	case p.Kind() == jsparse.Assign && m.Edge() == jsparse.EdgeLeft:
		// w.onmessage = …; what is written is not the worker.
	case isEnd(name):
		tr.release(m) // onUnmounted(w.terminate), return w.terminate
	case !dull[name] && !isComplement(p):
		tr.value(m)
	}
}

// isComplement reports whether a member is only compared or tested.
func isComplement(p jsparse.Cursor) bool { return p.Is(jsparse.Unary, jsparse.If, jsparse.Update) }

// method looks at v.name(…).
func (tr *tracer) method(call jsparse.Cursor, name string) {
	switch {
	case isEnd(name):
		tr.release(call)
		return
	case name == "unref" && tr.thread.Kind == workers.Node:
		tr.release(call)
		return
	case name == "postMessage" || name == "send":
		tr.posted = true
		if text := messageText(call.Arg(0)); (endMessage.MatchString(text) || endFlag.MatchString(text)) && tr.o.codeUnknown(tr.thread) {
			tr.release(call)
		}
		return
	case chaining[name]:
		if ev, _ := call.Arg(0).IsString(); ev == "exit" && tr.o.codeUnknown(tr.thread) && !tr.posted {
			tr.release(call) // who waits for its exit expects it to exit
		}
		if p := call.Parent(); p.Is(jsparse.Return, jsparse.Arrow) && !isNewChain(call) {
			return // a forwarding method: return this.worker.on(event, listener)
		}
		tr.value(call)
		return
	}
	if fn := tr.o.callee.Call(call).Func(); fn.Ok() && !fn.Has(jsparse.FlagGenerator) && !walking[name] {
		return // a method of the project on what holds the worker; it sees the worker through its field
	}
	if walking[name] {
		for a := range call.All(jsparse.EdgeArg) {
			tr.callback(a, call)
		}
	}
	if taking[name] {
		tr.value(call)
	}
}

// isNewChain matches new Worker(f).on(…).on(…).
func isNewChain(call jsparse.Cursor) bool {
	for call.Kind() == jsparse.Call && call.Callee().Kind() == jsparse.Member {
		call = call.Callee().Object()
	}
	return call.Kind() == jsparse.New
}

// callback gives the value to the parameters of a function that is called with
// it.
func (tr *tracer) callback(a, call jsparse.Cursor) {
	fn := a
	if !fn.Kind().IsFunc() {
		if !a.Is(jsparse.Ident, jsparse.Member) {
			return
		}
		if isEnd(a.Name()) {
			tr.release(a)
			return
		}
		if fn = tr.o.callee.Expr(a).Func(); !fn.Ok() {
			if a.Kind() == jsparse.Ident {
				tr.escape(a)
			}
			return
		}
	}
	tr.frame(fn, call)
	for p := range fn.All(jsparse.EdgeParam) {
		tr.bind(p.Child(jsparse.EdgeTarget), a)
	}
}

// frame remembers the call through which the value went into a function.
func (tr *tracer) frame(fn, call jsparse.Cursor) {
	if _, ok := tr.frames[fn]; !ok {
		tr.frames[fn] = call
	}
}

// messageText returns what a message says: strings and constant names in it.
func messageText(arg jsparse.Cursor) string {
	if !arg.Ok() || arg.End()-arg.Start() > 400 {
		return ""
	}
	var words []string
	for n := range arg.Preorder(jsparse.StringLit, jsparse.Member, jsparse.Ident, jsparse.Property) {
		switch n.Kind() {
		case jsparse.StringLit:
			if n.Edge() != jsparse.EdgeKey {
				words = append(words, n.Str())
			}
		case jsparse.Member:
			words = append(words, n.Name())
		case jsparse.Ident:
			if strings.ToUpper(n.Name()) == n.Name() {
				words = append(words, n.Name())
			}
		case jsparse.Property:
			if v, ok := n.Child(jsparse.EdgeValue).Bool(); ok && v {
				words = append(words, n.Name())
			}
		}
	}
	return strings.Join(words, " ")
}

// index looks at v[k].
func (tr *tracer) index(x jsparse.Cursor) {
	key := x.Child(jsparse.EdgeIndex).Text()
	p := x.Parent()
	switch {
	case p.Kind() == jsparse.Assign && x.Edge() == jsparse.EdgeLeft:
	case strings.Contains(key, "ispose") || strings.Contains(key, "releaseProxy") || strings.Contains(key, "terminate"):
		tr.release(x)
	default:
		tr.value(x)
	}
}

// field follows a field by its name. hold says that it is the worker's home,
// rather than the key of a record whose home is elsewhere.
func (tr *tracer) field(h holder, hold bool) {
	key := fieldKey{h.file, h.name, h.class}
	if h.name == "" || tr.fields[key] {
		return
	}
	tr.fields[key] = true
	if hold && tr.foreign == 0 {
		tr.holders = append(tr.holders, h)
	}
	tr.fieldUses(h.file, h)
	if strings.HasPrefix(h.name, "#") {
		return
	}
	tr.foreign++
	for _, f := range tr.o.filesAround(h.file, h.name) {
		tr.fieldUses(f, h)
	}
	tr.foreign--
}

func (tr *tracer) fieldUses(f *jsparse.File, h holder) {
	for m := range f.Root().Preorder(jsparse.Member, jsparse.PatternElem, jsparse.Method) {
		if m.Name() != h.name {
			continue
		}
		switch m.Kind() {
		case jsparse.Member:
			if callee.IsWrite(m) || !tr.o.sameOwner(m.Object(), h.class) {
				continue
			}
			if p := m.Parent(); p.Kind() == jsparse.Call && m.Edge() == jsparse.EdgeCallee {
				continue // a method of the same name
			}
			tr.value(m)
		case jsparse.PatternElem:
			if t := m.Child(jsparse.EdgeTarget); t.Kind() == jsparse.Ident {
				tr.variable(f, t.Sym(), m)
			}
		}
	}
}

// sameOwner reports whether the object of a member may be an instance of the
// class that has the field.
func (o *Oracle) sameOwner(obj, class jsparse.Cursor) bool {
	if !class.Ok() || obj.Kind() != jsparse.ThisExpr {
		return true
	}
	in, ok := thisOwner(obj)
	if !ok {
		return !class.Kind().IsClass() || callee.EnclosingClass(obj) == class
	}
	if in.node == class {
		return true
	}
	if class.Kind().IsFunc() || in.node.Kind().IsFunc() {
		return mayInherit(in.node, class) || mayInherit(class, in.node)
	}
	return o.extends(in.node, class) || o.extends(class, in.node)
}

// mayInherit reports whether the text that a constructor function stands in
// speaks of another as its base: Base.call(this), Object.create(Base.prototype),
// inherits(Sub, Base). A class's base is never a guess.
func mayInherit(sub, base jsparse.Cursor) bool {
	name := base.Name()
	if name == "" {
		name = base.Parent().Name()
	}
	if name == "" || !sub.Kind().IsFunc() && !base.Kind().IsFunc() {
		return false
	}
	text := sub.File().Text
	for _, said := range []string{name + ".call(this", name + ".apply(this", name + ".prototype)", ", " + name + ")", "extends " + name} {
		if strings.Contains(text, said) {
			return true
		}
	}
	return false
}

// extends reports whether a class inherits from another.
func (o *Oracle) extends(sub, super jsparse.Cursor) bool {
	for range 10 {
		if !sub.Kind().IsClass() {
			return false
		}
		up := sub.Child(jsparse.EdgeExtends)
		if !up.Ok() {
			return false
		}
		sub = o.callee.Expr(up).Class()
		if sub == super && sub.Ok() {
			return true
		}
	}
	return false
}

// filesAround returns the files of modules that import a file's module, or that
// it imports, and that name a field and something that is done to workers.
func (o *Oracle) filesAround(f *jsparse.File, name string) (files []*jsparse.File) {
	m := f.Module()
	if m == nil {
		return nil
	}
	seen := map[*jsparse.Module]bool{m: true}
	look := func(x *jsparse.Module) {
		if x == nil || seen[x] || len(seen) > maxAround {
			return
		}
		seen[x] = true
		text, err := x.Text()
		if err != nil || !strings.Contains(text, name) || !mentionsUse(text) {
			return
		}
		fs, err := x.Files()
		if err != nil {
			return
		}
		files = append(files, fs...)
	}
	for _, r := range m.In() {
		look(r.From)
	}
	for _, r := range m.Refs() {
		look(r.To)
	}
	return files
}

const maxAround = 60

func mentionsUse(text string) bool {
	for _, w := range []string{"terminate", "error", "postMessage", "dispose", "destroy", "kill", "unref", "shutdown", "close"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
