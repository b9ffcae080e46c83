package unguardedsend

import (
	"flag"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports bare sends to fields whose receiving loops can return.
var Analyzer = &analysis.Analyzer{
	Name: "unguardedsend",
	Doc: "report bare sends to a channel whose receivers can all have gone\n\n" +
		"A send that comes after the receiving loop has returned waits for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/unguardedsend.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    flags(),
	Run:      run,
}

// flags adds -calls, which includes the sends of functions that nobody starts as
// a goroutine: whether they can come too late is up to the users of the type.
func flags() flag.FlagSet {
	fs := chanflow.Flags()
	fs.Bool("calls", false, "also report sends of functions that are called and not started with go")
	return fs
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	isChan := func(t types.Type) bool {
		c, ok := t.Underlying().(*types.Chan)
		return ok && c.Dir() == types.SendRecv
	}
	for _, v := range info.Private(isChan) {
		if !v.IsField() {
			continue
		}
		c := &checker{pass: pass, info: info, v: v}
		if c.census() && len(c.receives) > 0 && len(c.sends) > 0 && c.receiversCanGo() {
			c.report()
		}
	}
	return nil, nil
}

// A checker looks at one field.
type checker struct {
	pass     *analysis.Pass
	info     *chanflow.Info
	v        *types.Var
	sends    []inspector.Cursor // unguarded *ast.SendStmt
	receives []inspector.Cursor
	stop     string // what the receiving loop waits for besides, when it is one channel of the same struct
}

// census collects sends and receives, and reports whether the field is always
// made here without room and nothing else happens to it.
func (c *checker) census() bool {
	access := c.info.AccessOf(c.v)
	for _, s := range access.Settings {
		call, ok := ast.Unparen(s.Value).(*ast.CallExpr)
		if !ok {
			return false
		}
		if size, ok := c.info.MakeChan(call); !ok || size != 0 {
			return false
		}
	}
	for _, read := range access.Reads {
		parent := read.Parent()
		switch read.ParentEdgeKind() {
		case edge.SendStmt_Chan:
			if !chanflow.Guarded(parent) {
				c.sends = append(c.sends, parent)
			}
		case edge.UnaryExpr_X:
			if parent.Node().(*ast.UnaryExpr).Op != token.ARROW {
				return false
			}
			c.receives = append(c.receives, parent)
		default:
			if !chanflow.IsNilTest(read) {
				return false
			}
		}
	}
	return len(access.Settings) > 0
}

// receiversCanGo reports whether every receive is a case of a select in a loop
// that another case of the same select can end.
func (c *checker) receiversCanGo() bool {
	for _, r := range c.receives {
		if !chanflow.Guarded(r) {
			return false
		}
		fn, ok := chanflow.FuncOf(r)
		if !ok {
			return false
		}
		loop := c.info.LoopAround(fn.Node(), r.Node())
		if loop == nil || !c.endsBesides(fn.Node(), r) {
			return false
		}
	}
	return true
}

// endsBesides reports whether another case of the select around the receive at r
// comes to the function's end without receiving again, and notes its channel.
func (c *checker) endsBesides(fn ast.Node, r inspector.Cursor) bool {
	g := c.info.Graph(fn)
	var sel *ast.SelectStmt
	for _, n := range g.Nodes {
		if n.Select != nil && n.Contains(r.Node()) {
			sel = n.Select
		}
	}
	if sel == nil {
		return false
	}
	again := g.Reaches(func(n *chanflow.Node) bool { return n.Contains(r.Node()) }, nil)
	if !goesOn(g, r, again) {
		return false // the value itself ends the loop: senders know how many there are
	}
	for _, n := range g.Nodes {
		if n.Select == sel && !again[n] {
			stop := stopOf(n.AST)
			if stop == nil {
				return true
			}
			c.stop = types.ExprString(stop)
			if c.isContext(stop) && !endsElsewhere(g, c.info.LoopAround(fn, r.Node()), n) {
				return false // the context of all, mostly: the senders end with it, or the process
			}
			return !c.isToldBySender(stop)
		}
	}
	return false
}

// isContext reports whether x is the Done channel of a context.
func (c *checker) isContext(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Done" && chanflow.IsNamed(c.pass.TypesInfo.TypeOf(sel.X), "context", "Context")
}

// endsElsewhere reports whether loop can be left other than after the step stop.
func endsElsewhere(g *chanflow.Graph, loop ast.Stmt, stop *chanflow.Node) bool {
	after := map[*chanflow.Node]bool{}
	spread(stop, loop, after)
	for _, n := range g.Nodes {
		if !n.In(loop) || after[n] {
			continue
		}
		if _, ok := n.AST.(*ast.ReturnStmt); ok {
			return true
		}
		for _, e := range n.Succs {
			if !e.To.In(loop) && !after[e.To] {
				return true
			}
		}
	}
	return false
}

// spread collects the steps of loop from n on, up to the next trip.
func spread(n *chanflow.Node, loop ast.Stmt, seen map[*chanflow.Node]bool) {
	if seen[n] {
		return
	}
	seen[n] = true
	for _, e := range n.Succs {
		if !e.Back {
			spread(e.To, loop, seen)
		}
	}
}

// goesOn reports whether the loop can come to the receive at r again after it.
func goesOn(g *chanflow.Graph, r inspector.Cursor, again map[*chanflow.Node]bool) bool {
	for _, n := range g.Nodes {
		if !n.Contains(r.Node()) {
			continue
		}
		for _, e := range n.Succs {
			if again[e.To] {
				return true
			}
		}
	}
	return false
}

// stopOf returns the channel x of a case <-x, or nil.
func stopOf(n ast.Node) ast.Expr {
	s, ok := n.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	u, ok := ast.Unparen(s.X).(*ast.UnaryExpr)
	if !ok || u.Op != token.ARROW {
		return nil
	}
	return u.X
}

// isToldBySender reports whether a function that sends to the channel sends to the
// channel stop as well, or closes it: the loop that it ends takes what is left over.
func (c *checker) isToldBySender(stop ast.Expr) bool {
	sel, ok := ast.Unparen(stop).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	field, ok := c.info.Object(sel.Sel).(*types.Var)
	if !ok {
		return false
	}
	for _, read := range c.info.AccessOf(field.Origin()).Reads {
		switch read.ParentEdgeKind() {
		case edge.SendStmt_Chan, edge.CallExpr_Args:
			tells, _ := chanflow.FuncOf(read)
			for _, s := range c.sends {
				if fn, _ := chanflow.FuncOf(s); fn == tells {
					return true
				}
			}
		}
	}
	return false
}

func (c *checker) report() {
	for _, s := range c.sends {
		if chanflow.Skip(c.pass, s.Node()) || c.inReceiver(s) || !c.calls() && !c.runsAlone(s) {
			continue
		}
		send := s.Node().(*ast.SendStmt)
		way := "a way out"
		if c.sharesOwner(send) {
			way = "`" + c.stop + "`"
		}
		c.pass.Report(analysis.Diagnostic{
			Pos: send.Pos(), End: send.End(),
			Message:        fmt.Sprintf("the send to `%s` waits for ever once the loop that receives has returned; select on %s as well", types.ExprString(send.Chan), way),
			Related:        []analysis.RelatedInformation{{Pos: c.receives[0].Node().Pos(), Message: "the receiving loop is here"}},
			SuggestedFixes: c.fix(s, send),
		})
	}
}

func (c *checker) calls() bool { return c.pass.Analyzer.Flags.Lookup("calls").Value.String() == "true" }

// runsAlone reports whether the function around the send at s is started as a
// goroutine somewhere, so that it sends whenever it comes to it, and nobody waits
// for it: a group that counts it may be waited for before the loop is told to end.
func (c *checker) runsAlone(s inspector.Cursor) bool {
	fn, ok := chanflow.FuncOf(s)
	if !ok || c.isCounted(fn) || c.isMadeIn(fn, s.Node().(*ast.SendStmt)) {
		return false
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok {
		starts, _ := c.info.Starts(fn)
		for _, start := range starts {
			if start.Role == chanflow.Go {
				return true
			}
		}
		return false
	}
	for _, use := range c.info.Uses(c.info.Object(decl.Name)) {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		if use.Parent().ParentEdgeKind() == edge.GoStmt_Call {
			return true
		}
	}
	return false
}

// isMadeIn reports whether fn itself defines the object whose channel send is for:
// it knows when it tells the loop to stop.
func (c *checker) isMadeIn(fn inspector.Cursor, send *ast.SendStmt) bool {
	x := ast.Unparen(send.Chan)
	for {
		sel, ok := x.(*ast.SelectorExpr)
		if !ok {
			break
		}
		x = ast.Unparen(sel.X)
	}
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := c.info.Object(id).(*types.Var)
	body := chanflow.Body(fn.Node())
	if !ok || v.Pos() < body.Pos() || v.Pos() >= body.End() {
		return false
	}
	for _, s := range c.info.AccessOf(v).Settings {
		switch x := ast.Unparen(s.Value).(type) {
		case *ast.CallExpr, *ast.CompositeLit:
			return true
		case *ast.UnaryExpr:
			return x.Op == token.AND
		}
	}
	return false // the variable of a loop, for one
}

// isCounted reports whether fn calls Done on a group.
func (c *checker) isCounted(fn inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if c.info.CalleeName(cur.Node().(*ast.CallExpr)) == "(*sync.WaitGroup).Done" {
			return true
		}
	}
	return false
}

// inReceiver reports whether the send is part of a function that receives.
func (c *checker) inReceiver(s inspector.Cursor) bool {
	at, _ := chanflow.FuncOf(s)
	for _, r := range c.receives {
		if fn, _ := chanflow.FuncOf(r); fn == at {
			return true
		}
	}
	return false
}

// sharesOwner reports whether the stop channel is a field of the same variable as
// the channel of send, by name.
func (c *checker) sharesOwner(send *ast.SendStmt) bool {
	stops, field, ok := strings.Cut(c.stop, ".")
	sends, _, ok2 := strings.Cut(types.ExprString(send.Chan), ".")
	return ok && ok2 && stops == sends && !strings.ContainsAny(field, ".(")
}

// fix wraps the send in a select on the stop channel.
func (c *checker) fix(s inspector.Cursor, send *ast.SendStmt) []analysis.SuggestedFix {
	if !c.sharesOwner(send) || s.ParentEdgeKind() != edge.BlockStmt_List {
		return nil
	}
	indent := strings.Repeat("\t", max(0, c.pass.Fset.Position(send.Pos()).Column-1))
	return []analysis.SuggestedFix{{
		Message: "Select between the send and " + c.stop,
		TextEdits: []analysis.TextEdit{
			{Pos: send.Pos(), End: send.Pos(), NewText: []byte("select {\n" + indent + "case ")},
			{Pos: send.End(), End: send.End(), NewText: []byte(":\n" + indent + "case <-" + c.stop + ":\n" + indent + "}")},
		},
	}}
}
