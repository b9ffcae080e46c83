// Package callee says what an expression stands for: a function or class of
// the project, in whatever file, or a thing of the platform or of a package,
// by its qualified name.
//
// # Model
//
// Names are followed through scopes, imports (ESM and CommonJS, barrels,
// namespaces, destructuring), const aliases, object literals, class instances
// and TypeScript annotations that name a class. A variable is followed only
// where it has one value: const, or declared with a value and never assigned
// again. Nothing is guessed: what has several possible values, comes out of a
// call or of a collection, is unknown.
//
// # Names
//
//	Worker                       a global that nothing in the file declares
//	JSON.parse                   its member
//	node:fs.readFileSync         an export of a built-in module; always with "node:"
//	node:fs                      the module itself, or its default export
//	express.Router               an export of a package
//	Worker#terminate             a method of an instance (new Worker())
//	node:worker_threads.Worker#on
package callee

import (
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:    "callee",
	Doc:     "what a callee is",
	Project: true,
	Run: func(p *jsanalysis.Pass) (any, error) {
		return &Oracle{graph: p.Graph}, nil
	},
}

// Oracle answers what expressions stand for. It is safe for concurrent use.
type Oracle struct {
	graph   *jsparse.Graph
	imports sync.Map // importKey -> Entity
}

// importKey is a name that a module imports.
type importKey struct {
	m          *jsparse.Module
	path, name string
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// Entity is what an expression stands for. The zero Entity is the unknown.
type Entity struct {
	// Name is the qualified name of a thing outside the project.
	Name string
	// Node is a function or class of the project, or the expression, such as an
	// object literal or a call, that gave the value.
	Node jsparse.Cursor
	// Instance says that the value is an instance of the class that Name or Node
	// stands for.
	Instance bool
	// Module is set when the value is a project module's namespace.
	Module *jsparse.Module
}

// Known reports whether anything is known.
func (e Entity) Known() bool { return e.Name != "" || e.Node.Ok() || e.Module != nil }

// Func returns the project's function that the entity is, or no node.
func (e Entity) Func() jsparse.Cursor {
	if !e.Instance && e.Node.Kind().IsFunc() {
		return e.Node
	}
	return jsparse.Cursor{}
}

// Class returns the project's class that the entity is, or is an instance of.
func (e Entity) Class() jsparse.Cursor {
	if e.Node.Kind().IsClass() {
		return e.Node
	}
	return jsparse.Cursor{}
}

// maxSteps bounds how long a chain of aliases is followed.
const maxSteps = 40

// Call returns what a Call, New or tagged template calls.
func (o *Oracle) Call(call jsparse.Cursor) Entity {
	switch call.Kind() {
	case jsparse.Call, jsparse.New:
		return o.value(o.Expr(call.Callee()), maxSteps)
	case jsparse.TemplateLit:
		return o.Expr(call.Child(jsparse.EdgeTag))
	}
	return Entity{}
}

// value returns what is called where a whole module is: what module.exports is
// set to, if that is a function or class.
func (o *Oracle) value(e Entity, steps int) Entity {
	if e.Module == nil || e.Node.Ok() {
		return e
	}
	if d := o.export(e.Module, "default", steps); d.Func().Ok() || d.Class().Ok() && !d.Instance {
		return d
	}
	return e
}

// CallName returns the qualified name that a Call or New calls, or "".
func (o *Oracle) CallName(call jsparse.Cursor) string {
	e := o.Call(call)
	if e.Instance {
		return ""
	}
	return e.Name
}

// MayBe reports whether a call's name may be one whose last part fits, before it
// is looked up, which may read and parse the files that an import or a type
// leads to. That a project gives a thing of the platform another name, by an
// export or as a member, is overlooked.
func (o *Oracle) MayBe(call jsparse.Cursor, fits func(last string) bool) bool {
	f := call.Callee()
	switch {
	case f.Kind() == jsparse.Member:
		return fits(f.Name())
	case f.Kind() != jsparse.Ident || f.Sym() == jsparse.NoSym:
		return true
	}
	s := f.File().Symbol(f.Sym())
	switch {
	case s.Kind == jsparse.SymGlobal:
		return fits(s.Name)
	case s.Kind == jsparse.SymImport && s.ImportName != "default" && s.ImportName != "*" && s.ImportName != "":
		return fits(s.ImportName)
	}
	return true
}

// Expr returns what an expression stands for.
func (o *Oracle) Expr(x jsparse.Cursor) Entity { return o.expr(x, maxSteps) }

func (o *Oracle) expr(x jsparse.Cursor, steps int) Entity {
	if steps == 0 || !x.Ok() {
		return Entity{}
	}
	steps--
	switch x.Kind() {
	case jsparse.Ident:
		return o.symbol(x.File(), x.Sym(), steps)
	case jsparse.Member:
		return o.member(x, steps)
	case jsparse.Index:
		if name, ok := x.Child(jsparse.EdgeIndex).IsString(); ok {
			return o.memberOf(o.expr(x.Object(), steps), name, steps)
		}
	case jsparse.ThisExpr:
		if class := EnclosingClass(x); class.Ok() {
			return Entity{Node: class, Instance: !inStatic(x)}
		}
	case jsparse.SuperExpr:
		if class := EnclosingClass(x); class.Ok() {
			super := o.value(o.expr(class.Child(jsparse.EdgeExtends), steps), steps)
			super.Instance = !inStatic(x) && super.Known()
			return super
		}
	case jsparse.Await:
		return o.expr(x.Operand(), steps)
	case jsparse.Assign:
		if x.Op() == "=" {
			return o.expr(x.Right(), steps)
		}
	case jsparse.Binary:
		// A fallback: x || y, x ?? y. One side may be unknown.
		if op := x.Op(); op == "||" || op == "??" {
			if l := o.expr(x.Left(), steps); l.Known() {
				return l
			}
			return o.expr(x.Right(), steps)
		}
	case jsparse.New:
		class := o.value(o.expr(x.Callee(), steps), steps)
		if class.Instance || class.Module != nil {
			return Entity{Node: x}
		}
		if !class.Known() {
			return Entity{Node: x}
		}
		class.Instance = true
		return class
	case jsparse.Call:
		return o.callResult(x, steps)
	case jsparse.ImportCall:
		if path, ok := x.Arg(0).IsString(); ok {
			return o.module(x.File(), path, jsparse.ImportDynamic)
		}
	case jsparse.FuncDecl, jsparse.FuncExpr, jsparse.Arrow, jsparse.ClassDecl, jsparse.ClassExpr, jsparse.ObjectLit:
		return Entity{Node: x}
	}
	return Entity{Node: x}
}

// callResult knows the few calls whose result is a thing with a name.
func (o *Oracle) callResult(call jsparse.Cursor, steps int) Entity {
	if path, ok := IsRequire(call); ok {
		return o.module(call.File(), path, jsparse.Require)
	}
	callee := call.Callee()
	if callee.Kind() == jsparse.Member && callee.Name() == "bind" { // f.bind(this)
		if e := o.expr(callee.Object(), steps); e.Func().Ok() {
			return e
		}
	}
	switch o.expr(callee, steps).Name {
	case "node:module.createRequire": // const require = createRequire(import.meta.url)
		return Entity{Name: "require"}
	case "require", "Npm.require": // the latter in Meteor
		if path, ok := call.Arg(0).IsString(); ok {
			return o.module(call.File(), path, jsparse.Require)
		}
	case "node:util.promisify":
		if e := o.expr(call.Arg(0), steps); e.Name != "" {
			return Entity{Name: "promisify(" + e.Name + ")"}
		}
	}
	return Entity{Node: call}
}

// IsRequire reports whether the node is require("path") of CommonJS, and which
// path it names.
func IsRequire(call jsparse.Cursor) (path string, ok bool) {
	if call.Kind() != jsparse.Call || !call.Callee().IsGlobal("require") {
		return "", false
	}
	return call.Arg(0).IsString()
}

// module returns the entity of a module that a file names.
func (o *Oracle) module(f *jsparse.File, path string, kind jsparse.EdgeKind) Entity {
	m := f.Module()
	if m == nil {
		return Entity{}
	}
	to, external := m.Resolve(path, kind)
	if to != nil {
		return Entity{Module: to}
	}
	return Entity{Name: external}
}

// symbol follows a variable to its one value.
func (o *Oracle) symbol(f *jsparse.File, sym jsparse.Sym, steps int) Entity {
	if sym == jsparse.NoSym || steps == 0 {
		return Entity{}
	}
	steps--
	s := f.Symbol(sym)
	switch s.Kind {
	case jsparse.SymGlobal:
		if s.Name == "globalThis" || s.Name == "window" || s.Name == "self" || s.Name == "global" {
			return Entity{Name: "globalThis"}
		}
		if s.Name == "exports" && f.Module() != nil {
			return Entity{Module: f.Module()} // exports.other() of CommonJS
		}
		return Entity{Name: s.Name}
	case jsparse.SymImport:
		return o.imported(f, s, steps)
	case jsparse.SymArguments:
		return Entity{}
	}
	decl := f.Decl(sym)
	if !decl.Ok() {
		return Entity{}
	}
	p := decl.Parent()
	switch p.Kind() {
	case jsparse.FuncDecl, jsparse.FuncExpr, jsparse.ClassDecl, jsparse.ClassExpr:
		return Entity{Node: p}
	case jsparse.Declarator:
		if v, ok := Value(f, sym); ok {
			return o.expr(v, steps)
		}
		return o.annotated(f, decl, steps)
	case jsparse.PatternElem:
		return o.destructured(p, steps)
	case jsparse.Param:
		return o.annotated(f, decl, steps)
	}
	return Entity{}
}

// Value returns the expression that is a variable's only value: its
// initializer, when nothing assigns to it again, or the one assignment to a
// variable declared without a value.
func Value(f *jsparse.File, sym jsparse.Sym) (jsparse.Cursor, bool) {
	var init jsparse.Cursor
	values := 0
	for u := range f.Uses(sym) {
		p := u.Parent()
		switch {
		case u.IsDecl():
			if p.Kind() != jsparse.Declarator || u.Edge() != jsparse.EdgeTarget {
				return jsparse.Cursor{}, false
			}
			if v := p.Child(jsparse.EdgeInit); v.Ok() {
				init = v
				values++
			} else if decl := p.Parent(); decl.Edge() == jsparse.EdgeLeft {
				return jsparse.Cursor{}, false // for (const x of …)
			}
		case p.Kind() == jsparse.Assign && u.Edge() == jsparse.EdgeLeft:
			if p.Op() != "=" {
				return jsparse.Cursor{}, false
			}
			init = p.Right()
			values++
		case IsWrite(u):
			return jsparse.Cursor{}, false
		}
	}
	return init, values == 1
}

// IsWrite reports whether a use of a variable changes what it holds.
func IsWrite(u jsparse.Cursor) bool {
	switch p := u.Parent(); p.Kind() {
	case jsparse.Assign:
		return u.Edge() == jsparse.EdgeLeft
	case jsparse.Update:
		return true
	case jsparse.ForIn, jsparse.ForOf:
		return u.Edge() == jsparse.EdgeLeft
	case jsparse.ArrayLit, jsparse.Spread:
		return IsWrite(p)
	case jsparse.Property:
		return u.Edge() == jsparse.EdgeValue && IsWrite(p.Parent())
	}
	return false
}

// imported follows an import.
func (o *Oracle) imported(f *jsparse.File, s *jsparse.Symbol, steps int) Entity {
	key := importKey{f.Module(), s.ImportPath, s.ImportName}
	if e, ok := o.imports.Load(key); ok {
		return e.(Entity)
	}
	e := o.follow(f, s, steps)
	if steps >= maxSteps/2 { // else it may have ended too early
		o.imports.Store(key, e)
	}
	return e
}

func (o *Oracle) follow(f *jsparse.File, s *jsparse.Symbol, steps int) Entity {
	mod := o.module(f, s.ImportPath, jsparse.ImportStatic)
	if s.ImportName == "*" {
		return mod
	}
	if mod.Module == nil {
		if mod.Name == "" {
			return Entity{}
		}
		if s.ImportName == "default" {
			return mod // import fs from "node:fs"
		}
		return Entity{Name: mod.Name + "." + s.ImportName}
	}
	return o.export(mod.Module, s.ImportName, steps)
}

func (o *Oracle) export(m *jsparse.Module, name string, steps int) Entity {
	d, ok := o.graph.Export(m, name)
	if !ok {
		return Entity{}
	}
	if d.Node.Kind() == jsparse.Declarator {
		return o.symbol(d.File, d.Node.Sym(), steps)
	}
	if d.Node.Kind() == jsparse.Param || d.Node.Kind() == jsparse.PatternElem {
		return Entity{}
	}
	return o.expr(d.Node, steps)
}

// destructured follows const {a: b} = x. Array patterns are unknown.
func (o *Oracle) destructured(elem jsparse.Cursor, steps int) Entity {
	if elem.Has(jsparse.FlagRest) || elem.Parent().Kind() != jsparse.ObjectPattern {
		return Entity{}
	}
	name := elem.Name()
	pattern := elem.Parent()
	owner := pattern.Parent()
	switch owner.Kind() {
	case jsparse.Declarator:
		return o.memberOf(o.expr(owner.Child(jsparse.EdgeInit), steps), name, steps)
	case jsparse.PatternElem:
		return o.memberOf(o.destructured(owner, steps), name, steps)
	}
	return Entity{}
}

// annotated reads a TypeScript annotation that names a class.
func (o *Oracle) annotated(f *jsparse.File, decl jsparse.Cursor, steps int) Entity {
	t := decl.Annotation()
	if t == "" || decl.Kind() != jsparse.Ident {
		return Entity{}
	}
	return o.typ(f, t, steps)
}

// Type returns an instance of the class that a TypeScript type names, such as
// "Worker", "Worker | null" or "ns.Worker". Other types are unknown.
func (o *Oracle) Type(f *jsparse.File, t string) Entity { return o.typ(f, t, maxSteps) }

func (o *Oracle) typ(f *jsparse.File, t string, steps int) Entity {
	for _, drop := range []string{"| null", "| undefined", "null |", "undefined |", "|null", "|undefined"} {
		t = strings.ReplaceAll(t, drop, "")
	}
	t = strings.TrimSpace(t)
	if at := strings.IndexByte(t, '<'); at > 0 {
		t = t[:at]
	}
	for i := 0; i < len(t); i++ {
		c := t[i]
		if !(c == '.' || c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			return Entity{}
		}
	}
	head, rest, _ := strings.Cut(t, ".")
	if head == "" {
		return Entity{}
	}
	e := o.named(f, head, steps)
	for rest != "" && e.Known() {
		head, rest, _ = strings.Cut(rest, ".")
		e = o.memberOf(e, head, steps)
	}
	if e.Name == "" && !e.Class().Ok() {
		return Entity{}
	}
	e.Instance = true
	return e
}

// named resolves a name at a file's top level. Types leave no Ident in the
// tree, so the name is looked up among the file's imports and classes.
func (o *Oracle) named(f *jsparse.File, name string, steps int) Entity {
	for s := range jsparse.Sym(f.NumSymbols()) {
		if sym := f.Symbol(s); sym.Name == name && sym.Kind != jsparse.SymGlobal && !f.Decl(s).Func().Ok() {
			return o.symbol(f, s, steps) // const Job: Job = … leads back here
		}
	}
	switch name {
	case "any", "unknown", "never", "void", "string", "number", "boolean", "object", "symbol", "bigint", "null", "undefined":
		return Entity{}
	}
	if name[0] < 'A' || name[0] > 'Z' {
		return Entity{}
	}
	return Entity{Name: name}
}

func (o *Oracle) member(x jsparse.Cursor, steps int) Entity {
	return o.memberOf(o.expr(x.Object(), steps), x.Name(), steps)
}

// memberOf returns a member of an entity.
func (o *Oracle) memberOf(e Entity, name string, steps int) Entity {
	if steps <= 0 {
		return Entity{}
	}
	steps--
	switch {
	case e.Module != nil:
		if d := o.export(e.Module, name, steps); d.Known() {
			return d
		}
		if name == "default" || name == "then" {
			return e
		}
		// module.exports = new X(), export default {…}: the namespace is the value.
		if d := o.export(e.Module, "default", steps); d.Known() && d.Module != e.Module {
			return o.memberOf(d, name, steps)
		}
	case e.Name == "globalThis":
		return Entity{Name: name}
	case e.Name != "" && e.Instance:
		return Entity{Name: e.Name + "#" + name}
	case e.Name != "":
		if name == "default" {
			return e
		}
		return Entity{Name: e.Name + "." + name}
	case e.Class().Ok():
		return o.classMember(e.Class(), name, e.Instance, steps)
	case e.Node.Kind() == jsparse.ObjectLit:
		p := e.Node.Prop(name)
		if fn := p.FuncValue(); fn.Ok() {
			return Entity{Node: fn}
		}
		return o.expr(p.Child(jsparse.EdgeValue), steps)
	}
	return Entity{}
}

// classMember finds a method, or a field with one value, in a class or those it
// extends.
func (o *Oracle) classMember(class jsparse.Cursor, name string, instance bool, steps int) Entity {
	for m := range class.All(jsparse.EdgeMember) {
		if m.Name() != name || m.Has(jsparse.FlagStatic) == instance {
			continue
		}
		if m.Has(jsparse.FlagGetter) || m.Has(jsparse.FlagSetter) {
			return Entity{}
		}
		if fn := m.FuncValue(); fn.Ok() {
			return Entity{Node: fn}
		}
		if m.Kind() == jsparse.Field {
			if e := o.Type(class.File(), m.Annotation()); e.Known() {
				return e
			}
		}
		return Entity{}
	}
	if super := o.value(o.expr(class.Child(jsparse.EdgeExtends), steps), steps); super.Known() {
		super.Instance = instance
		return o.memberOf(super, name, steps)
	}
	return Entity{}
}

// EnclosingClass returns the class whose this a node sees, or no node.
func EnclosingClass(x jsparse.Cursor) jsparse.Cursor {
	for p := x; p.Ok(); p = p.Parent() {
		switch p.Kind() {
		case jsparse.FuncDecl:
			return jsparse.Cursor{}
		case jsparse.FuncExpr:
			if owner := p.Parent(); owner.Kind() == jsparse.Method && owner.Parent().Kind().IsClass() {
				return owner.Parent()
			}
			return jsparse.Cursor{}
		case jsparse.Field, jsparse.StaticBlock:
			return p.Parent()
		}
	}
	return jsparse.Cursor{}
}

func inStatic(x jsparse.Cursor) bool {
	for p := x; p.Ok(); p = p.Parent() {
		switch p.Kind() {
		case jsparse.Method, jsparse.Field, jsparse.StaticBlock:
			if p.Parent().Kind().IsClass() {
				return p.Has(jsparse.FlagStatic)
			}
		}
	}
	return false
}
