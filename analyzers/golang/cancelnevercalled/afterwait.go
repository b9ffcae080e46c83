package cancelnevercalled

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// maxCalls bounds the calls that are followed from a cancel function outwards.
const maxCalls = 3

// A waiter looks at a cancel function all of whose calls come after a wait for
// the very context that it cancels:
//
//	ctx, r.cancel = context.WithCancel(ctx)
//	go r.await(ctx)	// <-ctx.Done(); r.close()	which calls r.cancel()
type waiter struct {
	pass *analysis.Pass
	info *chanflow.Info
	ctx  types.Object // the variable or field that holds the context
	wait ast.Node     // the receive from its Done
}

// checkWaits reports the wait when v is only called behind it.
func checkWaits(pass *analysis.Pass, info *chanflow.Info, v *types.Var, access chanflow.Access) {
	var made *chanflow.Setting
	for i, s := range access.Settings {
		if info.IsNil(s.Value) {
			continue
		}
		if made != nil || madeBy(info, s) == "" {
			return
		}
		made = &access.Settings[i]
	}
	if made == nil {
		return
	}
	w := &waiter{pass: pass, info: info, ctx: contextBeside(info, *made)}
	if w.ctx == nil {
		return
	}
	calls := 0
	for _, read := range access.Reads {
		if chanflow.IsNilTest(read) {
			continue
		}
		if read.ParentEdgeKind() != edge.CallExpr_Fun || !w.isBehind(read.Parent(), 0) {
			return
		}
		calls++
	}
	if calls == 0 || w.wait == nil || chanflow.Skip(pass, w.wait) {
		return
	}
	pass.Report(analysis.Diagnostic{
		Pos: w.wait.Pos(), End: w.wait.End(),
		Message: fmt.Sprintf("`%s` waits until the parent of the context ends: the cancel function kept in `%s` is only called after this; call it where the work ends", types.ExprString(w.wait.(ast.Expr)), v.Name()),
		Related: []analysis.RelatedInformation{{Pos: made.At.Node().Pos(), End: made.At.Node().End(), Message: "the context is made here"}},
	})
}

// contextBeside returns what is set to the context that s's cancel function belongs to.
func contextBeside(info *chanflow.Info, s chanflow.Setting) types.Object {
	a, ok := s.At.Parent().Node().(*ast.AssignStmt)
	if !ok || len(a.Lhs) != 2 || len(a.Rhs) != 1 {
		return nil
	}
	switch x := ast.Unparen(a.Lhs[0]).(type) {
	case *ast.Ident:
		return info.Object(x)
	case *ast.SelectorExpr:
		return info.Object(x.Sel)
	}
	return nil
}

// isBehind reports whether the call at cur is only reached after a wait for the
// context, in its function or in all that call that function.
func (w *waiter) isBehind(cur inspector.Cursor, depth int) bool {
	fn, ok := chanflow.FuncOf(cur)
	if !ok {
		return false
	}
	g := w.info.Graph(fn.Node())
	waits := func(n *chanflow.Node) bool { return w.waitsAt(fn, n) }
	ahead := g.Reaches(func(n *chanflow.Node) bool { return n.Contains(cur.Node()) }, waits)
	if !ahead[g.Entry] {
		return w.wait != nil
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || decl.Name.IsExported() || depth == maxCalls {
		return false
	}
	uses := w.info.Uses(w.info.Object(decl.Name))
	for _, use := range uses {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		if use.ParentEdgeKind() != edge.CallExpr_Fun || !w.isBehind(use.Parent(), depth+1) {
			return false
		}
	}
	return len(uses) > 0
}

// waitsAt reports whether the step n of fn receives from the context's Done.
func (w *waiter) waitsAt(fn inspector.Cursor, n *chanflow.Node) bool {
	if n.Select != nil {
		return false // it may go on for another reason
	}
	found := false
	chanflow.Within(n.AST, func(m ast.Node) {
		u, ok := m.(*ast.UnaryExpr)
		if !ok || u.Op != token.ARROW {
			return
		}
		call, ok := ast.Unparen(u.X).(*ast.CallExpr)
		if !ok {
			return
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if ok && sel.Sel.Name == "Done" && w.isContext(fn, sel.X) {
			found = true
			w.wait = u
		}
	})
	return found
}

// isContext reports whether x, in fn, is the context: the same variable or field,
// or the parameter that every go statement which starts fn gives it to.
func (w *waiter) isContext(fn inspector.Cursor, x ast.Expr) bool {
	switch e := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		return w.info.Object(e.Sel) == w.ctx
	case *ast.Ident:
		obj := w.info.Object(e)
		return obj == w.ctx || w.isGiven(fn, obj)
	}
	return false
}

func (w *waiter) isGiven(fn inspector.Cursor, param types.Object) bool {
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		return false
	}
	index, i := -1, 0
	for _, field := range decl.Type.Params.List {
		for _, name := range field.Names {
			if w.info.Object(name) == param {
				index = i
			}
			i++
		}
	}
	sites, ok := w.info.GoSites(fn)
	if !ok || index < 0 || len(sites) == 0 {
		return false
	}
	for _, site := range sites {
		g, ok := site.Node().(*ast.GoStmt)
		if !ok || index >= len(g.Call.Args) {
			return false
		}
		id, ok := ast.Unparen(g.Call.Args[index]).(*ast.Ident)
		if !ok || w.info.Object(id) != w.ctx {
			return false
		}
	}
	return true
}
