package condneversignalled

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// isDecidedBefore reports whether what the loop around wait asks for is set on the
// way to it, by the function around it or one that leads there: then the wait may
// not happen at all, and needs no signal.
func isDecidedBefore(info *chanflow.Info, wait inspector.Cursor) bool {
	fn, ok := chanflow.FuncOf(wait)
	if !ok {
		return false
	}
	var asked []*types.Var
	for loop := range wait.Enclosing((*ast.ForStmt)(nil)) {
		if cond := loop.Node().(*ast.ForStmt).Cond; cond != nil {
			asked = fieldsIn(info, cond, 0)
		}
		break
	}
	for _, field := range asked {
		for _, s := range info.AccessOf(field).Settings {
			at, ok := chanflow.FuncOf(s.At)
			if !ok || info.IsNil(s.Value) {
				continue
			}
			if at.Node() == fn.Node() && s.At.Node().Pos() > wait.Node().Pos() {
				continue
			}
			if leadsTo(info, at, fn.Node()) {
				return true
			}
		}
	}
	return false
}

// fieldsIn returns the fields that x asks for, itself or in a function of the
// package that it calls.
func fieldsIn(info *chanflow.Info, x ast.Node, depth int) []*types.Var {
	var list []*types.Var
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if v, ok := info.Object(n).(*types.Var); ok && v.IsField() {
				list = append(list, v.Origin())
			}
		case *ast.CallExpr:
			if depth > 0 {
				break
			}
			for _, callee := range info.Callees(n) {
				list = append(list, fieldsIn(info, chanflow.Body(callee.Node()), depth+1)...)
			}
		}
		return true
	})
	return list
}

// leadsTo reports whether fn calls or starts the function target, however far down.
func leadsTo(info *chanflow.Info, fn inspector.Cursor, target ast.Node) bool {
	seen := map[ast.Node]bool{fn.Node(): true}
	work := []inspector.Cursor{fn}
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		if at.Node() == target {
			return true
		}
		for call := range at.Preorder((*ast.CallExpr)(nil)) {
			for _, callee := range info.Callees(call.Node().(*ast.CallExpr)) {
				if !seen[callee.Node()] {
					seen[callee.Node()] = true
					work = append(work, callee)
				}
			}
		}
	}
	return false
}
