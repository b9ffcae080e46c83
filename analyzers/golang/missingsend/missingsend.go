package missingsend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports receives that one path of the answering goroutine leaves waiting.
var Analyzer = &analysis.Analyzer{
	Name: "missingsend",
	Doc: "report receives whose only sender can end without sending or closing\n\n" +
		"The function that receives waits for ever.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/missingsend.md",
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
		if c.waits() && c.findAnswerer() {
			c.check()
		}
	}
	return nil, nil
}

// A checker looks at one channel.
type checker struct {
	pass     *analysis.Pass
	info     *chanflow.Info
	ch       *chanflow.Chan
	receives []chanflow.Op   // the plain receives of the owner
	answerer *chanflow.Scope // the goroutine that sends or closes
}

// waits reports whether the owner receives plainly, once on a path, and not in a
// loop, where counting would be needed.
func (c *checker) waits() bool {
	for _, op := range c.ch.Owner.Ops {
		switch {
		case op.Kind == chanflow.Send || op.Kind == chanflow.Close:
			return false
		case op.Guarded:
		case op.Kind == chanflow.Recv:
			if loop := c.info.LoopAround(c.ch.Owner.Fn, op.Node); loop == nil || encloses(loop, c.ch.Def) {
				c.receives = append(c.receives, op)
			}
		}
	}
	return len(c.receives) > 0
}

func encloses(outer, n ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }

// findAnswerer finds the one goroutine, started once, that answers. Anybody else
// who might answer ends the search.
func (c *checker) findAnswerer() bool {
	for _, sub := range c.ch.Owner.Subs {
		if !answers(sub) {
			continue
		}
		if c.answerer != nil || sub.Role != chanflow.Go || sub.Loop {
			return false
		}
		c.answerer = sub
	}
	return c.answerer != nil
}

// answers reports whether s, or anything below it, sends or closes.
func answers(s *chanflow.Scope) bool {
	found := false
	s.Walk(func(x *chanflow.Scope) {
		for _, op := range x.Ops {
			found = found || op.Kind == chanflow.Send || op.Kind == chanflow.Close
		}
	})
	return found
}

func (c *checker) check() {
	w := c.info.NewWalker(c.ch.Owner.Fn, c.ch.Owner.Fn)
	var at *chanflow.Op
	var end token.Pos
	complete := chanflow.Walk(w, false, "", func(n *chanflow.Node, started bool, conds chanflow.Conditions) (bool, bool) {
		switch {
		case at != nil:
			return started, false
		case n.AST == c.ch.Def:
			return false, true
		case n.Contains(c.answerer.Site):
			return true, true
		case !started:
			return false, true
		case c.learnsElsewhere(n):
			return true, false
		}
		for i, op := range c.receives {
			if n.Contains(op.Node) {
				// What has been found out by now holds for the goroutine, too.
				var quiet bool
				if end, quiet = c.endsQuietly(conds); quiet {
					at = &c.receives[i]
				}
				return true, false
			}
		}
		return true, true
	}, nil)
	if complete && at != nil {
		c.report(at, end)
	}
}

// endsQuietly looks for a path of the goroutine that comes to its end without an
// answer, and returns where, when the conditions of known hold. Paths on which it
// was told to end, by a select, or on which a loop did not run, do not count;
// neither do those on which it tells somebody else.
func (c *checker) endsQuietly(known chanflow.Conditions) (token.Pos, bool) {
	w := c.info.NewWalker(c.answerer.Fn, c.ch.Owner.Fn)
	found := token.NoPos
	complete := chanflow.Walk(w, chanflow.Body(c.answerer.Fn).Rbrace, known, func(n *chanflow.Node, at token.Pos, _ chanflow.Conditions) (token.Pos, bool) {
		if found.IsValid() || n.Select != nil || c.answersAt(n) || c.tellsOthers(n) {
			return at, false
		}
		if _, ok := n.AST.(*ast.ReturnStmt); ok {
			at = n.AST.Pos()
		}
		if n.Exit {
			found = at
		} else if c.endsGoroutine(n) {
			found = n.AST.Pos()
		}
		return at, true
	}, func(_ *chanflow.Node, e chanflow.Edge, at token.Pos) (token.Pos, bool) {
		return at, !e.Zero
	})
	return found, complete && found.IsValid()
}

// answersAt reports whether the goroutine answers in the step n, or hands the
// channel to somebody who does.
func (c *checker) answersAt(n *chanflow.Node) bool {
	for _, op := range c.answerer.At(n) {
		if op.Kind == chanflow.Send || op.Kind == chanflow.Close {
			return true
		}
	}
	for _, sub := range c.answerer.SubsAt(n) {
		if answers(sub) {
			return true
		}
	}
	return false
}

// tellsOthers reports whether the step n sends to, or closes, another channel, or
// sets a variable of the owner, calls a function value or a cancel function: the
// owner may know from that not to wait.
func (c *checker) tellsOthers(n *chanflow.Node) bool {
	tells := false
	body := chanflow.Body(c.answerer.Fn)
	outer := func(x ast.Expr) bool {
		for {
			switch e := ast.Unparen(x).(type) {
			case *ast.SelectorExpr:
				x = e.X
				continue
			case *ast.IndexExpr:
				x = e.X
				continue
			case *ast.StarExpr:
				x = e.X
				continue
			case *ast.Ident:
				v, ok := c.info.Object(e).(*types.Var)
				return ok && (v.Pos() < body.Pos() || v.Pos() >= body.End())
			}
			return false
		}
	}
	look := func(m ast.Node) {
		switch m := m.(type) {
		case *ast.SendStmt:
			tells = true
		case *ast.AssignStmt:
			for _, lhs := range m.Lhs {
				tells = tells || outer(lhs)
			}
		case *ast.CallExpr:
			if id, ok := ast.Unparen(m.Fun).(*ast.Ident); ok {
				obj := c.info.Object(id)
				b, builtin := obj.(*types.Builtin)
				v, isVar := obj.(*types.Var)
				tells = tells || builtin && b.Name() == "close" ||
					isVar && chanflow.IsNamed(v.Type(), "context", "CancelFunc")
			}
		}
	}
	if d, ok := n.AST.(*ast.DeferStmt); ok {
		ast.Inspect(d, func(m ast.Node) bool { look(m); return true })
	} else {
		chanflow.Within(n.AST, look)
	}
	return tells
}

// endsGoroutine reports whether the step n ends its goroutine and nothing else:
// runtime.Goexit, and what the testing package makes of it.
func (c *checker) endsGoroutine(n *chanflow.Node) bool {
	s, ok := n.AST.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := ast.Unparen(s.X).(*ast.CallExpr)
	if !ok {
		return false
	}
	name := c.info.CalleeName(call)
	return name == "runtime.Goexit" || strings.HasPrefix(name, "(*testing.common).F") && !c.info.MayReturn(call)
}

// learnsElsewhere reports whether the step n of the owner waits for something
// that may tell it how the goroutine ended.
func (c *checker) learnsElsewhere(n *chanflow.Node) bool {
	if n.Select != nil {
		return true // it goes on for another reason than an answer
	}
	learns := false
	chanflow.Within(n.AST, func(m ast.Node) {
		if call, ok := m.(*ast.CallExpr); ok {
			switch c.info.CalleeName(call) {
			case "(*golang.org/x/sync/errgroup.Group).Wait":
				learns = true
			}
		}
	})
	return learns
}

func (c *checker) report(op *chanflow.Op, end token.Pos) {
	recv := op.Node.(*ast.UnaryExpr)
	c.pass.Report(analysis.Diagnostic{
		Pos: recv.Pos(), End: recv.End(),
		Message: fmt.Sprintf("`%s` can wait for ever: the goroutine that answers can end without a send to `%s`; close the channel in a defer there, or send on every path",
			types.ExprString(recv), c.ch.Var.Name()),
		Related: []analysis.RelatedInformation{
			{Pos: end, Message: "the goroutine can end here"},
			{Pos: c.ch.Make.Pos(), End: c.ch.Make.End(), Message: "made here"},
		},
	})
}
