package selfblockedsend

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports operations on channels whose other side cannot exist.
var Analyzer = &analysis.Analyzer{
	Name: "selfblockedsend",
	Doc: "report sends and receives on a channel that nobody else has yet\n\n" +
		"The function waits for ever, every time it gets there.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/selfblockedsend.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	for _, ch := range info.Made() {
		if ch.Cap >= 0 && !chanflow.Skip(pass, ch.Make) && !waitsOnPurpose(ch) {
			c := &checker{pass: pass, info: info, ch: ch, verdicts: map[ast.Node]verdict{}}
			c.check()
		}
	}
	checkObjects(pass, info)
	return nil, nil
}

// waitsOnPurpose reports whether the channel serves for nothing but one receive,
// an old way to write select {}.
func waitsOnPurpose(ch *chanflow.Chan) bool {
	own := ch.Owner
	return len(own.Subs) == 0 && len(ch.Escapes) == 0 && len(own.Ops) == 1 && own.Ops[0].Kind != chanflow.Send
}

// A verdict sums up the paths that arrive at an operation.
type verdict int

const (
	blocks verdict = iota + 1 // on all paths so far
	passes                    // on some
)

// A checker looks at one channel.
type checker struct {
	pass     *analysis.Pass
	info     *chanflow.Info
	ch       *chanflow.Chan
	verdicts map[ast.Node]verdict
}

// state is what has happened on a path: the values inside the channel, and
// whether anybody else can have it, or it is closed.
type state struct {
	made, shared bool
	values       int
}

func (c *checker) check() {
	w := c.info.NewWalker(c.ch.Owner.Fn, nil)
	complete := chanflow.Walk(w, state{}, "", func(n *chanflow.Node, s state, _ chanflow.Conditions) (state, bool) {
		if n.AST == c.ch.Def {
			return state{made: true}, true
		}
		if !s.made {
			return s, true
		}
		if c.sharedAt(n) {
			s.shared = true
		}
		for _, op := range c.ch.Owner.At(n) {
			var goesOn bool
			if s, goesOn = c.operate(op, s); !goesOn {
				return s, false
			}
		}
		return s, true
	}, nil)
	if !complete {
		return
	}
	for _, op := range c.ch.Owner.Ops {
		if c.verdicts[op.Node] == blocks && !chanflow.Skip(c.pass, op.Node) {
			c.report(op)
			return // what follows is not reached
		}
	}
}

// operate returns the state after op and whether the path goes on.
func (c *checker) operate(op chanflow.Op, s state) (state, bool) {
	stuck := false
	switch op.Kind {
	case chanflow.Send:
		stuck = !s.shared && s.values >= int(c.ch.Cap)
		s.values = min(s.values+1, int(c.ch.Cap))
	case chanflow.Recv:
		stuck = !s.shared && s.values == 0
		s.values = max(s.values-1, 0)
	case chanflow.Range:
		stuck = !s.shared && s.values == 0
		s.shared = true // its trips are not counted
	case chanflow.Close:
		s.shared = true // receives go on from here
	}
	if op.Guarded {
		return s, !stuck // this case is never chosen
	}
	if !stuck {
		c.verdicts[op.Node] = passes
	} else if c.verdicts[op.Node] == 0 {
		c.verdicts[op.Node] = blocks
	}
	return s, !stuck
}

// sharedAt reports whether the step n lets somebody else have the channel.
func (c *checker) sharedAt(n *chanflow.Node) bool {
	if len(c.ch.Owner.SubsAt(n)) > 0 {
		return true
	}
	for _, e := range c.ch.Escapes {
		if n.Contains(e.Node()) {
			return true
		}
	}
	return false
}

func (c *checker) report(op chanflow.Op) {
	name := c.ch.Var.Name()
	what, way := "send to", "start the receiver first, or make room"
	if op.Kind != chanflow.Send {
		what, way = "receive from", "start the sender first"
	}
	pos, end := op.Node.Pos(), op.Node.End()
	if r, ok := op.Node.(*ast.RangeStmt); ok {
		pos, end = r.X.Pos(), r.X.End()
	}
	why := "nobody else has the channel yet"
	if c.ch.Cap > 0 && op.Kind == chanflow.Send {
		why = fmt.Sprintf("its room for %d is used up, and nobody else has the channel yet", c.ch.Cap)
	}
	c.pass.Report(analysis.Diagnostic{
		Pos: pos, End: end,
		Message: fmt.Sprintf("the %s `%s` waits for ever: %s; %s", what, name, why, way),
		Related: []analysis.RelatedInformation{{Pos: c.ch.Make.Pos(), End: c.ch.Make.End(), Message: "made here"}},
	})
}
