package chanflow

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A Setting is a place that gives a variable or field a value.
type Setting struct {
	At    inspector.Cursor // the left side, the key, or the element of an unkeyed literal
	Value ast.Expr         // nil when it is one of several results
}

// An Access lists everything that the package does with a variable or field.
type Access struct {
	Settings []Setting
	Reads    []inspector.Cursor // whole operands: x.f, not only f
}

// Private returns the unexported fields of the package's struct types and its
// unexported package variables whose type is wanted, in source order. Nobody
// else can name them.
func (in *Info) Private(want func(types.Type) bool) []*types.Var {
	var list []*types.Var
	for obj := range in.defs {
		v, ok := obj.(*types.Var)
		if ok && !v.Exported() && !v.Embedded() && v.Name() != "_" && want(v.Type()) &&
			(v.IsField() || v.Parent() == in.pass.Pkg.Scope()) {
			list = append(list, v)
		}
	}
	slices.SortFunc(list, func(a, b *types.Var) int { return int(a.Pos() - b.Pos()) })
	return list
}

// Locals returns the variables of functions, not their parameters, whose type is
// wanted, in source order.
func (in *Info) Locals(want func(types.Type) bool) []*types.Var {
	var list []*types.Var
	for obj, cur := range in.defs {
		v, ok := obj.(*types.Var)
		if !ok || v.IsField() || v.Parent() == in.pass.Pkg.Scope() || v.Name() == "_" || !want(v.Type()) {
			continue
		}
		if cur.ParentEdgeKind() == edge.Field_Names {
			continue
		}
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b *types.Var) int { return int(a.Pos() - b.Pos()) })
	return list
}

// AccessOf returns what the package does with v.
func (in *Info) AccessOf(v *types.Var) Access {
	var a Access
	if def, ok := in.defs[v]; ok {
		if spec, ok := def.Parent().Node().(*ast.ValueSpec); ok && len(spec.Values) > 0 {
			a.set(def, pick(spec.Values, def.ParentEdgeIndex(), len(spec.Names)))
		}
		if s, ok := def.Parent().Node().(*ast.AssignStmt); ok && def.ParentEdgeKind() == edge.AssignStmt_Lhs {
			a.set(def, pick(s.Rhs, def.ParentEdgeIndex(), len(s.Lhs)))
		}
	}
	for _, use := range in.uses[v] {
		whole := use
		switch use.ParentEdgeKind() {
		case edge.SelectorExpr_Sel:
			whole = use.Parent()
		case edge.KeyValueExpr_Key:
			if v.IsField() {
				a.set(use, use.Parent().Node().(*ast.KeyValueExpr).Value)
				continue
			}
		}
		whole = skipParens(whole)
		if s, ok := whole.Parent().Node().(*ast.AssignStmt); ok && whole.ParentEdgeKind() == edge.AssignStmt_Lhs && (s.Tok == token.ASSIGN || s.Tok == token.DEFINE) {
			a.set(whole, pick(s.Rhs, whole.ParentEdgeIndex(), len(s.Lhs)))
			continue
		}
		a.Reads = append(a.Reads, whole)
	}
	if v.IsField() {
		a.Settings = append(a.Settings, in.positional()[v]...)
	}
	return a
}

func (a *Access) set(at inspector.Cursor, value ast.Expr) {
	a.Settings = append(a.Settings, Setting{at, value})
}

// pick returns the value for place i of n, or nil when one call gives all.
func pick(values []ast.Expr, i, n int) ast.Expr {
	if len(values) == n {
		return values[i]
	}
	return nil
}

// findPositional returns the values that struct literals without keys give to fields.
func (in *Info) findPositional() map[*types.Var][]Setting {
	found := map[*types.Var][]Setting{}
	for cur := range in.root.Preorder((*ast.CompositeLit)(nil)) {
		lit := cur.Node().(*ast.CompositeLit)
		if len(lit.Elts) == 0 {
			continue
		}
		if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); keyed {
			continue
		}
		t := in.pass.TypesInfo.TypeOf(lit)
		if t == nil {
			continue
		}
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok || s.NumFields() != len(lit.Elts) {
			continue
		}
		for i, x := range lit.Elts {
			f := s.Field(i).Origin()
			if f.Pkg() == in.pass.Pkg {
				found[f] = append(found[f], Setting{cur.ChildAt(edge.CompositeLit_Elts, i), x})
			}
		}
	}
	return found
}

// Selected returns the name that is selected from the operand at cur, and the
// cursor of the selection: x.f.Wait for x.f.
func Selected(cur inspector.Cursor) (string, inspector.Cursor, bool) {
	if cur.ParentEdgeKind() != edge.SelectorExpr_X {
		return "", cur, false
	}
	sel := cur.Parent()
	return sel.Node().(*ast.SelectorExpr).Sel.Name, sel, true
}

// IsNilTest reports whether the operand at cur is only compared, to nil or else.
func IsNilTest(cur inspector.Cursor) bool {
	if b, ok := cur.Parent().Node().(*ast.BinaryExpr); ok {
		return b.Op == token.EQL || b.Op == token.NEQ
	}
	return false
}

// IsNil reports whether x is the predeclared nil.
func (in *Info) IsNil(x ast.Expr) bool {
	return x != nil && in.pass.TypesInfo.Types[x].IsNil()
}

// IsNamed reports whether t, or what it points to, is the type pkg.name.
func IsNamed(t types.Type, pkg, name string) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, ok := t.(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg
}

// Object returns what id refers to or defines.
func (in *Info) Object(id *ast.Ident) types.Object { return in.pass.TypesInfo.ObjectOf(id) }
