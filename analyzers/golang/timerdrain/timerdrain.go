package timerdrain

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

// Analyzer reports second receives of a timer's one value.
var Analyzer = &analysis.Analyzer{
	Name: "timerdrain",
	Doc: "report drains of a timer whose only value may have been taken already\n\n" +
		"The goroutine waits for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/timerdrain.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	for cur := range info.Root().Preorder((*ast.UnaryExpr)(nil)) {
		drain := cur.Node().(*ast.UnaryExpr)
		timer := timerOf(pass, drain)
		if timer == "" || chanflow.Skip(pass, drain) || chanflow.Guarded(cur) || !isDrain(cur, timer) {
			continue
		}
		fn, ok := chanflow.FuncOf(cur)
		if !ok {
			continue
		}
		first := taken(pass, info, fn, drain, timer)
		if first == nil {
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos: drain.Pos(), End: drain.End(),
			Message: fmt.Sprintf("`%s` waits for ever when the value has been taken before: then Stop reports false, too; drain in a select with a default, or not at all from Go 1.23", types.ExprString(drain)),
			Related: []analysis.RelatedInformation{{Pos: first.Pos(), End: first.End(), Message: "taken here, and the timer is not set again"}},
		})
	}
	return nil, nil
}

// timerOf returns the text of t in <-t.C, when t is a *time.Timer.
func timerOf(pass *analysis.Pass, u *ast.UnaryExpr) string {
	sel, ok := ast.Unparen(u.X).(*ast.SelectorExpr)
	if u.Op != token.ARROW || !ok || sel.Sel.Name != "C" {
		return ""
	}
	if t := pass.TypesInfo.TypeOf(sel.X); t == nil || !chanflow.IsNamed(t, "time", "Timer") {
		return ""
	}
	return types.ExprString(sel.X)
}

// isDrain reports whether the receive at cur stands in if !timer.Stop() { … }. A
// condition that asks for more, there or around it, may know whether the value has
// been taken.
func isDrain(cur inspector.Cursor, timer string) bool {
	drains := false
	for at := range cur.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		s, ok := at.Node().(*ast.IfStmt)
		if !ok {
			break
		}
		if drains {
			return false
		}
		drains = s.Init == nil && types.ExprString(s.Cond) == "!"+timer+".Stop()" && cur.Parent().ParentEdgeKind() == edge.BlockStmt_List
		if !drains {
			return false
		}
	}
	return drains
}

// taken returns a receive from the timer in fn from which a path leads to the
// drain without a Reset or another timer on it, or nil.
func taken(pass *analysis.Pass, info *chanflow.Info, fn inspector.Cursor, drain ast.Node, timer string) ast.Node {
	g := info.Graph(fn.Node())
	reach := g.Reaches(func(n *chanflow.Node) bool { return n.Contains(drain) }, func(n *chanflow.Node) bool { return sets(n.AST, timer) })
	for _, n := range g.Nodes {
		var found ast.Node
		chanflow.Within(n.AST, func(m ast.Node) {
			if u, ok := m.(*ast.UnaryExpr); ok && m != drain && timerOf(pass, u) == timer {
				found = u
			}
		})
		if found == nil {
			continue
		}
		for _, e := range n.Succs {
			if reach[e.To] && !sets(e.To.AST, timer) {
				return found
			}
		}
	}
	return nil
}

// sets reports whether the step n sets the timer anew: by Reset, or by a call that
// may do so out of sight, or by an assignment.
func sets(n ast.Node, timer string) bool {
	found := false
	chanflow.Within(n, func(m ast.Node) {
		switch m := m.(type) {
		case *ast.CallExpr:
			if sel, ok := ast.Unparen(m.Fun).(*ast.SelectorExpr); ok && types.ExprString(sel.X) == timer {
				found = found || sel.Sel.Name == "Reset"
			}
			for _, arg := range m.Args {
				found = found || types.ExprString(arg) == timer
			}
		case *ast.AssignStmt:
			for _, lhs := range m.Lhs {
				found = found || types.ExprString(lhs) == timer
			}
		}
	})
	return found
}
