package firstresult

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports loops of senders of which only one can be received.
var Analyzer = &analysis.Analyzer{
	Name: "firstresult",
	Doc: "report goroutines that all send to one channel from which only the first result is taken\n\n" +
		"All senders but the first wait for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/firstresult.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	for _, ch := range info.Channels() {
		if ch.Cap == 0 && !chanflow.Skip(pass, ch.Make) && info.ManySendersOneReceive(ch) {
			c := &checker{pass: pass, info: info, ch: ch}
			c.check()
		}
	}
	return nil, nil
}

// A checker looks at one channel.
type checker struct {
	pass *analysis.Pass
	info *chanflow.Info
	ch   *chanflow.Chan
}

func (c *checker) check() {
	own := c.ch.Owner
	if c.info.IsMain(own.Fn) || !c.info.CanEnd(own.Fn, c.ch.Def) || c.othersTouchIt() {
		return
	}
	receives := int64(len(own.Ops))
	for _, sub := range own.Subs {
		if !sub.Loop || sub.Role != chanflow.Go || c.info.Sends(sub, own.Fn, "") == 0 {
			continue
		}
		loop := c.info.LoopAround(own.Fn, sub.Site)
		if loop == nil || c.isLeft(loop) {
			continue
		}
		if n, known := c.info.Trips(loop); known && n <= receives {
			continue
		}
		if op := c.info.BlockedSend(sub, own.Fn, "", 0); op != nil {
			c.report(op, sub, loop)
			return
		}
	}
}

// othersTouchIt reports whether the channel is received from, or sent to, by
// anything but the owner and the goroutines that it starts.
func (c *checker) othersTouchIt() bool {
	for _, op := range c.ch.Owner.Ops {
		if op.Kind != chanflow.Recv {
			return true
		}
	}
	touched := false
	for _, sub := range c.ch.Owner.Subs {
		touched = touched || sub.Role != chanflow.Go
		sub.Walk(func(s *chanflow.Scope) {
			for _, op := range s.Ops {
				touched = touched || op.Kind != chanflow.Send
			}
		})
	}
	return touched
}

// isLeft reports whether the launching loop can be left before its own end, so
// that it may start one goroutine only.
func (c *checker) isLeft(loop ast.Stmt) bool {
	for _, n := range c.info.Graph(c.ch.Owner.Fn).Nodes {
		if !n.In(loop) {
			continue
		}
		for _, e := range n.Succs {
			if e.Ends != loop && !e.To.In(loop) && !e.To.Exit {
				return true
			}
		}
	}
	return false
}

func (c *checker) report(op *chanflow.Op, sub *chanflow.Scope, loop ast.Stmt) {
	send := op.Node.(*ast.SendStmt)
	if chanflow.Skip(c.pass, send) {
		return
	}
	d := analysis.Diagnostic{
		Pos: send.Pos(),
		End: send.End(),
		Message: fmt.Sprintf("every trip of the loop starts a goroutine that sends to `%s`, but only one value is received: the others wait for ever; give the channel room for all of them",
			types.ExprString(send.Chan)),
		Related: []analysis.RelatedInformation{
			{Pos: c.ch.Make.Pos(), End: c.ch.Make.End(), Message: "made here"},
			{Pos: sub.Site.Pos(), Message: "the goroutines start here"},
		},
	}
	if size := c.size(loop); size != "" && c.info.Sends(sub, c.ch.Owner.Fn, "") == 1 && len(c.ch.Make.Args) == 1 {
		d.SuggestedFixes = []analysis.SuggestedFix{{
			Message:   "Make room for every sender",
			TextEdits: []analysis.TextEdit{{Pos: c.ch.Make.Rparen, End: c.ch.Make.Rparen, NewText: []byte(", " + size)}},
		}}
	}
	c.pass.Report(d)
}

// size returns an expression for the trips of loop that means the same where the
// channel is made, or "".
func (c *checker) size(loop ast.Stmt) string {
	var x ast.Expr
	switch l := loop.(type) {
	case *ast.RangeStmt:
		x = l.X
	case *ast.ForStmt:
		cond, ok := l.Cond.(*ast.BinaryExpr)
		if !ok || cond.Op != token.LSS {
			return ""
		}
		x = cond.Y
	}
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return ""
	}
	obj := c.pass.TypesInfo.Uses[id]
	if obj == nil || obj.Pos() > c.ch.Make.Pos() {
		return ""
	}
	switch t := obj.Type().Underlying().(type) {
	case *types.Slice, *types.Map, *types.Array:
		return "len(" + id.Name + ")"
	case *types.Basic:
		if t.Info()&types.IsInteger != 0 {
			return id.Name
		}
	}
	return ""
}
