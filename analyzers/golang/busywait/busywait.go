package busywait

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// Analyzer reports loops that wait at full speed.
var Analyzer = &analysis.Analyzer{
	Name: "busywait",
	Doc: "report loops that wait by asking again and again at full speed\n\n" +
		"Such a loop keeps a core busy until something happens that could have woken it.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/busywait.md",
	Requires: []*analysis.Analyzer{inspect.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass}
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for cur := range in.Root().Preorder((*ast.ForStmt)(nil)) {
		loop := cur.Node().(*ast.ForStmt)
		if strings.HasSuffix(pass.Fset.Position(loop.Pos()).Filename, "_test.go") {
			continue // tests of schedulers spin on purpose
		}
		switch {
		case c.onlyAsks(loop):
			c.reportSelect(loop)
		case c.onlyYields(loop):
			c.report(loop, "this loop calls runtime.Gosched until its condition holds: it keeps a core busy while it waits; wait on a channel or a sync.Cond")
		default:
			if cond := c.watched(loop); cond != nil {
				c.report(loop, "this loop waits for `"+types.ExprString(cond)+"` to change without synchronisation: it keeps a core busy and may never see the change; wait on a channel, or close one")
			}
		}
	}
	return nil, nil
}

type checker struct{ pass *analysis.Pass }

func (c *checker) report(loop *ast.ForStmt, message string) {
	c.pass.Report(analysis.Diagnostic{Pos: loop.Pos(), End: loop.Body.Lbrace, Message: message})
}

// onlyAsks matches for { select { …; default: } }: nothing happens between two
// looks. A loop with a condition is one too, if the condition costs nothing.
func (c *checker) onlyAsks(loop *ast.ForStmt) bool {
	sel, def := onlySelect(loop)
	if sel == nil || def == nil || len(sel.Body.List) < 2 {
		return false
	}
	for _, stmt := range def.Body {
		if !isEmpty(stmt) {
			return false
		}
	}
	return loop.Post == nil && (loop.Cond == nil || c.isFree(loop.Cond))
}

// onlySelect returns the select that is the whole body of a loop, and its
// default case.
func onlySelect(loop *ast.ForStmt) (*ast.SelectStmt, *ast.CommClause) {
	if len(loop.Body.List) != 1 {
		return nil, nil
	}
	stmt := loop.Body.List[0]
	if labeled, ok := stmt.(*ast.LabeledStmt); ok {
		stmt = labeled.Stmt
	}
	sel, ok := stmt.(*ast.SelectStmt)
	if !ok {
		return nil, nil
	}
	for _, clause := range sel.Body.List {
		if comm := clause.(*ast.CommClause); comm.Comm == nil {
			return sel, comm
		}
	}
	return sel, nil
}

// isEmpty matches continue and the empty statement.
func isEmpty(stmt ast.Stmt) bool {
	switch stmt := stmt.(type) {
	case *ast.EmptyStmt:
		return true
	case *ast.BranchStmt:
		return stmt.Tok == token.CONTINUE && stmt.Label == nil
	}
	return false
}

// reportSelect offers to leave out the default case: then select waits.
func (c *checker) reportSelect(loop *ast.ForStmt) {
	_, def := onlySelect(loop)
	d := analysis.Diagnostic{
		Pos:     loop.Pos(),
		End:     loop.Body.Lbrace,
		Message: "this loop asks its channels again and again and keeps a core busy while none is ready; leave out the empty default, and select waits",
		Related: []analysis.RelatedInformation{{Pos: def.Pos(), End: def.Colon + 1, Message: "the empty default"}},
	}
	file := c.pass.Fset.File(def.Pos())
	if loop.Cond == nil && len(def.Body) == 0 && !c.hasComment(def) {
		line := file.Line(def.Pos())
		if line < file.LineCount() && file.Line(def.Colon) == line {
			d.SuggestedFixes = []analysis.SuggestedFix{{
				Message:   "Leave out the empty default",
				TextEdits: []analysis.TextEdit{{Pos: file.LineStart(line), End: file.LineStart(line + 1)}},
			}}
		}
	}
	c.pass.Report(d)
}

// hasComment reports whether a comment stands on a clause's line or in it; a
// fix must not lose it.
func (c *checker) hasComment(def *ast.CommClause) bool {
	file := c.pass.Fset.File(def.Pos())
	line := file.Line(def.Pos())
	for _, f := range c.pass.Files {
		if f.FileStart > def.Pos() || def.Pos() >= f.FileEnd {
			continue
		}
		for _, group := range f.Comments {
			from, to := file.Line(group.Pos()), file.Line(group.End())
			if from <= line+1 && to >= line {
				return true
			}
		}
	}
	return false
}

// onlyYields matches for cond { runtime.Gosched() } over memory that another
// goroutine changes. Code under a lock-free algorithm's compare-and-swap is
// what Gosched is for, and its loops do more than that.
func (c *checker) onlyYields(loop *ast.ForStmt) bool {
	if len(loop.Body.List) != 1 || loop.Cond != nil && !c.isFree(loop.Cond) {
		return false
	}
	stmt, ok := loop.Body.List[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := typeutil.StaticCallee(c.pass.TypesInfo, call)
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "runtime" && fn.Name() == "Gosched" && loop.Post == nil
}

// watched matches for !done {} and for { if done { break } } where done is a
// plain variable, and returns what is asked.
func (c *checker) watched(loop *ast.ForStmt) ast.Expr {
	cond, body := loop.Cond, loop.Body.List
	if cond == nil && len(body) == 1 {
		leave, ok := body[0].(*ast.IfStmt)
		if !ok || leave.Init != nil || leave.Else != nil || !leaves(leave.Body) {
			return nil
		}
		cond, body = leave.Cond, nil
	}
	if cond == nil || loop.Post != nil || !c.isFree(cond) || !c.readsVariable(cond) {
		return nil
	}
	for _, stmt := range body {
		if !isEmpty(stmt) {
			return nil
		}
	}
	return cond
}

// leaves matches { break } and { return }.
func leaves(body *ast.BlockStmt) bool {
	if len(body.List) != 1 {
		return false
	}
	switch stmt := body.List[0].(type) {
	case *ast.BranchStmt:
		return stmt.Tok == token.BREAK
	case *ast.ReturnStmt:
		return true
	}
	return false
}

func (c *checker) readsVariable(e ast.Expr) bool {
	watched := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, ok := c.pass.TypesInfo.Uses[id].(*types.Var)
			watched = watched || ok && v != nil
		}
		return true
	})
	return watched
}

// isFree reports whether an expression only reads variables and compares.
func (c *checker) isFree(e ast.Expr) bool {
	free := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			id, ok := ast.Unparen(n.Fun).(*ast.Ident)
			if ok {
				if b, builtin := c.pass.TypesInfo.Uses[id].(*types.Builtin); builtin && (b.Name() == "len" || b.Name() == "cap") {
					return true
				}
			}
			free = free && c.pass.TypesInfo.Types[n.Fun].IsType()
		case *ast.FuncLit:
			free = false
		case *ast.UnaryExpr:
			free = free && n.Op != token.ARROW
		}
		return free
	})
	return free
}
