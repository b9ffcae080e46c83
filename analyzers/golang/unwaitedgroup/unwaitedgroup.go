package unwaitedgroup

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports groups without Wait, and with Wait in the wrong place.
var Analyzer = &analysis.Analyzer{
	Name: "unwaitedgroup",
	Doc: "report groups of goroutines that are never waited for, or waited for too early\n\n" +
		"The function returns while its workers run, or waits for workers that it has not started.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/unwaitedgroup.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	isGroup := func(t types.Type) bool {
		return chanflow.IsNamed(t, "sync", "WaitGroup") || chanflow.IsNamed(t, "golang.org/x/sync/errgroup", "Group")
	}
	for _, v := range info.Locals(isGroup) {
		c := &checker{pass: pass, info: info, v: v, calls: map[string][]inspector.Cursor{}}
		if c.census() {
			c.checkNever()
			c.checkEarly()
		}
	}
	return nil, nil
}

// A checker looks at one group.
type checker struct {
	pass  *analysis.Pass
	info  *chanflow.Info
	v     *types.Var
	fn    inspector.Cursor              // the function that declares the group
	calls map[string][]inspector.Cursor // by method
}

// census collects the calls of the group's methods, and reports whether the
// group is used for nothing else.
func (c *checker) census() bool {
	def, ok := c.info.Def(c.v)
	if !ok {
		return false
	}
	if c.fn, ok = chanflow.FuncOf(def); !ok {
		return false
	}
	access := c.info.AccessOf(c.v)
	for _, s := range access.Settings {
		if !c.isFresh(s) {
			return false
		}
	}
	for _, read := range access.Reads {
		name, sel, ok := chanflow.Selected(read)
		if !ok || sel.ParentEdgeKind() != edge.CallExpr_Fun {
			return false
		}
		c.calls[name] = append(c.calls[name], sel.Parent())
	}
	return true
}

// isFresh reports whether s makes a group of its own: a literal, new, or errgroup.WithContext.
func (c *checker) isFresh(s chanflow.Setting) bool {
	x := s.Value
	if a, ok := s.At.Parent().Node().(*ast.AssignStmt); ok && x == nil {
		x = a.Rhs[0]
	}
	switch e := ast.Unparen(x).(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		_, lit := ast.Unparen(e.X).(*ast.CompositeLit)
		return lit
	case *ast.CallExpr:
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && id.Name == "new" {
			return true
		}
		return c.info.CalleeName(e) == "golang.org/x/sync/errgroup.WithContext"
	}
	return false
}

// checkNever reports a group that starts goroutines in a loop, or with errors
// that somebody should look at, and has no Wait at all.
func (c *checker) checkNever() {
	if len(c.calls["Wait"]) > 0 || c.info.IsMain(c.fn.Node()) {
		return
	}
	for _, name := range []string{"Go", "TryGo", "Add"} {
		for _, call := range c.calls[name] {
			fn, ok := chanflow.FuncOf(call)
			if !ok || fn != c.fn || !c.info.CanEnd(fn.Node(), call.Node()) || chanflow.Skip(c.pass, call.Node()) {
				continue
			}
			repeated := c.info.LoopAround(fn.Node(), call.Node()) != nil || name == "Add" && !isOne(c.pass, call)
			if c.counts() && !repeated {
				continue // one goroutine is as good without a group
			}
			c.pass.Report(analysis.Diagnostic{
				Pos: call.Node().Pos(), End: call.Node().End(),
				Message: fmt.Sprintf("nobody waits for the goroutines of `%s`: the function returns while they run; call %s.Wait()", c.v.Name(), c.v.Name()),
			})
			return
		}
	}
}

// counts reports whether the group is a WaitGroup.
func (c *checker) counts() bool { return chanflow.IsNamed(c.v.Type(), "sync", "WaitGroup") }

// isOne reports whether the argument of the call is the constant 1.
func isOne(pass *analysis.Pass, call inspector.Cursor) bool {
	args := call.Node().(*ast.CallExpr).Args
	if len(args) != 1 {
		return false
	}
	v := pass.TypesInfo.Types[args[0]].Value
	return v != nil && constant.Compare(v, token.EQL, constant.MakeInt64(1))
}

// checkEarly reports a Wait in the loop that starts the goroutines, when the only
// Add stands before that loop and counts all of them.
func (c *checker) checkEarly() {
	if len(c.calls["Add"]) != 1 || len(c.calls["Done"]) != 1 || !c.counts() {
		return
	}
	add, done := c.calls["Add"][0], c.calls["Done"][0]
	if isOne(c.pass, add) {
		return
	}
	for _, wait := range c.calls["Wait"] {
		if chanflow.Skip(c.pass, wait.Node()) {
			continue
		}
		loop := c.info.LoopAround(c.fn.Node(), wait.Node())
		if loop == nil || !(add.Node().End() < loop.Pos()) || !(loop.Pos() < done.Node().Pos() && done.Node().End() < wait.Node().Pos()) {
			continue
		}
		if !c.isOncePerTrip(done) || !c.isDirect(wait, loop) {
			continue
		}
		c.pass.Report(analysis.Diagnostic{
			Pos: wait.Node().Pos(), End: wait.Node().End(),
			Message: fmt.Sprintf("`%s.Wait()` waits for goroutines that later trips of this loop would start; call it after the loop", c.v.Name()),
			Related: []analysis.RelatedInformation{{Pos: add.Node().Pos(), Message: "counts all of them"}},
		})
	}
}

// isOncePerTrip reports whether the call of Done at cur is in a function literal
// and in no loop there.
func (c *checker) isOncePerTrip(cur inspector.Cursor) bool {
	fn, ok := chanflow.FuncOf(cur)
	if !ok || fn == c.fn {
		return false
	}
	return c.info.LoopAround(fn.Node(), cur.Node()) == nil
}

// isDirect reports whether the call at cur is a statement of the body of loop, so
// that every trip comes to it.
func (c *checker) isDirect(cur inspector.Cursor, loop ast.Stmt) bool {
	if cur.ParentEdgeKind() != edge.ExprStmt_X {
		return false
	}
	block := cur.Parent().Parent()
	return block.Parent().Node() == ast.Node(loop)
}
