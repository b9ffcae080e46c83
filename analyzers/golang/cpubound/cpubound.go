package cpubound

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/purecpu"
)

// Analyzer reports expensive loops of CPU work that ignore the context of their
// function.
var Analyzer = &analysis.Analyzer{
	Name: "cpubound",
	Doc: "report loops that compute for long and never look at the context which would cancel them\n\n" +
		"After cancellation such a loop keeps its core busy to the end, for a result that nobody reads.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/cpubound.md",
	Requires: []*analysis.Analyzer{inspect.Analyzer, purecpu.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, prover: pass.ResultOf[purecpu.Analyzer].(*purecpu.Prover)}
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for cur := range in.Root().Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if strings.HasSuffix(pass.Fset.Position(cur.Node().Pos()).Filename, "_test.go") {
			continue // nobody waits
		}
		if ctx := c.cancellation(cur); ctx != nil {
			c.function(cur, ctx)
		}
	}
	return nil, nil
}

type checker struct {
	pass   *analysis.Pass
	prover *purecpu.Prover
}

// A source is the parameter through which a function can be cancelled.
type source struct {
	obj     *types.Var
	request bool // *http.Request instead of context.Context
}

// ctxExpr returns the Go expression for the context.
func (s *source) ctxExpr() string {
	if s.request {
		return s.obj.Name() + ".Context()"
	}
	return s.obj.Name()
}

// cancellation returns a function's context or request parameter, or nil. One
// that is named _ is ignored on purpose.
func (c *checker) cancellation(fn inspector.Cursor) *source {
	var typ *ast.FuncType
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		if n.Body == nil {
			return nil
		}
		typ = n.Type
	case *ast.FuncLit:
		typ = n.Type
	}
	var request *source
	for _, field := range typ.Params.List {
		for _, name := range field.Names {
			v, ok := c.pass.TypesInfo.Defs[name].(*types.Var)
			if !ok || name.Name == "_" {
				continue
			}
			switch {
			case isContext(v.Type()):
				return &source{obj: v}
			case isRequest(v.Type()):
				request = &source{obj: v, request: true}
			}
		}
	}
	return request
}

// function judges the outermost loops of a function, those in its literals
// included unless they have a context of their own.
func (c *checker) function(fn inspector.Cursor, ctx *source) {
	fn.Inspect([]ast.Node{(*ast.FuncLit)(nil), (*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)}, func(cur inspector.Cursor) bool {
		switch n := cur.Node().(type) {
		case *ast.FuncLit:
			return cur == fn || c.cancellation(cur) == nil
		case ast.Stmt:
			if c.looks(n, ctx) {
				return false
			}
			work := c.prover.Loop(n)
			if !work.CPU {
				return true // a loop inside may still be
			}
			if why := c.expensive(n, work, ctx); why != "" {
				c.report(cur, work, ctx, why)
			}
			return false
		}
		return true
	})
}

// looks reports whether a loop has any context at hand, or hands the request
// on: then somebody in it can notice.
func (c *checker) looks(loop ast.Node, ctx *source) bool {
	found := false
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, arg := range n.Args {
				if id, ok := ast.Unparen(arg).(*ast.Ident); ok && ctx.request && c.pass.TypesInfo.Uses[id] == ctx.obj {
					found = true
				}
			}
		case ast.Expr:
			if t := c.pass.TypesInfo.TypeOf(n); t != nil && isContext(t) {
				found = true
			}
		}
		return !found
	})
	return found
}

// isIn reports whether call lies in one of the loops: another loop that has no
// bound of its own says nothing about it.
func isIn(call *ast.CallExpr, loops []ast.Node) bool {
	for _, loop := range loops {
		if call != nil && loop.Pos() <= call.Pos() && call.End() <= loop.End() {
			return true
		}
	}
	return false
}

// expensive says why a loop of CPU work takes long, or "".
func (c *checker) expensive(loop ast.Stmt, work purecpu.Work, ctx *source) string {
	switch {
	case !work.Unbounded:
		return "" // constant bounds only
	case work.Weight == purecpu.Heavy:
		return fmt.Sprintf("calls %s", c.quote(work.Heaviest.Fun))
	case work.Weight >= purecpu.Medium && isIn(work.Heaviest, work.Opens):
		return fmt.Sprintf("calls %s until it succeeds", c.quote(work.Heaviest.Fun))
	case work.Open && work.Strong > 0:
		return "repeats a loop until it succeeds"
	case c.fromRequest(loop, ctx):
		return "runs as often as the request asks for"
	case work.Bulk != nil:
		return fmt.Sprintf("calls %s on each piece of data", c.quote(work.Bulk.Fun))
	case work.Weight == purecpu.Medium && work.Strong > 0:
		return fmt.Sprintf("calls %s again and again", c.quote(work.Heaviest.Fun))
	case work.Degree >= 3:
		return "nests loops whose bounds multiply"
	case work.Same || work.Degree == 2 && work.Strong == 2:
		return "nests loops whose bounds multiply"
	case isTrialDivision(loop):
		return "counts to a square root"
	}
	return ""
}

// fromRequest reports whether the bound of a loop is a number that the client
// of a handler sent: it came through strconv from the request. What is there to be
// ranged over has been made as large before.
func (c *checker) fromRequest(loop ast.Stmt, ctx *source) bool {
	var bound ast.Expr
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		if basic, ok := c.pass.TypesInfo.TypeOf(loop.X).Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
			bound = loop.X
		}
	case *ast.ForStmt:
		bound = loop.Cond
	}
	if bound == nil || !ctx.request {
		return false
	}
	return c.reaches(bound, ctx.obj, 0, false)
}

// reaches follows definitions from an expression to the request, and reports
// whether a number was parsed on the way.
func (c *checker) reaches(e ast.Expr, request *types.Var, depth int, parsed bool) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if c.parsesNumber(n) {
				for _, arg := range n.Args {
					found = found || c.reaches(arg, request, depth, true)
				}
				return false
			}
		case *ast.Ident:
			v, ok := c.pass.TypesInfo.Uses[n].(*types.Var)
			if !ok {
				return true
			}
			if v == request && parsed {
				found = true
			}
			if def := c.prover.Definition(v); def != nil && depth < 4 {
				found = found || c.reaches(def, request, depth+1, parsed)
			}
		}
		return !found
	})
	return found
}

func (c *checker) parsesNumber(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := c.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "strconv" {
		return false
	}
	switch fn.Name() {
	case "Atoi", "ParseInt", "ParseUint":
		return true
	}
	return false
}

// isTrialDivision matches for i := …; i*i <= n; ….
func isTrialDivision(loop ast.Stmt) bool {
	f, ok := loop.(*ast.ForStmt)
	if !ok {
		return false
	}
	cond, ok := f.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.LEQ && cond.Op != token.LSS {
		return false
	}
	mul, ok := ast.Unparen(cond.X).(*ast.BinaryExpr)
	return ok && mul.Op == token.MUL && types.ExprString(mul.X) == types.ExprString(mul.Y)
}

func (c *checker) report(loop inspector.Cursor, work purecpu.Work, ctx *source, why string) {
	head := loop.Node().Pos()
	body := bodyOf(loop.Node())
	d := analysis.Diagnostic{
		Pos: head,
		End: body.Lbrace,
		Message: fmt.Sprintf("this loop %s and never looks at %s: when the caller is gone it still computes to its end; ask %s.Err() in each iteration",
			why, quoted(ctx.obj.Name()), ctx.ctxExpr()),
		Related: []analysis.RelatedInformation{{Pos: ctx.obj.Pos(), Message: "the context that would cancel it"}},
	}
	if ctx.request {
		d.Related[0].Message = "the request whose context would cancel it"
	}
	if work.Inner != nil && work.Inner != loop.Node() {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: work.Inner.Pos(), Message: "the bound that multiplies"})
	}
	if work.Heaviest != nil {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: work.Heaviest.Pos(), Message: "the expensive call"})
	}
	if text, ok := c.check(loop, ctx); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{{
			Message:   "Return when " + ctx.ctxExpr() + " is done",
			TextEdits: []analysis.TextEdit{c.atHead(body, text)},
		}}
	}
	c.pass.Report(d)
}

// atHead inserts a statement, given as lines with relative indentation, as the
// first of a loop's body. A comment behind the brace stays there.
func (c *checker) atHead(body *ast.BlockStmt, lines string) analysis.TextEdit {
	file := c.pass.Fset.File(body.Lbrace)
	at, indent := body.Lbrace+1, ""
	if len(body.List) > 0 && file.Line(body.List[0].Pos()) > file.Line(body.Lbrace) {
		at = file.LineStart(file.Line(body.Lbrace) + 1)
		indent = strings.Repeat("\t", c.pass.Fset.Position(body.List[0].Pos()).Column-1) // gofmt indents with tabs
	} else {
		lines = "\n" + lines
	}
	text := indent + strings.ReplaceAll(lines, "\n", "\n"+indent) + "\n"
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)}
}

// check returns the statement that leaves the function when the context is
// done, and whether the function's results allow one.
func (c *checker) check(loop inspector.Cursor, ctx *source) (string, bool) {
	results, ok := c.results(loop)
	if !ok {
		return "", false
	}
	if c.shadowed(loop, ctx) {
		return "", false
	}
	last := results.Len() - 1
	if last < 0 {
		return fmt.Sprintf("if %s.Err() != nil {\n\treturn\n}", ctx.ctxExpr()), true
	}
	if !isError(results.At(last).Type()) {
		return "", false
	}
	var values []string
	for v := range results.Variables() {
		zero, ok := zeroValue(v.Type())
		if v == results.At(last) {
			zero, ok = "err", true
		}
		if !ok {
			return "", false
		}
		values = append(values, zero)
	}
	return fmt.Sprintf("if err := %s.Err(); err != nil {\n\treturn %s\n}", ctx.ctxExpr(), strings.Join(values, ", ")), true
}

// results returns the result types of the function that contains a loop.
func (c *checker) results(loop inspector.Cursor) (*types.Tuple, bool) {
	for fn := range loop.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		var t types.Type
		switch n := fn.Node().(type) {
		case *ast.FuncDecl:
			t = c.pass.TypesInfo.Defs[n.Name].Type()
		case *ast.FuncLit:
			// A literal that somebody calls for its result, such as a
			// comparison, cannot just return.
			if kind := fn.ParentEdgeKind(); kind == edge.CallExpr_Args && n.Type.Results == nil {
				return nil, false
			}
			t = c.pass.TypesInfo.TypeOf(n)
		}
		sig, ok := t.(*types.Signature)
		if !ok {
			return nil, false
		}
		return sig.Results(), true
	}
	return nil, false
}

// shadowed reports whether the context's name means something else in the loop.
func (c *checker) shadowed(loop inspector.Cursor, ctx *source) bool {
	scope := c.pass.TypesInfo.Scopes[loop.Node()]
	if scope == nil {
		return true
	}
	_, obj := scope.LookupParent(ctx.obj.Name(), loop.Node().Pos())
	return obj != ctx.obj
}

// zeroValue returns the literal for a type's zero value where it needs no
// import.
func zeroValue(t types.Type) (string, bool) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "false", true
		case u.Info()&types.IsString != 0:
			return `""`, true
		case u.Info()&types.IsNumeric != 0:
			return "0", true
		}
	case *types.Interface:
		if _, param := types.Unalias(t).(*types.TypeParam); param {
			return "", false
		}
		return "nil", true
	case *types.Pointer, *types.Slice, *types.Map, *types.Signature, *types.Chan:
		return "nil", true
	}
	return "", false
}

// bodyOf returns the body of a for or range statement.
func bodyOf(loop ast.Node) *ast.BlockStmt {
	if r, ok := loop.(*ast.RangeStmt); ok {
		return r.Body
	}
	return loop.(*ast.ForStmt).Body
}

func (c *checker) quote(e ast.Expr) string { return quoted(types.ExprString(e)) }

func quoted(code string) string { return "`" + code + "`" }

func isContext(t types.Type) bool { return isNamed(t, "context", "Context") }

func isRequest(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	return ok && isNamed(ptr.Elem(), "net/http", "Request")
}

func isNamed(t types.Type, path, name string) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }
