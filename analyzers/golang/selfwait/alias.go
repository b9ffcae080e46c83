package selfwait

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// aliases returns the plain receives, in the function that made the local channel,
// from another variable that always holds that channel.
func (c *checker) aliases() []inspector.Cursor {
	if c.v.IsField() || c.v.Parent() == c.pass.Pkg.Scope() {
		return nil
	}
	var list []inspector.Cursor
	for cur := range c.closer.Preorder((*ast.UnaryExpr)(nil)) {
		u := cur.Node().(*ast.UnaryExpr)
		id, ok := ast.Unparen(u.X).(*ast.Ident)
		if u.Op != token.ARROW || !ok || chanflow.Guarded(cur) {
			continue
		}
		if fn, ok := chanflow.FuncOf(cur); !ok || fn.Node() != c.closer.Node() {
			continue
		}
		if v, ok := c.info.Object(id).(*types.Var); ok && v != c.v && c.isSame(v, 0) {
			list = append(list, cur)
		}
	}
	return list
}

// isSame reports whether every value that v gets is the channel.
func (c *checker) isSame(v *types.Var, depth int) bool {
	if depth > 4 || v.IsField() || v.Parent() == c.pass.Pkg.Scope() {
		return false
	}
	if def, ok := c.info.Def(v); ok && def.ParentEdgeKind() == edge.Field_Names {
		return c.isGiven(v, def, depth)
	}
	settings := c.info.AccessOf(v).Settings
	for _, s := range settings {
		if !c.holds(s.Value, depth) {
			return false
		}
	}
	return len(settings) > 0
}

func (c *checker) holds(x ast.Expr, depth int) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok || x == nil {
		return false
	}
	v, ok := c.info.Object(id).(*types.Var)
	return ok && (v == c.v || c.isSame(v, depth+1))
}

// isGiven handles a parameter of a function literal that is itself an argument of
// a call: the function called hands its own parameters on.
//
//	wait(func(done <-chan struct{}) { … }, stop)	func wait(f func(<-chan struct{}), done <-chan struct{}) { f(done) }
func (c *checker) isGiven(param *types.Var, def inspector.Cursor, depth int) bool {
	lit, ok := chanflow.FuncOf(def)
	if !ok || lit.ParentEdgeKind() != edge.CallExpr_Args {
		return false
	}
	call := lit.Parent().Node().(*ast.CallExpr)
	callees := c.info.Callees(call)
	if len(callees) != 1 {
		return false
	}
	decl, ok := callees[0].Node().(*ast.FuncDecl)
	if !ok {
		return false
	}
	params := parameters(c.info, decl)
	at := lit.ParentEdgeIndex()
	index := indexOf(lit.Node().(*ast.FuncLit).Type.Params, param.Name())
	if len(params) != len(call.Args) || index < 0 {
		return false
	}
	uses := c.info.Uses(params[at])
	for _, use := range uses {
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			return false
		}
		inner := use.Parent().Node().(*ast.CallExpr)
		if index >= len(inner.Args) {
			return false
		}
		id, ok := ast.Unparen(inner.Args[index]).(*ast.Ident)
		if !ok {
			return false
		}
		from := -1
		for i, p := range params {
			if c.info.Object(id) == p {
				from = i
			}
		}
		if from < 0 || !c.holds(call.Args[from], depth+1) {
			return false
		}
	}
	return len(uses) > 0
}

func parameters(info *chanflow.Info, decl *ast.FuncDecl) []types.Object {
	var list []types.Object
	for _, field := range decl.Type.Params.List {
		for _, name := range field.Names {
			list = append(list, info.Object(name))
		}
	}
	return list
}

func indexOf(fields *ast.FieldList, name string) int {
	i := 0
	for _, field := range fields.List {
		for _, id := range field.Names {
			if id.Name == name {
				return i
			}
			i++
		}
	}
	return -1
}
