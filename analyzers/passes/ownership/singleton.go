package ownership

import (
	"regexp"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// singleName is how people call a static member that holds the one instance.
var singleName = regexp.MustCompile(`(?i)^#?_*(get_?)?(the_?)?(shared|default|singleton|global|single)?_?(instance|singleton|shared)_*$`)

// singleDecorators mark classes of which a framework makes one.
var singleDecorators = set("Injectable", "Service", "Singleton", "singleton", "injectable", "Controller", "Module", "Global")

// isSingleton reports whether a class has one instance, for the page's or
// process's life.
func (o *Oracle) isSingleton(class jsparse.Cursor, depth int) bool {
	for m := range class.All(jsparse.EdgeMember) {
		if m.Has(jsparse.FlagStatic) && singleName.MatchString(m.Name()) {
			return true
		}
	}
	for d := range class.All(jsparse.EdgeDecorator) {
		x := d.FirstChild()
		if x.Kind() == jsparse.Call {
			x = x.Callee()
		}
		if singleDecorators[x.Name()] {
			return true
		}
	}
	if depth >= maxDepth {
		return false
	}
	made := o.instances(class)
	for _, n := range made {
		if !o.isOneInstance(n, depth) {
			return false
		}
	}
	return len(made) > 0
}

// isOneInstance reports whether an instance lives as long as the page or
// process: made once, or kept in a module's variable or in another singleton.
func (o *Oracle) isOneInstance(n jsparse.Cursor, depth int) bool {
	if o.isOnce(n, depth+1) || isRegistered(n) {
		return true
	}
	tr := o.trace(workers.Thread{Kind: workers.Managed, Node: n}, n)
	for _, h := range tr.holders {
		switch {
		case h.many:
			return false
		case h.once, h.sym == jsparse.NoSym && h.name == "":
			return true
		case h.name != "" && (h.class.Kind().IsClass() || h.class.Kind().IsFunc()):
			return o.isSingleton(h.class, depth+1)
		case h.name == "" && !h.decl.Func().Ok() && !isComponentScope(h.decl):
			return true
		}
	}
	return false
}

// registering is how people call what takes one of each kind and keeps it.
var registering = regexp.MustCompile(`^(register|install|provide|add(Provider|Plugin|Service|Extension|Module|Command|Handler|Loader|Middleware)|use|plugin|setup)([A-Z]\w*)?$`)

// isRegistered matches app.addProvider(new Provider()), outside handlers and
// components: what is registered stays.
func isRegistered(n jsparse.Cursor) bool {
	p := n.Parent()
	if p.Kind() != jsparse.Call || n.Edge() != jsparse.EdgeArg || !registering.MatchString(calledName(p)) {
		return false
	}
	comp, _ := Component(p)
	return !comp.Ok()
}

// instances returns the New expressions of a class that can be seen.
func (o *Oracle) instances(class jsparse.Cursor) (list []jsparse.Cursor) {
	f := class.File()
	collect := func(x *jsparse.File) {
		for n := range x.Root().Preorder(jsparse.New) {
			e := o.callee.Expr(n.Callee())
			switch {
			case e.Instance:
			case e.Class().Ok() && (e.Class() == class || o.extends(e.Class(), class)), class.Kind().IsFunc() && e.Func() == class:
				list = append(list, n)
			}
		}
	}
	collect(f)
	name := class.Name()
	if name == "" {
		name = "default"
	}
	for _, x := range o.importers(f, name) {
		if strings.Contains(x.Text, "new ") {
			collect(x)
		}
	}
	return list
}

// shadowed returns the variable or field of the same name that clean-up code
// ends, if the declared one hides it.
func (o *Oracle) shadowed(decl jsparse.Cursor) jsparse.Cursor {
	name := decl.Name()
	f := decl.File()
	for m := range f.Root().Preorder(jsparse.Member) {
		if !isEnd(m.Name()) || m.Parent().Kind() != jsparse.Call {
			continue
		}
		x := m.Object()
		switch {
		case x.Kind() == jsparse.Ident && x.Name() == name && x.Sym() != decl.Sym():
			if d := f.Decl(x.Sym()); d.Ok() && (!d.Func().Ok() || d.Func().Contains(decl)) {
				return m
			}
		case x.Kind() == jsparse.Member && x.Object().Kind() == jsparse.ThisExpr && strings.TrimPrefix(x.Name(), "#") == name:
			if in, ok := thisOwner(x.Object()); ok && in.node.Contains(decl) {
				return m
			}
		}
	}
	return jsparse.Cursor{}
}
