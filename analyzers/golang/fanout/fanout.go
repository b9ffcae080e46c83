package fanout

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/purecpu"
)

// Analyzer reports unbounded loops that start a goroutine of CPU work in each
// round.
var Analyzer = &analysis.Analyzer{
	Name: "fanout",
	Doc: "report a goroutine for each element of a collection whose size nobody bounds, when the goroutines compute\n\n" +
		"As many compute as there are cores; the others only hold memory.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/fanout.md",
	Requires: []*analysis.Analyzer{inspect.Analyzer, purecpu.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, prover: pass.ResultOf[purecpu.Analyzer].(*purecpu.Prover)}
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for decl := range in.Root().Preorder((*ast.FuncDecl)(nil)) {
		if strings.HasSuffix(pass.Fset.Position(decl.Node().Pos()).Filename, "_test.go") || c.limits(decl.Node()) {
			continue
		}
		for loop := range decl.Preorder((*ast.RangeStmt)(nil), (*ast.ForStmt)(nil)) {
			c.loop(loop)
		}
	}
	return nil, nil
}

type checker struct {
	pass   *analysis.Pass
	prover *purecpu.Prover
}

// loop reports a loop if it starts goroutines without bound and all of them
// compute.
func (c *checker) loop(loop inspector.Cursor) {
	if !c.prover.Unbounded(loop.Node().(ast.Stmt)) {
		return
	}
	var body *ast.BlockStmt
	switch n := loop.Node().(type) {
	case *ast.RangeStmt:
		if _, ok := c.pass.TypesInfo.TypeOf(n.X).Underlying().(*types.Chan); ok {
			return // as they come
		}
		body = n.Body
	case *ast.ForStmt:
		body = n.Body
	}
	for _, stmt := range body.List {
		lit := c.started(stmt)
		if lit == nil {
			continue
		}
		work := c.prover.Task(lit.Body)
		if !work.CPU || work.Degree == 0 && work.Weight == purecpu.Light {
			return
		}
		c.pass.Report(analysis.Diagnostic{
			Pos:     stmt.Pos(),
			End:     lit.Body.Lbrace,
			Message: "this starts a goroutine for each round of a loop without a bound, and all of them compute: more than runtime.GOMAXPROCS(0) only hold memory; limit them",
			Related: []analysis.RelatedInformation{{Pos: loop.Node().Pos(), End: body.Lbrace, Message: "the loop"}},
		})
		return
	}
}

// starters run their argument in a new goroutine.
var starters = map[string]bool{
	"sync.WaitGroup.Go":                   true,
	"golang.org/x/sync/errgroup.Group.Go": true,
}

// started returns the function literal that a statement starts as a goroutine.
func (c *checker) started(stmt ast.Stmt) *ast.FuncLit {
	var e ast.Expr
	switch stmt := stmt.(type) {
	case *ast.GoStmt:
		e = stmt.Call.Fun
	case *ast.ExprStmt:
		call, ok := stmt.X.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return nil
		}
		if fn := typeutil.StaticCallee(c.pass.TypesInfo, call); fn == nil || !starters[qualified(fn)] {
			return nil
		}
		e = call.Args[0]
	}
	lit, _ := e.(*ast.FuncLit)
	return lit
}

// limits reports whether a function has anything that can hold goroutines
// back: a group's limit, a semaphore, a channel that carries no data.
func (c *checker) limits(decl ast.Node) bool {
	found := false
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
				switch sel.Sel.Name {
				case "SetLimit", "Acquire", "TryAcquire":
					found = true
				}
			}
		case *ast.SendStmt:
			found = found || c.isToken(n.Chan)
		}
		return !found
	})
	return found
}

// isToken reports whether a channel carries nothing but permission.
func (c *checker) isToken(ch ast.Expr) bool {
	t, ok := c.pass.TypesInfo.TypeOf(ch).Underlying().(*types.Chan)
	if !ok {
		return false
	}
	switch elem := t.Elem().Underlying().(type) {
	case *types.Struct:
		return elem.NumFields() == 0
	case *types.Basic:
		return elem.Kind() == types.Bool || elem.Kind() == types.Int
	}
	return false
}

// qualified returns "pkg/path.Func" or "pkg/path.Type.Method".
func qualified(fn *types.Func) string {
	if recv := fn.Signature().Recv(); recv != nil && fn.Pkg() != nil {
		t := recv.Type()
		if ptr, ok := t.(*types.Pointer); ok {
			t = ptr.Elem()
		}
		if named, ok := t.(*types.Named); ok {
			return fn.Pkg().Path() + "." + named.Obj().Name() + "." + fn.Name()
		}
	}
	return fn.FullName()
}
