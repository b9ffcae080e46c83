package selfwait

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

// Analyzer reports receives from a channel that only a defer further up the same
// stack closes.
var Analyzer = &analysis.Analyzer{
	Name: "selfwait",
	Doc: "report receives that wait for what their own goroutine does only later\n\n" +
		"The goroutine waits for itself, for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/selfwait.md",
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
	for _, v := range append(info.Private(isChan), info.Locals(isChan)...) {
		c := &checker{pass: pass, info: info, v: v}
		if c.census() && c.closer.Valid() {
			c.check()
		}
	}
	return nil, nil
}

// A checker looks at one channel: a field, or a variable.
type checker struct {
	pass     *analysis.Pass
	info     *chanflow.Info
	v        *types.Var
	receives []inspector.Cursor // the plain ones
	closer   inspector.Cursor   // the one function that closes it, in a defer
}

// census collects the receives and the closer. It reports false when anybody
// else may close the channel or send to it.
func (c *checker) census() bool {
	access := c.info.AccessOf(c.v)
	for _, s := range access.Settings {
		call, ok := ast.Unparen(s.Value).(*ast.CallExpr)
		if !ok {
			return false
		}
		if _, ok := c.info.MakeChan(call); !ok {
			return false
		}
	}
	for _, read := range access.Reads {
		if !c.use(read) {
			return false
		}
	}
	return len(access.Settings) > 0
}

func (c *checker) use(read inspector.Cursor) bool {
	parent := read.Parent()
	switch read.ParentEdgeKind() {
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op != token.ARROW {
			return false
		}
		if !chanflow.Guarded(parent) {
			c.receives = append(c.receives, parent)
		}
		return true
	case edge.RangeStmt_X:
		return true
	case edge.CallExpr_Args:
		return c.isReadOnly(read) || c.closes(parent)
	case edge.ReturnStmt_Results, edge.AssignStmt_Rhs, edge.KeyValueExpr_Value:
		return c.isReadOnly(read)
	}
	return chanflow.IsNilTest(read)
}

// isReadOnly reports whether the channel at cur is converted to one that can only
// be received from. Go converts without a sign of it in the text.
func (c *checker) isReadOnly(cur inspector.Cursor) bool {
	var to types.Type
	parent := cur.Parent()
	switch cur.ParentEdgeKind() {
	case edge.CallExpr_Args:
		call := parent.Node().(*ast.CallExpr)
		if tv := c.pass.TypesInfo.Types[call.Fun]; tv.IsType() {
			to = tv.Type
			break
		}
		sig, ok := c.pass.TypesInfo.TypeOf(call.Fun).Underlying().(*types.Signature)
		i := cur.ParentEdgeIndex()
		if !ok || i >= sig.Params().Len() || sig.Variadic() && i >= sig.Params().Len()-1 {
			return false
		}
		to = sig.Params().At(i).Type()
	case edge.ReturnStmt_Results:
		fn, ok := chanflow.FuncOf(cur)
		if !ok {
			return false
		}
		var sig *types.Signature
		switch f := fn.Node().(type) {
		case *ast.FuncDecl:
			sig, _ = c.info.Object(f.Name).Type().(*types.Signature)
		case *ast.FuncLit:
			sig, _ = c.pass.TypesInfo.TypeOf(f).(*types.Signature)
		}
		if sig == nil || sig.Results().Len() != len(parent.Node().(*ast.ReturnStmt).Results) {
			return false
		}
		to = sig.Results().At(cur.ParentEdgeIndex()).Type()
	case edge.AssignStmt_Rhs:
		a := parent.Node().(*ast.AssignStmt)
		if len(a.Lhs) != len(a.Rhs) {
			return false
		}
		to = c.pass.TypesInfo.TypeOf(a.Lhs[cur.ParentEdgeIndex()])
	case edge.KeyValueExpr_Value:
		if id, ok := parent.Node().(*ast.KeyValueExpr).Key.(*ast.Ident); ok {
			if f, ok := c.info.Object(id).(*types.Var); ok && f.IsField() {
				to = f.Type()
			}
		}
	}
	if to == nil {
		return false
	}
	ch, ok := to.Underlying().(*types.Chan)
	return ok && ch.Dir() == types.RecvOnly
}

// closes handles close(ch) at call. It reports false when it is no close, or not
// a deferred one, or not the first closer's.
func (c *checker) closes(call inspector.Cursor) bool {
	id, ok := ast.Unparen(call.Node().(*ast.CallExpr).Fun).(*ast.Ident)
	if !ok {
		return false
	}
	if b, ok := c.info.Object(id).(*types.Builtin); !ok || b.Name() != "close" {
		return false
	}
	fn, ok := chanflow.FuncOf(call)
	if !ok {
		return false
	}
	if call.ParentEdgeKind() != edge.DeferStmt_Call {
		starts, ok := c.info.Starts(fn)
		if _, lit := fn.Node().(*ast.FuncLit); !lit || !ok || len(starts) != 1 || starts[0].Role != chanflow.Defer {
			return false
		}
		if fn, ok = chanflow.FuncOf(starts[0].Site); !ok {
			return false
		}
	}
	if c.closer.Valid() && c.closer.Node() != fn.Node() {
		return false
	}
	c.closer = fn
	return true
}

// check reports the receives that the closer itself comes to.
func (c *checker) check() {
	c.receives = append(c.receives, c.aliases()...)
	if len(c.receives) == 0 {
		return
	}
	runs := c.info.Runs(c.closer)
	for _, r := range c.receives {
		fn, ok := chanflow.FuncOf(r)
		if !ok || chanflow.Skip(c.pass, r.Node()) {
			continue
		}
		where := "the function that it is in"
		if fn.Node() != c.closer.Node() {
			if !runs[fn.Node()] {
				continue
			}
			where = "a function further up the same stack"
		}
		if c.v.IsField() == (fn.Node() == c.closer.Node()) {
			continue // another object's field, or a variable of another trip through the function
		}
		recv := r.Node().(*ast.UnaryExpr)
		c.pass.Report(analysis.Diagnostic{
			Pos: recv.Pos(), End: recv.End(),
			Message: fmt.Sprintf("`%s` can wait for ever: only a defer of %s closes `%s`, after this; wait in a goroutine, or close first", types.ExprString(recv), where, c.v.Name()),
			Related: []analysis.RelatedInformation{{Pos: c.closer.Node().Pos(), Message: "closed when this function returns"}},
		})
	}
}
