package handledropped

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports objects with a goroutine that their user never stops.
var Analyzer = &analysis.Analyzer{
	Name: "handledropped",
	Doc: "report objects that run a goroutine and are dropped without their stop method\n\n" +
		"The goroutine stays, and the object with it.",
	URL:       "https://github.com/asynclint/asynclint/blob/main/docs/rules/handledropped.md",
	Requires:  []*analysis.Analyzer{chanflow.Analyzer},
	FactTypes: []analysis.Fact{new(mustStop)},
	Flags:     chanflow.Flags(),
	Run:       run,
}

// mustStop is the fact that a function starts a goroutine which only the named
// methods of an object end: its receiver, or its first result.
type mustStop struct {
	Methods  []string
	Receiver bool
	Parent   int // the argument whose end ends the goroutine, too, or noParent
}

func (*mustStop) AFact() {}
func (f *mustStop) String() string {
	return "mustStop(" + strings.Join(f.Methods, ",") + ")"
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, info: pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)}
	c.contracts()
	for cur := range c.info.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		fact, fn := c.factOf(call)
		if fact == nil || chanflow.Skip(pass, call) || !c.isDropped(cur, fact) {
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos: call.Pos(), End: call.End(),
			Message: fmt.Sprintf("`%s` starts a goroutine that only %s ends, and nothing here calls it: the goroutine stays; defer it", fn.Name(), strings.Join(fact.Methods, " or ")),
		})
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	info *chanflow.Info
}

// factOf returns the fact of the function that call calls, or nil.
func (c *checker) factOf(call *ast.CallExpr) (*mustStop, *types.Func) {
	fn := typeutil.StaticCallee(c.pass.TypesInfo, call)
	if fn == nil || fn.Pkg() == nil {
		return nil, nil
	}
	fn = fn.Origin()
	fact := new(mustStop)
	if !c.pass.ImportObjectFact(fn, fact) {
		return nil, nil
	}
	return fact, fn
}

// isDropped reports whether the object of the call at cur is only known here, and
// nobody stops it.
func (c *checker) isDropped(cur inspector.Cursor, fact *mustStop) bool {
	owner, ok := chanflow.FuncOf(cur)
	if !ok || c.info.IsMain(owner.Node()) || !c.info.CanEnd(owner.Node(), cur.Node()) {
		return false
	}
	if args := cur.Node().(*ast.CallExpr).Args; fact.Parent != noParent && (fact.Parent >= len(args) || !c.isEndless(args[fact.Parent])) {
		return false
	}
	if fact.Receiver {
		sel, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		id, ok := ast.Unparen(sel.X).(*ast.Ident)
		if !ok {
			return false
		}
		v, ok := c.info.Object(id).(*types.Var)
		return ok && c.isLocalObject(v) && !c.isStopped(v, fact)
	}
	switch cur.ParentEdgeKind() {
	case edge.ExprStmt_X:
		return true
	case edge.AssignStmt_Rhs:
		a := cur.Parent().Node().(*ast.AssignStmt)
		id, ok := a.Lhs[0].(*ast.Ident)
		if !ok || len(a.Rhs) != 1 {
			return false
		}
		if id.Name == "_" {
			return true
		}
		v, ok := c.pass.TypesInfo.Defs[id].(*types.Var)
		return ok && a.Tok == token.DEFINE && !c.isStopped(v, fact)
	}
	return false
}

// isLocalObject reports whether v is a variable that a function defines with a
// struct literal or new.
func (c *checker) isLocalObject(v *types.Var) bool {
	if v.IsField() || v.Parent() == c.pass.Pkg.Scope() {
		return false
	}
	access := c.info.AccessOf(v)
	if len(access.Settings) != 1 {
		return false
	}
	x := ast.Unparen(access.Settings[0].Value)
	if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.AND {
		x = ast.Unparen(u.X)
	}
	_, ok := x.(*ast.CompositeLit)
	return ok
}

// isStopped reports whether one of the fact's methods is called on v, or v gets
// out of sight, so that somebody else may.
func (c *checker) isStopped(v *types.Var, fact *mustStop) bool {
	for _, use := range c.info.Uses(v) {
		name, sel, ok := chanflow.Selected(use)
		if !ok && chanflow.IsNilTest(use) {
			continue
		}
		if !ok || slices.Contains(fact.Methods, name) {
			return true
		}
		if u, ok := sel.Parent().Node().(*ast.UnaryExpr); ok && u.Op == token.ARROW {
			return true // waits for something that the object reports, such as its end
		}
		if _, method := c.info.Object(sel.Node().(*ast.SelectorExpr).Sel).(*types.Func); method && sel.ParentEdgeKind() != edge.CallExpr_Fun {
			return true // a method value
		}
	}
	return false
}
