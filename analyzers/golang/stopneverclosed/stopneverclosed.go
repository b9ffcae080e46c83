package stopneverclosed

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

// Analyzer reports receives that only a channel which nobody closes could end.
var Analyzer = &analysis.Analyzer{
	Name: "stopneverclosed",
	Doc: "report goroutines whose only way out is a channel that nobody closes\n\n" +
		"The goroutine lives as long as the process, with all that it refers to.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/stopneverclosed.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	isChan := func(t types.Type) bool {
		c, ok := t.Underlying().(*types.Chan)
		return ok && c.Dir() == types.SendRecv
	}
	for _, v := range info.Private(isChan) {
		if !v.IsField() {
			continue // it lives as long as the process, and so may what waits for it
		}
		c := &checker{pass: pass, info: info, v: v}
		if c.census() {
			c.check()
		}
	}
	return nil, nil
}

// A checker looks at one field.
type checker struct {
	pass     *analysis.Pass
	info     *chanflow.Info
	v        *types.Var
	receives []inspector.Cursor // the receive expressions
}

// census collects the receives. It reports false when the channel gets out of
// sight, or when somebody sends to it or closes it.
func (c *checker) census() bool {
	access := c.info.AccessOf(c.v)
	made := false
	for _, s := range access.Settings {
		call, ok := ast.Unparen(s.Value).(*ast.CallExpr)
		if c.info.IsNil(s.Value) {
			continue
		}
		if !ok {
			return false
		}
		if _, ok := c.info.MakeChan(call); !ok {
			return false
		}
		made = true
	}
	for _, read := range access.Reads {
		if !c.read(read) {
			return false
		}
	}
	return made
}

// read notes what is done with the channel at cur; false means that it may be
// answered, here or somewhere out of sight.
func (c *checker) read(cur inspector.Cursor) bool {
	parent := cur.Parent()
	switch cur.ParentEdgeKind() {
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op == token.ARROW {
			c.receives = append(c.receives, parent)
			return true
		}
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return true
	case edge.CallExpr_Args:
		id, ok := ast.Unparen(parent.Node().(*ast.CallExpr).Fun).(*ast.Ident)
		if !ok {
			return false
		}
		b, ok := c.info.Object(id).(*types.Builtin)
		return ok && (b.Name() == "len" || b.Name() == "cap")
	case edge.ReturnStmt_Results:
		return c.accessor(cur)
	}
	return false
}

// accessor handles return x.f from a function whose result can only be received
// from. The calls of it in this package count as receives.
func (c *checker) accessor(cur inspector.Cursor) bool {
	fn, ok := chanflow.FuncOf(cur)
	if !ok {
		return false
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || decl.Type.Results.NumFields() != 1 {
		return false
	}
	f, ok := c.info.Object(decl.Name).(*types.Func)
	if !ok {
		return false
	}
	t, ok := f.Signature().Results().At(0).Type().Underlying().(*types.Chan)
	if !ok || t.Dir() != types.RecvOnly {
		return false
	}
	for _, use := range c.info.Uses(f) {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		call := use.Parent()
		if u, ok := call.Parent().Node().(*ast.UnaryExpr); ok && u.Op == token.ARROW {
			c.receives = append(c.receives, call.Parent())
		}
	}
	return true
}

// check reports the receives that hold their goroutine for good.
func (c *checker) check() {
	for _, r := range c.receives {
		fn, ok := chanflow.FuncOf(r)
		if !ok || chanflow.Skip(c.pass, r.Node()) || c.info.IsMain(fn.Node()) {
			continue
		}
		if !chanflow.Guarded(r) || c.info.IsGoroutine(fn) && c.info.IsOnlyWayOut(fn, r) {
			recv := r.Node().(*ast.UnaryExpr)
			c.pass.Report(analysis.Diagnostic{
				Pos: recv.Pos(), End: recv.End(),
				Message: fmt.Sprintf("`%s` never comes: nothing closes `%s` or sends to it, so this goroutine has no other end; close it where the work ends", types.ExprString(recv), c.v.Name()),
				Related: []analysis.RelatedInformation{{Pos: c.v.Pos(), Message: "declared here"}},
			})
			return
		}
	}
}
