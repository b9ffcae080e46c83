package handledropped

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// noParent says that a goroutine has no context above it that could end it.
const noParent = -1

func isCancel(t types.Type) bool { return chanflow.IsNamed(t, "context", "CancelFunc") }

// cancelContract looks at one field with a cancel function that only methods of
// its object call, for goroutines that wait for the context which it cancels:
//
//	ctx, cancel := context.WithCancel(ctx)
//	t := &tx{ctx: ctx, cancel: cancel}
//	go t.await()	// <-t.ctx.Done()
func (c *checker) cancelContract(field *types.Var) {
	access := c.info.AccessOf(field)
	closers := map[*types.Func]bool{}
	var object *types.TypeName
	for _, read := range access.Reads {
		if chanflow.IsNilTest(read) {
			continue
		}
		m, owner := c.methodAround(read)
		if read.ParentEdgeKind() != edge.CallExpr_Fun || m == nil || object != nil && object != owner {
			return
		}
		object = owner
		closers[m] = true
	}
	if object == nil {
		return
	}
	names := c.spread(closers, object)
	for _, s := range access.Settings {
		made := c.madeBy(s)
		if made == nil {
			continue
		}
		call := made.Rhs[0].(*ast.CallExpr)
		if parent, ok := c.parentOf(s.At, call.Args[0]); ok {
			c.waiters(c.waitsFor(made), object, names, parent)
		}
	}
}

// madeBy returns the statement ctx, cancel := context.WithCancel(…) whose second
// result s stores, at once or by way of a local variable.
func (c *checker) madeBy(s chanflow.Setting) *ast.AssignStmt {
	if id, ok := ast.Unparen(s.Value).(*ast.Ident); ok && s.Value != nil {
		v, ok := c.info.Object(id).(*types.Var)
		if !ok || v.IsField() || len(c.info.Uses(v)) != 1 {
			return nil // somebody else may call it
		}
		settings := c.info.AccessOf(v).Settings
		if len(settings) != 1 {
			return nil
		}
		s = settings[0]
	}
	a, ok := s.At.Parent().Node().(*ast.AssignStmt)
	if !ok || len(a.Lhs) != 2 || len(a.Rhs) != 1 {
		return nil
	}
	call, ok := a.Rhs[0].(*ast.CallExpr)
	if !ok || c.info.CalleeName(call) != "context.WithCancel" {
		return nil
	}
	return a
}

// parentOf says which argument of the function around at is the context x:
// noParent when x is context.Background() or TODO(). It reports false for others.
func (c *checker) parentOf(at inspector.Cursor, x ast.Expr) (int, bool) {
	if c.isEndless(x) {
		return noParent, true
	}
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return 0, false
	}
	for f := range at.Enclosing((*ast.FuncDecl)(nil)) {
		fn, ok := c.info.Object(f.Node().(*ast.FuncDecl).Name).(*types.Func)
		if !ok {
			return 0, false
		}
		params := fn.Signature().Params()
		for i := range params.Len() {
			if params.At(i) == c.info.Object(id) {
				return i, true
			}
		}
	}
	return 0, false
}

// isEndless reports whether x is a context that never ends.
func (c *checker) isEndless(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	name := c.info.CalleeName(call)
	return name == "context.Background" || name == "context.TODO"
}

// waitsFor returns the receives from Done of the context that made defines, or of
// the fields that hold it.
func (c *checker) waitsFor(made *ast.AssignStmt) []inspector.Cursor {
	holders := map[types.Object]bool{}
	switch x := ast.Unparen(made.Lhs[0]).(type) {
	case *ast.Ident:
		ctx := c.info.Object(x)
		holders[ctx] = true
		for _, use := range c.info.Uses(ctx) {
			if kv, ok := use.Parent().Node().(*ast.KeyValueExpr); ok && use.ParentEdgeKind() == edge.KeyValueExpr_Value {
				if key, ok := kv.Key.(*ast.Ident); ok {
					holders[c.info.Object(key)] = true
				}
			}
		}
	case *ast.SelectorExpr:
		holders[c.info.Object(x.Sel)] = true
	}
	var list []inspector.Cursor
	for cur := range c.info.Root().Preorder((*ast.UnaryExpr)(nil)) {
		u := cur.Node().(*ast.UnaryExpr)
		call, ok := ast.Unparen(u.X).(*ast.CallExpr)
		if u.Op != token.ARROW || !ok {
			continue
		}
		done, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || done.Sel.Name != "Done" {
			continue
		}
		switch x := ast.Unparen(done.X).(type) {
		case *ast.Ident:
			ok = holders[c.info.Object(x)]
		case *ast.SelectorExpr:
			ok = holders[c.info.Object(x.Sel)]
		default:
			ok = false
		}
		if ok {
			list = append(list, cur)
		}
	}
	return list
}
