package lockblock

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/waits"
)

// Analyzer reports mutexes that are held across an operation that waits.
//
// It follows statement lists, not paths: from Lock to the Unlock in the same
// list, or to the end of the function when Unlock is deferred. A statement that
// unlocks somewhere inside ends the search, which misses some.
var Analyzer = &analysis.Analyzer{
	Name: "lockblock",
	Doc: "report mutexes that are held while the goroutine waits for something else\n\n" +
		"Everybody who needs the lock waits for that too.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/lockblock.md",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{
		pass:  pass,
		waits: waits.Finder{Info: pass.TypesInfo, Unbuffered: waits.Unbuffered(pass.TypesInfo, pass.Files)},
	}
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for decl := range in.Root().Preorder((*ast.FuncDecl)(nil)) {
		fn := decl.Node().(*ast.FuncDecl)
		if strings.HasSuffix(pass.Fset.Position(fn.Pos()).Filename, "_test.go") || endsThings(fn.Name.Name) {
			continue
		}
		for cur := range decl.Preorder((*ast.BlockStmt)(nil), (*ast.CaseClause)(nil), (*ast.CommClause)(nil)) {
			c.list(statements(cur.Node()))
		}
	}
	return nil, nil
}

// endsThings reports whether a function's name says that it shuts something
// down: then keeping everybody else out while it waits is what the lock is for.
func endsThings(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "close") || strings.HasPrefix(name, "stop") || strings.HasPrefix(name, "shutdown")
}

func statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

type checker struct {
	pass  *analysis.Pass
	waits waits.Finder
}

// list judges each Lock among the statements of one list.
func (c *checker) list(stmts []ast.Stmt) {
	for i, stmt := range stmts {
		expr, ok := stmt.(*ast.ExprStmt)
		if !ok {
			continue
		}
		call, ok := expr.X.(*ast.CallExpr)
		if !ok {
			continue
		}
		if mutex, method := c.mutexCall(call); method == "Lock" || method == "RLock" {
			c.held(stmts[i+1:], mutex, call)
		}
	}
}

// held reports the first wait among the statements during which a mutex is held.
func (c *checker) held(stmts []ast.Stmt, mutex string, lock *ast.CallExpr) {
	for _, stmt := range stmts {
		if _, ok := stmt.(*ast.DeferStmt); ok {
			continue // if it unlocks, it does so after all that follows
		}
		if c.unlocks(stmt, mutex) {
			return
		}
		for _, wait := range c.waits.In(stmt) {
			if c.forksHere(wait) {
				continue
			}
			c.pass.Report(analysis.Diagnostic{
				Pos:     wait.At.Pos(),
				End:     wait.End(),
				Message: fmt.Sprintf("this %s while `%s` is locked: everybody who needs the lock waits too; unlock first", wait.Kind, mutex),
				Related: []analysis.RelatedInformation{{Pos: lock.Pos(), End: lock.End(), Message: "locked here"}},
			})
			return
		}
	}
}

// forksHere reports whether a wait is for the goroutines of a local group:
// work that is split while the lock is held, on purpose.
func (c *checker) forksHere(wait waits.Wait) bool {
	call, ok := wait.At.(*ast.CallExpr)
	if !ok || wait.Kind != waits.Group {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := c.pass.TypesInfo.Uses[id].(*types.Var)
	return ok && v.Parent() != c.pass.Pkg.Scope()
}

// unlocks reports whether a statement unlocks a mutex anywhere inside, in a
// function literal too.
func (c *checker) unlocks(stmt ast.Stmt, mutex string) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if name, method := c.mutexCall(call); name == mutex && (method == "Unlock" || method == "RUnlock") {
				found = true
			}
		}
		return !found
	})
	return found
}

// mutexCall returns the mutex and method of a call such as c.mu.Lock().
func (c *checker) mutexCall(call *ast.CallExpr) (mutex, method string) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	fn := typeutil.StaticCallee(c.pass.TypesInfo, call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync" {
		return "", ""
	}
	return types.ExprString(sel.X), fn.Name()
}
