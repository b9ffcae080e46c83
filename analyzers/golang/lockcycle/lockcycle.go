package lockcycle

import (
	"flag"
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports waits under a lock that the awaited goroutine needs.
var Analyzer = &analysis.Analyzer{
	Name: "lockcycle",
	Doc: "report waiting under a lock for a goroutine that needs the lock first\n\n" +
		"Both wait for ever, and so does everybody else who needs the lock.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/lockcycle.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    flags(),
	Run:      run,
}

// flags adds -all, which includes waits for groups and sends that find room for
// one value. Of those, read on code that nobody here wrote, none was true before
// the rule was mended for them: a lock often keeps a group from growing, and a
// flag often knows of the one room.
func flags() flag.FlagSet {
	fs := chanflow.Flags()
	fs.Bool("all", false, "also report waits for groups, and sends to channels with room for one value")
	return fs
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	l := &locks{pass: pass, info: info, memo: map[ast.Node]map[*types.Var]bool{}}
	wanted := func(t types.Type) bool {
		if chanflow.IsNamed(t, "sync", "WaitGroup") {
			return true
		}
		c, ok := t.Underlying().(*types.Chan)
		return ok && c.Dir() == types.SendRecv
	}
	for _, v := range append(info.Private(wanted), info.Locals(wanted)...) {
		l.joins = map[ast.Node]bool{}
		c := &checker{locks: l, v: v}
		if c.census() {
			c.check()
		}
	}
	return nil, nil
}

// Kinds of operations: those that wait, and those that end a wait.
type kind int

const (
	send kind = iota
	receive
	closing
	wait
	done
)

// endsOf lists what ends the wait of an operation.
func (k kind) endedBy(other kind) bool {
	switch k {
	case send:
		return other == receive
	case receive:
		return other == send || other == closing
	case wait:
		return other == done
	}
	return false
}

// An op is an operation on the channel or group.
type op struct {
	kind  kind
	at    inspector.Cursor // the statement or expression
	on    ast.Expr         // its operand
	plain bool             // it cannot be given up
}

// A checker looks at one channel or group of goroutines.
type checker struct {
	*locks
	v    *types.Var
	ops  []op
	room bool // a send may find room for more than one value
	one  bool // it may find room for one
}

// census collects the operations. It reports false when the channel gets out of sight.
func (c *checker) census() bool {
	access := c.info.AccessOf(c.v)
	group := chanflow.IsNamed(c.v.Type(), "sync", "WaitGroup")
	for _, s := range access.Settings {
		if group {
			return false
		}
		call, ok := ast.Unparen(s.Value).(*ast.CallExpr)
		if !ok {
			return false
		}
		size, ok := c.info.MakeChan(call)
		if !ok {
			return false
		}
		// One value finds room once. A field outlives that, a variable may not.
		c.one = c.one || size == 1
		c.room = c.room || size < 0 || size > 1 || size == 1 && !c.v.IsField()
	}
	if !group && len(access.Settings) == 0 {
		return false
	}
	for _, read := range access.Reads {
		if !c.use(read) {
			return false
		}
	}
	return true
}

func (c *checker) use(read inspector.Cursor) bool {
	parent := read.Parent()
	x, _ := read.Node().(ast.Expr)
	switch read.ParentEdgeKind() {
	case edge.SendStmt_Chan:
		c.ops = append(c.ops, op{send, parent, x, !chanflow.Guarded(parent)})
		return true
	case edge.UnaryExpr_X:
		c.ops = append(c.ops, op{receive, parent, x, !chanflow.Guarded(parent)})
		return parent.Node().(*ast.UnaryExpr).Op.String() == "<-"
	case edge.RangeStmt_X:
		c.ops = append(c.ops, op{receive, parent, x, false})
		return true
	case edge.CallExpr_Args:
		id, ok := ast.Unparen(parent.Node().(*ast.CallExpr).Fun).(*ast.Ident)
		if !ok {
			return false
		}
		b, ok := c.info.Object(id).(*types.Builtin)
		if ok && b.Name() == "close" {
			c.ops = append(c.ops, op{closing, parent, x, false})
		}
		return ok
	case edge.SelectorExpr_X:
		name, sel, _ := chanflow.Selected(read)
		if sel.ParentEdgeKind() != edge.CallExpr_Fun {
			return false
		}
		switch name {
		case "Wait":
			c.ops = append(c.ops, op{wait, sel.Parent(), x, true})
		case "Done":
			c.ops = append(c.ops, op{done, sel.Parent(), x, false})
		case "Add":
			c.joins[sel.Parent().Node()] = true
		}
		return name == "Wait" || name == "Done" || name == "Add"
	}
	return chanflow.IsNilTest(read)
}

// check reports the waits under a lock that everybody who could end them needs.
func (c *checker) check() {
	for _, w := range c.ops {
		if !w.plain || chanflow.Skip(c.pass, w.at.Node()) || w.kind == send && c.room {
			continue
		}
		fn, ok := chanflow.FuncOf(w.at)
		if !ok || !c.all() && (w.kind == wait || w.kind == send && c.one) {
			continue
		}
		if w.kind == send && c.one && c.isConditional(fn, w.at) {
			continue // the condition may know that there is room
		}
		for _, h := range c.heldAt(fn, w.at, w.on, 0) {
			if w.kind == wait && c.guardsJoining(h.mutex) {
				continue
			}
			if other, ok := c.allNeed(w, fn, h.mutex); ok {
				c.report(w, h, other)
				break
			}
		}
	}
}

func (c *checker) all() bool { return c.pass.Analyzer.Flags.Lookup("all").Value.String() == "true" }

// isConditional reports whether fn has a path to its end beside the step at cur.
func (c *checker) isConditional(fn, cur inspector.Cursor) bool {
	g := c.info.Graph(fn.Node())
	return g.Reaches(
		func(n *chanflow.Node) bool { return n.Exit },
		func(n *chanflow.Node) bool { return n.Contains(cur.Node()) },
	)[g.Entry]
}

// guardsJoining reports whether some Add happens under the mutex: it keeps new
// members out while others are waited for, and members know about it.
func (c *checker) guardsJoining(mutex *types.Var) bool {
	for call := range c.joins {
		cur, ok := c.info.Root().FindNode(call)
		if !ok {
			continue
		}
		fn, ok := chanflow.FuncOf(cur)
		if !ok {
			continue
		}
		for _, h := range c.heldAt(fn, cur, receiverOf(cur), 0) {
			if h.mutex == mutex {
				return true
			}
		}
	}
	return false
}

// allNeed reports whether everybody who could end the wait w takes the mutex
// before that, and returns one of them.
func (c *checker) allNeed(w op, fn inspector.Cursor, mutex *types.Var) (ast.Node, bool) {
	var example ast.Node
	for _, other := range c.ops {
		if !w.kind.endedBy(other.kind) {
			continue
		}
		outer, ok := chanflow.FuncOf(other.at)
		if !ok || outer.Node() == fn.Node() {
			return nil, false
		}
		lock := c.lockBefore(outer, other.at, other.on, mutex, 0)
		if lock == nil {
			return nil, false
		}
		example = lock
	}
	return example, example != nil
}

func (c *checker) report(w op, h held, other ast.Node) {
	var text, what string
	switch n := w.at.Node().(type) {
	case *ast.SendStmt:
		text, what = types.ExprString(n.Chan)+" <- …", "receives"
	case *ast.UnaryExpr:
		text, what = types.ExprString(n), "answers"
	case *ast.CallExpr:
		text, what = types.ExprString(n), "calls Done"
	}
	c.pass.Report(analysis.Diagnostic{
		Pos: w.at.Node().Pos(), End: w.at.Node().End(),
		Message: fmt.Sprintf("`%s` waits while `%s` is locked, and the goroutine that %s may have to wait for the lock first: then both wait for ever; unlock before waiting", text, h.text, what),
		Related: []analysis.RelatedInformation{
			{Pos: h.at.Pos(), End: h.at.End(), Message: "locked here"},
			{Pos: other.Pos(), End: other.End(), Message: "needed here"},
		},
	})
}
