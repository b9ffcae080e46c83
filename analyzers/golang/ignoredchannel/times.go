package ignoredchannel

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// maxCallers bounds the calls that a tally goes back through.
const maxCallers = 4

// times returns how often the send at cur happens at least for one object, as far
// as the package shows: the trips of the loops around it, for each call of the
// function that it is in. A loop without an end counts as very many, one of unknown
// length as one.
func times(info *chanflow.Info, cur inspector.Cursor) int64 {
	t := tally{info: info, counts: map[*types.Var]int64{}}
	t.add(cur, cur.Node().(*ast.SendStmt).Chan, 1, 0)
	most := int64(0)
	for _, n := range t.counts {
		most = max(most, n)
	}
	return most
}

// A tally counts by the variable that holds the object: two variables may hold two.
type tally struct {
	info   *chanflow.Info
	counts map[*types.Var]int64
}

// add counts the step at cur, which is about x or a part of it, n times for each
// time that it happens.
func (t *tally) add(cur inspector.Cursor, x ast.Expr, n int64, depth int) {
	v := t.root(x)
	fn, ok := chanflow.FuncOf(cur)
	if v == nil || !ok {
		return
	}
	n = min(n*t.trips(cur, fn, v), chanflow.Many)
	body := chanflow.Body(fn.Node())
	inBody := body.Pos() <= v.Pos() && v.Pos() < body.End()
	inHead := fn.Node().Pos() <= v.Pos() && v.Pos() < body.Pos()
	decl, isDecl := fn.Node().(*ast.FuncDecl)
	switch {
	case inBody || depth == maxCallers:
	case isDecl && inHead:
		if t.callers(decl, v, n, depth) {
			return
		}
	case !isDecl && !inHead:
		if starts, ok := t.info.Starts(fn); ok && len(starts) > 0 {
			for _, s := range starts {
				t.add(s.Site, x, n, depth)
			}
			return
		}
	}
	t.counts[v] = min(t.counts[v]+n, chanflow.Many)
}

// callers goes on to the calls of decl, whose receiver or parameter v is. It
// reports false when there are none.
func (t *tally) callers(decl *ast.FuncDecl, v *types.Var, n int64, depth int) bool {
	fn, ok := t.info.Object(decl.Name).(*types.Func)
	if !ok {
		return false
	}
	index := -1 // the receiver
	for i := range fn.Signature().Params().Len() {
		if fn.Signature().Params().At(i) == v {
			index = i
		}
	}
	found := false
	for _, use := range t.info.Uses(fn) {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		call := use.Parent().Node().(*ast.CallExpr)
		var x ast.Expr
		if sel, ok := use.Node().(*ast.SelectorExpr); ok && index < 0 {
			x = sel.X
		} else if index >= 0 && index < len(call.Args) {
			x = call.Args[index]
		}
		if x != nil {
			found = true
			t.add(use.Parent(), x, n, depth+1)
		}
	}
	return found
}

// root returns the variable that x starts from, or nil.
func (t *tally) root(x ast.Expr) *types.Var {
	for x != nil {
		switch e := ast.Unparen(x).(type) {
		case *ast.Ident:
			v, _ := t.info.Object(e).(*types.Var)
			return v
		case *ast.SelectorExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		case *ast.UnaryExpr:
			x = e.X
		default:
			return nil
		}
	}
	return nil
}

// trips returns how often the step at cur happens in one call of fn while v holds
// the same object.
func (t *tally) trips(cur, fn inspector.Cursor, v *types.Var) int64 {
	trips := int64(1)
	for loop := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		if !fn.Contains(loop) || loop.Node().Pos() <= v.Pos() && v.Pos() < loop.Node().End() {
			break
		}
		if n, known := t.info.Trips(loop.Node().(ast.Stmt)); known {
			trips = min(trips*n, chanflow.Many)
		} else if f, ok := loop.Node().(*ast.ForStmt); ok && f.Cond == nil && !t.info.Leaves(fn.Node(), f) {
			trips = chanflow.Many
		}
	}
	return trips
}
