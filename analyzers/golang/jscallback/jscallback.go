package jscallback

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/waits"
)

// Analyzer reports callbacks for JavaScript that wait, and callbacks made in a
// loop that can never be released.
var Analyzer = &analysis.Analyzer{
	Name: "jscallback",
	Doc: "report functions given to js.FuncOf that wait, which deadlocks the JavaScript event loop\n\n" +
		"The event loop stands still until the callback returns, and with it everything that the callback waits for.",
	URL:       "https://github.com/asynclint/asynclint/blob/main/docs/rules/jscallback.md",
	Requires:  []*analysis.Analyzer{inspect.Analyzer},
	FactTypes: []analysis.Fact{(*Waits)(nil)},
	Run:       run,
}

// Waits is the fact that a function always waits, or waits on some path, for
// something that the event loop may have to deliver.
type Waits struct{ Kind waits.Kind }

// AFact marks Waits as a fact.
func (*Waits) AFact() {}

func (w *Waits) String() string { return string(w.Kind) }

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, known: make(map[*types.Func]waits.Kind)}
	c.finder = waits.Finder{Info: pass.TypesInfo, Unbuffered: waits.Unbuffered(pass.TypesInfo, pass.Files), Callee: c.callee}
	if isStandard(pass.Pkg.Path()) {
		return nil, nil // the table speaks for it
	}
	c.summarize()
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for cur := range in.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		fn := typeutil.StaticCallee(pass.TypesInfo, call)
		if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "syscall/js" || fn.Name() != "FuncOf" || len(call.Args) != 1 {
			continue
		}
		c.waits(call)
		c.leaks(cur)
	}
	return nil, nil
}

// isStandard reports whether a package belongs to the part of the standard
// library that waits inside.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	switch first {
	case "net", "os", "sync", "syscall", "internal", "runtime", "time", "crypto", "vendor", "io", "log", "context", "testing", "database", "go", "reflect":
		return true
	}
	return false
}

type checker struct {
	pass   *analysis.Pass
	finder waits.Finder
	known  map[*types.Func]waits.Kind // functions of this package
}

// callee returns what a function of a module waits for, or "".
func (c *checker) callee(fn *types.Func) waits.Kind {
	if fn.Pkg() == c.pass.Pkg {
		return c.known[fn]
	}
	var w Waits
	if fn.Pkg() != nil && c.pass.ImportObjectFact(fn, &w) {
		return w.Kind
	}
	return ""
}

// summarize finds the functions of the package that wait, themselves or in
// what they call.
func (c *checker) summarize() {
	type decl struct {
		fn   *types.Func
		body *ast.BlockStmt
	}
	var decls []decl
	for _, file := range c.pass.Files {
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Body != nil {
				if fn, ok := c.pass.TypesInfo.Defs[d.Name].(*types.Func); ok {
					decls = append(decls, decl{fn, d.Body})
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, d := range decls {
			if c.known[d.fn] != "" {
				continue
			}
			if found := c.finder.In(d.body); len(found) > 0 {
				c.known[d.fn] = found[0].Kind
				changed = true
			}
		}
	}
	for fn, kind := range c.known {
		c.pass.ExportObjectFact(fn, &Waits{Kind: kind})
	}
}

// waits reports a callback that waits before it returns.
func (c *checker) waits(call *ast.CallExpr) {
	var body *ast.BlockStmt
	switch arg := ast.Unparen(call.Args[0]).(type) {
	case *ast.FuncLit:
		body = arg.Body
	case *ast.Ident:
		if fn, ok := c.pass.TypesInfo.Uses[arg].(*types.Func); ok && c.callee(fn) != "" {
			c.pass.Report(analysis.Diagnostic{
				Pos: arg.Pos(), End: arg.End(),
				Message: message(fmt.Sprintf("`%s` %s", arg.Name, c.callee(fn))),
				Related: []analysis.RelatedInformation{{Pos: fn.Pos(), Message: "the callback"}},
			})
		}
		return
	}
	if body == nil {
		return
	}
	found := c.finder.In(body)
	if len(found) == 0 {
		return
	}
	wait := found[0]
	what := "this " + string(wait.Kind)
	if wait.Via != nil {
		what = fmt.Sprintf("`%s` %s", wait.Via.Name(), wait.Kind)
	}
	d := analysis.Diagnostic{
		Pos: wait.At.Pos(), End: wait.End(),
		Message: message(what),
		Related: []analysis.RelatedInformation{{Pos: call.Pos(), End: call.Lparen, Message: "JavaScript calls this function"}},
	}
	if edits, ok := wrap(c.pass, body); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: "Run the callback's body in a goroutine", TextEdits: edits}}
	}
	c.pass.Report(d)
}

func message(what string) string {
	return what + " in a callback from JavaScript, whose event loop stands still until the callback returns: neither goes on; do it in a goroutine"
}

// wrap returns the edits that run a callback's body in a goroutine, if the
// body ends in its only return, which returns nil.
func wrap(pass *analysis.Pass, body *ast.BlockStmt) ([]analysis.TextEdit, bool) {
	if len(body.List) < 2 {
		return nil, false
	}
	last, ok := body.List[len(body.List)-1].(*ast.ReturnStmt)
	if !ok || len(last.Results) != 1 || !pass.TypesInfo.Types[last.Results[0]].IsNil() {
		return nil, false
	}
	returns := 0
	ast.Inspect(body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			returns++
		}
		return true
	})
	tokens := pass.Fset.File(body.Pos())
	first := body.List[0]
	if returns != 1 || tokens.Line(first.Pos()) == tokens.Line(body.Lbrace) {
		return nil, false
	}
	indent := strings.Repeat("\t", pass.Fset.Position(first.Pos()).Column-1)
	from := tokens.LineStart(tokens.Line(body.Lbrace) + 1)
	to := tokens.LineStart(tokens.Line(last.Pos()))
	return []analysis.TextEdit{
		{Pos: from, End: from, NewText: []byte(indent + "go func() {\n")},
		{Pos: to, End: to, NewText: []byte(indent + "}()\n")},
	}, true
}

// leaks reports js.FuncOf in a loop whose result is passed on without a handle.
func (c *checker) leaks(cur inspector.Cursor) {
	if cur.ParentEdgeKind() != edge.CallExpr_Args {
		return // kept somewhere
	}
	outer := cur.Parent().Node().(*ast.CallExpr)
	if fn := typeutil.StaticCallee(c.pass.TypesInfo, outer); fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "syscall/js" {
		return // append, or a function that may keep it
	}
	for loop := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch loop.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			c.pass.Report(analysis.Diagnostic{
				Pos: cur.Node().Pos(), End: cur.Node().(*ast.CallExpr).Lparen,
				Message: "each round makes a callback that nobody can release: Go keeps it and all that it refers to; keep the result of js.FuncOf and call Release",
				Related: []analysis.RelatedInformation{{Pos: loop.Node().Pos(), Message: "the loop"}},
			})
		}
		return
	}
}
