package ignoredchannel

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports operations on channels whose other side nobody takes.
var Analyzer = &analysis.Analyzer{
	Name: "ignoredchannel",
	Doc: "report waiting for a channel that everybody who has it ignores\n\n" +
		"The goroutine waits for ever.",
	URL:       "https://github.com/asynclint/asynclint/blob/main/docs/rules/ignoredchannel.md",
	Requires:  []*analysis.Analyzer{chanflow.Analyzer},
	FactTypes: []analysis.Fact{new(ignores)},
	Flags:     chanflow.Flags(),
	Run:       run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	exportIgnored(pass, info)
	for _, ch := range info.Made() {
		handed := ch.Escapes == nil && len(ch.Owner.Subs) > 0 || isIgnored(pass, info, ch)
		if !handed || chanflow.Skip(pass, ch.Make) {
			continue
		}
		c := census(ch)
		switch {
		case c.answers == 0 && c.receive != nil && !info.IsMain(c.receive.Fn):
			report(pass, ch, c.receive, "receive from", "sends to it or closes it; do that in the function that gets it")
		case ch.Cap == 0 && c.receives == 0 && c.send != nil && !info.IsMain(c.send.Fn):
			report(pass, ch, c.send, "send to", "receives from it; do that, or leave out the send")
		}
	}
	checkFields(pass, info)
	return nil, nil
}

// A count of what is done with a channel.
type count struct {
	answers, receives int     // sends and closes; receives, guarded ones too
	receive, send     *placed // the first unguarded one
}

// placed is an operation and the function that it is in.
type placed struct {
	chanflow.Op
	Fn ast.Node
}

func census(ch *chanflow.Chan) count {
	var c count
	ch.Owner.Walk(func(s *chanflow.Scope) {
		for _, op := range s.Ops {
			switch op.Kind {
			case chanflow.Send:
				c.answers++
				if c.send == nil && !op.Guarded {
					c.send = &placed{op, s.Fn}
				}
			case chanflow.Close:
				c.answers++
			default:
				c.receives++
				if c.receive == nil && op.Kind == chanflow.Recv && !op.Guarded { // ranges are rangeunclosed's
					c.receive = &placed{op, s.Fn}
				}
			}
		}
	})
	return c
}

func report(pass *analysis.Pass, ch *chanflow.Chan, at *placed, what, nobody string) {
	if chanflow.Skip(pass, at.Node) {
		return
	}
	var x ast.Expr
	switch n := at.Node.(type) {
	case *ast.SendStmt:
		x = n.Chan
	case *ast.UnaryExpr:
		x = n.X
	}
	pass.Report(analysis.Diagnostic{
		Pos: at.Node.Pos(), End: at.Node.End(),
		Message: fmt.Sprintf("the %s `%s` waits for ever: nobody who has the channel %s", what, types.ExprString(x), nobody),
		Related: []analysis.RelatedInformation{{Pos: ch.Make.Pos(), End: ch.Make.End(), Message: "made here"}},
	})
}
