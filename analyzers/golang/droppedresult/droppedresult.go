package droppedresult

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports results of goroutines that their caller does not receive.
var Analyzer = &analysis.Analyzer{
	Name: "droppedresult",
	Doc: "report calls that drop a channel on which a goroutine waits to deliver one result\n\n" +
		"The goroutine waits for ever.",
	URL:       "https://github.com/asynclint/asynclint/blob/main/docs/rules/droppedresult.md",
	Requires:  []*analysis.Analyzer{chanflow.Analyzer},
	FactTypes: []analysis.Fact{new(mustReceive)},
	Flags:     chanflow.Flags(),
	Run:       run,
}

// mustReceive is the fact that a function returns a fresh channel without room,
// as its only result, to which a goroutine that it starts sends unguarded.
type mustReceive struct{}

func (*mustReceive) AFact()         {}
func (*mustReceive) String() string { return "mustReceive" }

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, info: pass.ResultOf[chanflow.Analyzer].(*chanflow.Info), makes: map[*types.Func]*chanflow.Chan{}}
	for _, ch := range c.info.Made() {
		if fn := c.contract(ch); fn != nil {
			c.makes[fn] = ch
			pass.ExportObjectFact(fn, new(mustReceive))
		}
	}
	for cur := range c.info.Root().Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		fn := typeutil.StaticCallee(pass.TypesInfo, call)
		if fn == nil || fn.Pkg() == nil || chanflow.Skip(pass, call) {
			continue
		}
		if fn = fn.Origin(); pass.ImportObjectFact(fn, new(mustReceive)) && c.drops(cur) {
			c.report(call, fn)
		}
	}
	return nil, nil
}

type checker struct {
	pass  *analysis.Pass
	info  *chanflow.Info
	makes map[*types.Func]*chanflow.Chan // the functions of this package with the fact
}

// contract returns the function that makes ch only to return it, with a goroutine
// that sends to it unguarded, or nil.
func (c *checker) contract(ch *chanflow.Chan) *types.Func {
	decl, ok := ch.Owner.Fn.(*ast.FuncDecl)
	if !ok || ch.Cap != 0 || len(ch.Owner.Ops) > 0 || len(ch.Escapes) == 0 || decl.Type.Results.NumFields() != 1 {
		return nil
	}
	for _, e := range ch.Escapes {
		if e.ParentEdgeKind() != edge.ReturnStmt_Results {
			return nil
		}
	}
	sends := 0
	for _, sub := range ch.Owner.Subs {
		if sub.Role != chanflow.Go || sub.Loop {
			return nil
		}
		receives := false
		sub.Walk(func(s *chanflow.Scope) { receives = receives || s.Has(chanflow.Recv, chanflow.Range) })
		if receives {
			return nil
		}
		sends += c.info.Sends(sub, decl, "")
	}
	if sends != 1 {
		return nil
	}
	fn, _ := c.info.Object(decl.Name).(*types.Func)
	return fn
}

// drops reports whether the caller can end without having received from the
// result of the call at cur.
func (c *checker) drops(cur inspector.Cursor) bool {
	parent := cur.Parent()
	switch cur.ParentEdgeKind() {
	case edge.ExprStmt_X:
		return true
	case edge.UnaryExpr_X:
		return chanflow.Guarded(parent)
	case edge.AssignStmt_Rhs:
		a := parent.Node().(*ast.AssignStmt)
		if id, ok := a.Lhs[cur.ParentEdgeIndex()].(*ast.Ident); ok && id.Name == "_" {
			return true
		}
	}
	ch := c.info.Received(cur)
	if ch == nil || len(ch.Escapes) > 0 || c.info.IsMain(ch.Owner.Fn) {
		return false
	}
	return c.missesOnSomePath(ch)
}

// state is what has happened on a path: the call, and a receive.
type state struct{ made, received bool }

// missesOnSomePath reports whether the owner of ch has a path from the call to
// its end without a receive.
func (c *checker) missesOnSomePath(ch *chanflow.Chan) bool {
	misses := false
	w := c.info.NewWalker(ch.Owner.Fn, ch.Owner.Fn)
	complete := chanflow.Walk(w, state{}, "", func(n *chanflow.Node, s state, _ chanflow.Conditions) (state, bool) {
		if n.Exit || n.AST == ch.Def {
			misses = misses || s.made && !s.received
			return state{made: true}, true
		}
		for _, sub := range ch.Owner.SubsAt(n) {
			sub.Walk(func(x *chanflow.Scope) { s.received = s.received || x.Has(chanflow.Recv, chanflow.Range) })
		}
		s.received = s.received || len(ch.Owner.At(n)) > 0
		return s, !misses
	}, func(_ *chanflow.Node, e chanflow.Edge, s state) (state, bool) {
		if e.Ends != nil && receivesIn(ch, e.Ends) {
			s.received = true
		}
		return s, true
	})
	return complete && misses
}

// receivesIn reports whether the owner receives inside loop, and got the channel outside.
func receivesIn(ch *chanflow.Chan, loop ast.Stmt) bool {
	if loop.Pos() <= ch.Def.Pos() && ch.Def.End() <= loop.End() {
		return false
	}
	for _, op := range ch.Owner.Ops {
		if loop.Pos() <= op.Node.Pos() && op.Node.End() <= loop.End() {
			return true
		}
	}
	return false
}

func (c *checker) report(call *ast.CallExpr, fn *types.Func) {
	d := analysis.Diagnostic{
		Pos: call.Pos(), End: call.End(),
		Message: fmt.Sprintf("the goroutine that `%s` starts waits for ever to deliver its result when nobody receives it here; give its channel a capacity of 1", fn.Name()),
	}
	if ch := c.makes[fn]; ch != nil {
		d.Related = []analysis.RelatedInformation{{Pos: ch.Make.Pos(), End: ch.Make.End(), Message: "the channel is made here"}}
		if len(ch.Make.Args) == 1 {
			d.SuggestedFixes = []analysis.SuggestedFix{{
				Message:   "Make room for the result",
				TextEdits: []analysis.TextEdit{{Pos: ch.Make.Rparen, End: ch.Make.Rparen, NewText: []byte(", 1")}},
			}}
		}
	}
	c.pass.Report(d)
}
