package handledropped

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// contracts exports the fact mustStop for the functions and methods of the package
// that start a goroutine which only a method of its object can end.
func (c *checker) contracts() {
	isChan := func(t types.Type) bool {
		_, ok := t.Underlying().(*types.Chan)
		return ok
	}
	for _, v := range c.info.Private(isChan) {
		if v.IsField() {
			c.contract(v)
		}
	}
	for _, v := range c.info.Private(isCancel) {
		if v.IsField() {
			c.cancelContract(v)
		}
	}
	c.constructors()
}

// contract looks at one field that may tell goroutines to end.
func (c *checker) contract(field *types.Var) {
	var receives []inspector.Cursor
	closers := map[*types.Func]bool{}
	var object *types.TypeName
	for _, read := range c.info.AccessOf(field).Reads {
		parent := read.Parent()
		switch read.ParentEdgeKind() {
		case edge.UnaryExpr_X:
			if parent.Node().(*ast.UnaryExpr).Op != token.ARROW {
				return
			}
			receives = append(receives, parent)
		case edge.CallExpr_Args:
			if id, ok := ast.Unparen(parent.Node().(*ast.CallExpr).Fun).(*ast.Ident); !ok || id.Name != "close" {
				return
			}
			m, owner := c.methodAround(read)
			if m == nil || object != nil && object != owner {
				return // ended from elsewhere as well
			}
			object = owner
			closers[m] = true
		default:
			if !chanflow.IsNilTest(read) {
				return
			}
		}
	}
	if object == nil {
		return
	}
	c.waiters(receives, object, c.spread(closers, object), noParent)
}

// waiters gives the fact to what starts goroutines that only one of the receives ends.
func (c *checker) waiters(receives []inspector.Cursor, object *types.TypeName, names []string, parent int) {
	for _, r := range receives {
		fn, ok := chanflow.FuncOf(r)
		if !ok || !c.info.IsOnlyWayOut(fn, r) {
			continue
		}
		sites, ok := c.info.GoSites(fn)
		if !ok {
			continue
		}
		for _, site := range sites {
			c.startedAt(site, object, names, parent)
		}
	}
}

// methodAround returns the method that cur is in, and the type of its receiver.
func (c *checker) methodAround(cur inspector.Cursor) (*types.Func, *types.TypeName) {
	for f := range cur.Enclosing((*ast.FuncDecl)(nil)) {
		fn, ok := c.info.Object(f.Node().(*ast.FuncDecl).Name).(*types.Func)
		if !ok || fn.Signature().Recv() == nil {
			return nil, nil
		}
		return fn, typeName(fn.Signature().Recv().Type())
	}
	return nil, nil
}

// typeName returns the name of t, or of what it points to, or nil.
func typeName(t types.Type) *types.TypeName {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Origin().Obj()
	}
	return nil
}

// spread returns the names of the methods of object that are in closers, or lead
// to one of them: everything that uses one is taken to call it.
func (c *checker) spread(closers map[*types.Func]bool, object *types.TypeName) []string {
	for changed := true; changed; {
		changed = false
		for fn := range closers {
			for _, use := range c.info.Uses(fn) {
				if m, owner := c.methodAround(use); m != nil && owner == object && !closers[m] {
					closers[m] = true
					changed = true
				}
			}
		}
	}
	var names []string
	for fn := range closers {
		names = append(names, fn.Name())
	}
	slices.Sort(names)
	return names
}

// startedAt exports the fact for the function around the go statement at site: a
// method of the object, or a function that returns it.
func (c *checker) startedAt(site inspector.Cursor, object *types.TypeName, names []string, parent int) {
	for f := range site.Enclosing((*ast.FuncDecl)(nil)) {
		fn, ok := c.info.Object(f.Node().(*ast.FuncDecl).Name).(*types.Func)
		if !ok || servesForEver(f.Node().(*ast.FuncDecl)) || c.mentions(f, object, names) {
			return
		}
		sig := fn.Signature()
		switch {
		case sig.Recv() != nil && typeName(sig.Recv().Type()) == object:
			if !slices.Contains(names, fn.Name()) {
				c.pass.ExportObjectFact(fn, &mustStop{Methods: names, Receiver: true, Parent: parent})
			}
		case sig.Results().Len() > 0 && typeName(sig.Results().At(0).Type()) == object:
			c.pass.ExportObjectFact(fn, &mustStop{Methods: names, Parent: parent})
		}
	}
}

// mentions reports whether the function at fn uses one of the named methods of
// object: it arranges for the end itself.
func (c *checker) mentions(fn inspector.Cursor, object *types.TypeName, names []string) bool {
	for cur := range fn.Preorder((*ast.SelectorExpr)(nil)) {
		m, ok := c.info.Object(cur.Node().(*ast.SelectorExpr).Sel).(*types.Func)
		if ok && m.Signature().Recv() != nil && typeName(m.Signature().Recv().Type()) == object && slices.Contains(names, m.Name()) {
			return true
		}
	}
	return false
}

// servesForEver reports whether decl has a loop without a condition of its own:
// it is itself what its caller waits for, and not the start of something.
func servesForEver(decl *ast.FuncDecl) bool {
	serves := false
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		f, ok := n.(*ast.ForStmt)
		serves = serves || ok && f.Cond == nil
		_, lit := n.(*ast.FuncLit)
		return !lit
	})
	return serves
}

// constructors gives the fact to functions that return an object after calling a
// method with the fact on it.
func (c *checker) constructors() {
	for cur := range c.info.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		fact, fn := c.factOf(call)
		if fact == nil || !fact.Receiver || fact.Parent != noParent {
			continue
		}
		for f := range cur.Enclosing((*ast.FuncDecl)(nil)) {
			outer, ok := c.info.Object(f.Node().(*ast.FuncDecl).Name).(*types.Func)
			if !ok || outer.Signature().Recv() != nil || outer.Signature().Results().Len() == 0 {
				continue
			}
			if typeName(outer.Signature().Results().At(0).Type()) == typeName(fn.Signature().Recv().Type()) {
				c.pass.ExportObjectFact(outer, &mustStop{Methods: fact.Methods, Parent: noParent})
			}
		}
	}
}
