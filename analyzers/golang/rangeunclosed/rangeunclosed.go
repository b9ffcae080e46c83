package rangeunclosed

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports ranges over local channels that nobody closes.
var Analyzer = &analysis.Analyzer{
	Name: "rangeunclosed",
	Doc: "report goroutines that range over a channel which nobody ever closes\n\n" +
		"The loop takes the last value and then waits for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/rangeunclosed.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	for _, ch := range info.Channels() {
		if chanflow.Skip(pass, ch.Make) {
			continue
		}
		c := &checker{pass: pass, info: info, ch: ch}
		if c.isClosed() || !c.sendersEnd() {
			continue
		}
		ch.Owner.Walk(c.check)
	}
	return nil, nil
}

// A checker looks at one channel.
type checker struct {
	pass *analysis.Pass
	info *chanflow.Info
	ch   *chanflow.Chan
}

func (c *checker) isClosed() bool {
	closed := false
	c.ch.Owner.Walk(func(s *chanflow.Scope) {
		for _, op := range s.Ops {
			closed = closed || op.Kind == chanflow.Close
		}
	})
	return closed
}

// sendersEnd reports whether every function that sends can come to its end:
// while one goes on for ever, the range has something to wait for.
func (c *checker) sendersEnd() bool {
	ends := true
	c.ch.Owner.Walk(func(s *chanflow.Scope) {
		if s.Has(chanflow.Send) && !c.info.CanEnd(s.Fn, nil) {
			ends = false
		}
	})
	return ends
}

func (c *checker) check(s *chanflow.Scope) {
	for _, op := range s.Ops {
		if op.Kind != chanflow.Range || chanflow.Skip(c.pass, op.Node) {
			continue
		}
		loop := op.Node.(*ast.RangeStmt)
		if c.info.Leaves(s.Fn, loop) {
			continue
		}
		if s == c.ch.Owner {
			if c.ch.Owner.Subs != nil {
				c.report(loop, "the loop waits for ever after the last value")
			}
			continue
		}
		if c.info.IsMain(c.ch.Owner.Fn) || !c.info.CanEnd(c.ch.Owner.Fn, c.ch.Def) {
			continue
		}
		c.report(loop, "the goroutine waits for ever after the last value")
	}
}

func (c *checker) report(loop *ast.RangeStmt, effect string) {
	d := analysis.Diagnostic{
		Pos:     loop.X.Pos(),
		End:     loop.X.End(),
		Message: fmt.Sprintf("nobody closes `%s`, so %s; close it after the last send", types.ExprString(loop.X), effect),
		Related: []analysis.RelatedInformation{{Pos: c.ch.Make.Pos(), End: c.ch.Make.End(), Message: "made here"}},
	}
	if fix, ok := c.fix(); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{fix}
	}
	c.pass.Report(d)
}

// fix closes the channel at the end of the only function that sends, when all
// its sends happen on its own thread.
func (c *checker) fix() (analysis.SuggestedFix, bool) {
	var sender *chanflow.Scope
	n := 0
	c.ch.Owner.Walk(func(s *chanflow.Scope) {
		for _, op := range s.Ops {
			if op.Kind == chanflow.Send {
				if sender != s {
					n++
				}
				sender = s
			}
		}
	})
	if n != 1 || sender.Loop {
		return analysis.SuggestedFix{}, false
	}
	var at token.Pos
	switch {
	case sender == c.ch.Owner:
		at = c.ch.Def.End()
	case sender.Role == chanflow.Go:
		if lit, ok := sender.Fn.(*ast.FuncLit); ok && len(lit.Body.List) > 0 {
			at = lit.Body.List[0].Pos()
		}
	}
	if !at.IsValid() || !c.isStatement(c.ch.Def) {
		return analysis.SuggestedFix{}, false
	}
	line := "defer close(" + sender.Var.Name() + ")"
	if sender == c.ch.Owner {
		if c.inLoop(c.ch.Def) || c.ch.Owner.Has(chanflow.Range) {
			return analysis.SuggestedFix{}, false
		}
		line = "\n" + c.indent(c.ch.Def) + line
	} else {
		if c.pass.Fset.Position(at).Line == c.pass.Fset.Position(chanflow.Body(sender.Fn).Lbrace).Line {
			line += "; "
		} else {
			line += "\n" + c.indent(chanflow.Body(sender.Fn).List[0])
		}
	}
	return analysis.SuggestedFix{
		Message:   "Close the channel after the last send",
		TextEdits: []analysis.TextEdit{{Pos: at, End: at, NewText: []byte(line)}},
	}, true
}

// isStatement reports whether def stands in a block, where a statement can follow it.
func (c *checker) isStatement(def ast.Node) bool {
	found := false
	ast.Inspect(chanflow.Body(c.ch.Owner.Fn), func(n ast.Node) bool {
		if b, ok := n.(*ast.BlockStmt); ok {
			for _, s := range b.List {
				found = found || s == def
			}
		}
		return !found
	})
	return found
}

// inLoop reports whether def lies in a loop, where a defer would wait too long.
func (c *checker) inLoop(def ast.Node) bool {
	for _, n := range c.info.Graph(c.ch.Owner.Fn).Nodes {
		if n.AST == def && len(n.Loops) > 0 {
			return true
		}
	}
	return false
}

func (c *checker) indent(n ast.Node) string {
	return strings.Repeat("\t", max(0, c.pass.Fset.Position(n.Pos()).Column-1))
}
