package selfblockedsend

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// checkObjects reports sends to a channel in a field of an object that a function
// has just made and nobody else has, when the room is used up:
//
//	c := &compactor{wake: make(chan struct{}, 1)}
//	c.wake <- struct{}{}
//	c.start()	// begins with c.wake <- struct{}{}
//
// Methods of the package are followed as far as they go straight on.
func checkObjects(pass *analysis.Pass, info *chanflow.Info) {
	for cur := range info.Root().Preorder((*ast.CompositeLit)(nil)) {
		lit := cur.Node().(*ast.CompositeLit)
		v, def := definedAs(info, cur)
		if v == nil || chanflow.Skip(pass, lit) {
			continue
		}
		fn, ok := chanflow.FuncOf(cur)
		if !ok {
			continue
		}
		for _, elt := range lit.Elts {
			kv, ok := elt.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			key, ok1 := kv.Key.(*ast.Ident)
			call, ok2 := ast.Unparen(kv.Value).(*ast.CallExpr)
			if !ok1 || !ok2 {
				continue
			}
			field, ok := info.Object(key).(*types.Var)
			if size, made := info.MakeChan(call); ok && made && size >= 0 {
				o := &object{pass: pass, info: info, v: v, def: def, fn: fn, field: field, room: int(size), make: call}
				o.check()
			}
		}
	}
}

// definedAs returns the local variable that the literal at cur, or its address,
// defines, and the defining statement.
func definedAs(info *chanflow.Info, cur inspector.Cursor) (*types.Var, ast.Node) {
	if cur.ParentEdgeKind() == edge.UnaryExpr_X {
		cur = cur.Parent()
	}
	a, ok := cur.Parent().Node().(*ast.AssignStmt)
	if !ok || cur.ParentEdgeKind() != edge.AssignStmt_Rhs || len(a.Lhs) != len(a.Rhs) {
		return nil, nil
	}
	id, ok := a.Lhs[cur.ParentEdgeIndex()].(*ast.Ident)
	if !ok {
		return nil, nil
	}
	v, ok := info.Object(id).(*types.Var)
	if !ok || v.IsField() || v.Pos() != id.Pos() {
		return nil, nil
	}
	return v, a
}

// An object is one channel in a field of a fresh object.
type object struct {
	pass  *analysis.Pass
	info  *chanflow.Info
	v     *types.Var // the variable that holds the object
	def   ast.Node
	fn    inspector.Cursor // the function of v
	field *types.Var
	room  int
	make  *ast.CallExpr
}

// An end says how a stretch of steps leaves the channel.
type end int

const (
	goesOn  end = iota
	unknown     // somebody else may have the object, or the steps part
	stuck       // at a send
)

func (o *object) check() {
	var at *ast.SendStmt
	free := false // some path comes through
	w := o.info.NewWalker(o.fn.Node(), nil)
	complete := chanflow.Walk(w, state{}, "", func(n *chanflow.Node, s state, _ chanflow.Conditions) (state, bool) {
		if n.AST == o.def {
			return state{made: true}, true
		}
		if !s.made {
			return s, true
		}
		var how end
		var send *ast.SendStmt
		s.values, how, send = o.step(n, o.v, s.values, 0)
		switch how {
		case unknown:
			free = true
			return s, false
		case stuck:
			at = send
			return s, false
		}
		return s, !n.Exit
	}, nil)
	if !complete || at == nil || free || chanflow.Skip(o.pass, at) {
		return
	}
	o.pass.Report(analysis.Diagnostic{
		Pos: at.Pos(), End: at.End(),
		Message: fmt.Sprintf("the send to `%s` waits for ever: its room for %d is used up, and nobody else has `%s` yet; start the receiver first, or make room",
			types.ExprString(at.Chan), o.room, o.v.Name()),
		Related: []analysis.RelatedInformation{{Pos: o.make.Pos(), End: o.make.End(), Message: "made here"}},
	})
}

// maxInlined bounds how many calls deep a method is followed.
const maxInlined = 3

// step returns the number of values in the channel after the step n of a function
// in which v holds the object, and how the step ends.
func (o *object) step(n *chanflow.Node, v types.Object, values, depth int) (int, end, *ast.SendStmt) {
	if n.AST == nil || !o.mentions(n.AST, v) {
		return values, goesOn, nil
	}
	switch s := n.AST.(type) {
	case *ast.SendStmt:
		if n.Select != nil || !o.isField(s.Chan, v) || o.mentions(s.Value, v) {
			return values, unknown, nil
		}
		if values >= o.room {
			return values, stuck, s
		}
		return values + 1, goesOn, nil
	case *ast.ExprStmt:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		if !ok || depth == maxInlined {
			return values, unknown, nil
		}
		return o.call(call, v, values, depth)
	}
	return values, unknown, nil
}

// call follows v.m(…), where m does not get v in another way.
func (o *object) call(call *ast.CallExpr, v types.Object, values, depth int) (int, end, *ast.SendStmt) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return values, unknown, nil
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok || o.info.Object(id) != v {
		return values, unknown, nil
	}
	for _, arg := range call.Args {
		if o.mentions(arg, v) {
			return values, unknown, nil
		}
	}
	decl, ok := o.info.Decl(typeutil.StaticCallee(o.pass.TypesInfo, call))
	if !ok {
		return values, unknown, nil
	}
	recv := decl.Node().(*ast.FuncDecl).Recv
	if recv == nil || len(recv.List) != 1 || len(recv.List[0].Names) != 1 {
		return values, unknown, nil
	}
	inner := o.info.Object(recv.List[0].Names[0])
	at := o.info.Graph(decl.Node()).Entry
	for !at.Exit {
		var how end
		var send *ast.SendStmt
		if values, how, send = o.step(at, inner, values, depth+1); how != goesOn {
			return values, how, send
		}
		if len(at.Succs) != 1 || at.Succs[0].Back {
			return values, unknown, nil
		}
		at = at.Succs[0].To
	}
	return values, goesOn, nil
}

// isField reports whether x is the field of v.
func (o *object) isField(x ast.Expr, v types.Object) bool {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	return ok && o.info.Object(id) == v && o.info.Object(sel.Sel) == o.field
}

// mentions reports whether v occurs in n, function literals included.
func (o *object) mentions(n ast.Node, v types.Object) bool {
	if r, ok := n.(*ast.RangeStmt); ok {
		n = r.X // the rest has steps of its own
	}
	found := false
	ast.Inspect(n, func(m ast.Node) bool {
		id, ok := m.(*ast.Ident)
		found = found || ok && o.info.Object(id) == v
		return !found
	})
	return found
}
