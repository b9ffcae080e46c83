package unreleasedpool

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports pools and processes that a function starts and nobody gives back.
var Analyzer = &analysis.Analyzer{
	Name: "unreleasedpool",
	Doc: "report worker pools and child processes that are started in a function and never given back\n\n" +
		"Their goroutines stay behind, once per call.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/unreleasedpool.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, info: pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)}
	if !c.importsOne() {
		return nil, nil
	}
	for cur := range c.info.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		if r := c.madeBy(call); r != nil && !chanflow.Skip(pass, call) {
			c.check(r, cur)
		}
	}
	return nil, nil
}

type checker struct {
	pass *analysis.Pass
	info *chanflow.Info
}

// major matches the version at the end of an import path.
const major = `(/v[0-9]+)?$`

func (r *resource) isIn(path string) bool {
	if !strings.HasPrefix(path, r.pkg) {
		return false
	}
	ok, err := regexp.MatchString("^"+major, path[len(r.pkg):])
	return err == nil && ok
}

func (c *checker) importsOne() bool {
	for _, p := range c.pass.Pkg.Imports() {
		for i := range resources {
			if resources[i].isIn(p.Path()) {
				return true
			}
		}
	}
	return false
}

// madeBy returns the resource that call makes, or nil.
func (c *checker) madeBy(call *ast.CallExpr) *resource {
	fn := typeutil.StaticCallee(c.pass.TypesInfo, call)
	if fn == nil || fn.Pkg() == nil || fn.Signature().Recv() != nil {
		return nil
	}
	for i := range resources {
		if r := &resources[i]; r.isIn(fn.Pkg().Path()) && slices.Contains(r.makers, fn.Name()) {
			return r
		}
	}
	return nil
}

func (c *checker) check(r *resource, cur inspector.Cursor) {
	fn, ok := chanflow.FuncOf(cur)
	if !ok || c.info.IsMain(fn.Node()) || cur.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return
	}
	def := cur.Parent().Node().(*ast.AssignStmt)
	id, ok := def.Lhs[0].(*ast.Ident)
	if !ok || def.Tok != token.DEFINE || len(def.Rhs) != 1 {
		return
	}
	v, ok := c.pass.TypesInfo.Defs[id].(*types.Var)
	if !ok {
		return
	}
	var started *ast.CallExpr
	for _, use := range c.info.Uses(v) {
		sel, ok := selected(use)
		if !ok || slices.Contains(r.releases, sel.Sel.Name) {
			return // given away, or given back
		}
		if r.noun == "process" {
			if mayDetach(use.Parent()) {
				return
			}
			if sel.Sel.Name == "Start" && use.Parent().ParentEdgeKind() == edge.CallExpr_Fun {
				started = use.Parent().Parent().Node().(*ast.CallExpr)
			}
		}
	}
	if r.noun == "process" {
		if started != nil && c.info.CanEnd(fn.Node(), started) {
			c.pass.Report(analysis.Diagnostic{
				Pos: started.Pos(), End: started.End(),
				Message: fmt.Sprintf("nobody waits for the process that `%s` starts: it stays as a zombie, with its pipes and goroutines; call %s.Wait", types.ExprString(started), v.Name()),
			})
		}
		return
	}
	if c.info.CanEnd(fn.Node(), def) {
		c.pass.Report(analysis.Diagnostic{
			Pos: def.Rhs[0].Pos(), End: def.Rhs[0].End(),
			Message:        fmt.Sprintf("nobody releases the pool `%s`: its goroutines outlive every call; defer %s.%s()", v.Name(), v.Name(), r.releases[0]),
			SuggestedFixes: c.fix(fn, def, v.Name()+"."+r.releases[0]+"()"),
		})
	}
}

// selected returns v.f when the variable at use is only the receiver of a selection
// that is called or assigned to, or whose field is used further.
func selected(use inspector.Cursor) (*ast.SelectorExpr, bool) {
	if use.ParentEdgeKind() != edge.SelectorExpr_X {
		return nil, false
	}
	sel := use.Parent()
	switch sel.ParentEdgeKind() {
	case edge.CallExpr_Fun, edge.AssignStmt_Lhs, edge.SelectorExpr_X:
		return sel.Node().(*ast.SelectorExpr), true
	case edge.CallExpr_Args, edge.AssignStmt_Rhs: // cmd.Env and the like
		s := sel.Node().(*ast.SelectorExpr)
		return s, !slices.Contains(methodValues, s.Sel.Name) && s.Sel.Name != "Process"
	}
	return nil, false
}

// methodValues are the releases that can be handed on without a call, as in t.Cleanup(p.Release).
var methodValues = []string{"Release", "Stop", "StopAndWait", "Close", "Wait"}

// mayDetach reports whether the selection on a command at sel takes the process
// out of the hands of Wait: by cmd.Process.Wait or Release, or attributes that detach it.
func mayDetach(sel inspector.Cursor) bool {
	switch sel.Node().(*ast.SelectorExpr).Sel.Name {
	case "SysProcAttr":
		return true
	case "Process":
		if sel.ParentEdgeKind() != edge.SelectorExpr_X {
			return true
		}
		switch sel.Parent().Node().(*ast.SelectorExpr).Sel.Name {
		case "Pid", "Kill", "Signal":
			return false
		}
		return true
	}
	return false
}

// fix defers the release after the definition, and after the test of its error.
func (c *checker) fix(fn inspector.Cursor, def *ast.AssignStmt, call string) []analysis.SuggestedFix {
	var before ast.Stmt
	ast.Inspect(chanflow.Body(fn.Node()), func(n ast.Node) bool {
		b, ok := n.(*ast.BlockStmt)
		if !ok {
			return true
		}
		at := slices.Index(b.List, ast.Stmt(def)) + 1
		if at == 0 {
			return true
		}
		if len(def.Lhs) == 2 && at < len(b.List) {
			if !testsError(b.List[at], def.Lhs[1]) {
				return false
			}
			at++
		}
		if at < len(b.List) {
			before = b.List[at]
		}
		return false
	})
	if before == nil {
		return nil
	}
	indent := strings.Repeat("\t", max(0, c.pass.Fset.Position(def.Pos()).Column-1))
	return []analysis.SuggestedFix{{
		Message:   "Release the pool when the function ends",
		TextEdits: []analysis.TextEdit{{Pos: before.Pos(), End: before.Pos(), NewText: []byte("defer " + call + "\n" + indent)}},
	}}
}

// testsError reports whether s is if err != nil { … } with an end that leaves.
func testsError(s ast.Stmt, err ast.Expr) bool {
	f, ok := s.(*ast.IfStmt)
	if !ok || f.Init != nil || f.Else != nil || len(f.Body.List) == 0 {
		return false
	}
	cond, ok := f.Cond.(*ast.BinaryExpr)
	return ok && cond.Op == token.NEQ && types.ExprString(cond.X) == types.ExprString(err)
}
