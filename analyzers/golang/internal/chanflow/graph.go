package chanflow

import (
	"go/ast"
	"go/token"
)

// A Node is one step of a function: a simple statement, an expression that a
// branch evaluates, or nothing (a join).
type Node struct {
	AST    ast.Node
	Select *ast.SelectStmt // for a communication: the select that chose it
	Succs  []Edge
	Loops  []ast.Stmt // enclosing loops, outermost first
	Exit   bool       // the function returns here
	index  int
}

// An Edge leads to the next step.
type Edge struct {
	To    *Node
	On    ast.Expr // what the branch looked at, or nil
	Cond  bool     // On is a condition that has the value Value on this edge
	Value bool
	Ends  ast.Stmt // the loop that this edge leaves by its own test, or nil
	Zero  bool     // Ends ran no trip
	Back  bool     // the next trip of a loop starts
}

// A Graph holds the paths of one function body.
type Graph struct {
	Entry *Node
	Nodes []*Node
}

type frame struct {
	label         string
	brk, cont     *Node
	acceptsPlainB bool
}

type builder struct {
	g        *Graph
	returns  func(*ast.CallExpr) bool
	cur      *Node // nil after a jump
	frames   []frame
	loops    []ast.Stmt
	labels   map[string]*Node
	pending  string // label of the next statement
	fallthru *Node
	exit     *Node
}

// newGraph builds the graph of body. returns reports whether a call may return.
func newGraph(body *ast.BlockStmt, returns func(*ast.CallExpr) bool) *Graph {
	b := &builder{g: &Graph{}, returns: returns, labels: map[string]*Node{}}
	b.exit = b.node(nil)
	b.exit.Exit = true
	b.cur = b.node(nil)
	b.g.Entry = b.cur
	b.stmts(body.List)
	b.jump(b.exit)
	return b.g
}

func (b *builder) node(n ast.Node) *Node {
	node := &Node{AST: n, index: len(b.g.Nodes)}
	node.Loops = append(node.Loops, b.loops...)
	b.g.Nodes = append(b.g.Nodes, node)
	return node
}

func (b *builder) edge(e Edge) {
	if b.cur != nil && e.To != nil {
		b.cur.Succs = append(b.cur.Succs, e)
	}
}

func (b *builder) jump(to *Node) {
	b.edge(Edge{To: to})
	b.cur = nil
}

// add appends a step and makes it the current one.
func (b *builder) add(n ast.Node) *Node {
	node := b.node(n)
	b.edge(Edge{To: node})
	b.cur = node
	if call := noReturnCall(n); call != nil && !b.returns(call) {
		b.cur = nil
	}
	return node
}

// noReturnCall returns the call of an expression statement.
func noReturnCall(n ast.Node) *ast.CallExpr {
	if s, ok := n.(*ast.ExprStmt); ok {
		if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok {
			return call
		}
	}
	return nil
}

func (b *builder) start(n *Node) { b.cur = n }

func (b *builder) stmts(list []ast.Stmt) {
	for _, s := range list {
		b.stmt(s)
	}
}

func (b *builder) label(name string) *Node {
	if b.labels[name] == nil {
		b.labels[name] = b.node(nil)
	}
	return b.labels[name]
}

func (b *builder) stmt(s ast.Stmt) {
	label := b.pending
	b.pending = ""
	switch s := s.(type) {
	case nil, *ast.EmptyStmt, *ast.BadStmt:
	case *ast.BlockStmt:
		after := b.node(nil)
		if label != "" {
			b.frames = append(b.frames, frame{label: label, brk: after})
		}
		b.stmts(s.List)
		if label != "" {
			b.frames = b.frames[:len(b.frames)-1]
		}
		b.jump(after)
		b.start(after)
	case *ast.LabeledStmt:
		n := b.label(s.Label.Name)
		n.Loops = append([]ast.Stmt(nil), b.loops...)
		b.jump(n)
		b.start(n)
		b.pending = s.Label.Name
		b.stmt(s.Stmt)
		b.pending = ""
	case *ast.ReturnStmt:
		b.add(s)
		b.jump(b.exit)
	case *ast.BranchStmt:
		b.branch(s)
	case *ast.IfStmt:
		b.ifStmt(s)
	case *ast.ForStmt:
		b.forStmt(s, label)
	case *ast.RangeStmt:
		b.rangeStmt(s, label)
	case *ast.SwitchStmt:
		b.stmt(s.Init)
		b.switchStmt(s.Tag, nil, s.Body, label)
	case *ast.TypeSwitchStmt:
		b.stmt(s.Init)
		b.switchStmt(nil, s.Assign, s.Body, label)
	case *ast.SelectStmt:
		b.selectStmt(s, label)
	default: // simple statements, go, defer, declarations
		b.add(s)
	}
}

func (b *builder) branch(s *ast.BranchStmt) {
	switch s.Tok {
	case token.GOTO:
		b.jump(b.label(s.Label.Name))
		return
	case token.FALLTHROUGH:
		b.jump(b.fallthru)
		b.cur = nil
		return
	}
	for i := len(b.frames) - 1; i >= 0; i-- {
		f := b.frames[i]
		if s.Label != nil && f.label != s.Label.Name {
			continue
		}
		if s.Tok == token.BREAK && f.brk != nil && (s.Label != nil || f.acceptsPlainB) {
			b.jump(f.brk)
			return
		}
		if s.Tok == token.CONTINUE && f.cont != nil {
			b.jump(f.cont)
			return
		}
	}
	b.cur = nil
}

// cond evaluates x and goes to t or f. The template carries what the false edge
// says about a loop.
func (b *builder) cond(x ast.Expr, t, f *Node, leave Edge) {
	switch e := ast.Unparen(x).(type) {
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			rest := b.node(nil)
			b.cond(e.X, rest, f, leave)
			b.start(rest)
			b.cond(e.Y, t, f, leave)
			return
		case token.LOR:
			rest := b.node(nil)
			b.cond(e.X, t, rest, Edge{})
			b.start(rest)
			b.cond(e.Y, t, f, leave)
			return
		}
	case *ast.UnaryExpr:
		if e.Op == token.NOT && leave.Ends == nil {
			b.cond(e.X, f, t, leave)
			return
		}
	}
	b.add(x)
	if id, ok := ast.Unparen(x).(*ast.Ident); !ok || id.Name != "false" {
		b.edge(Edge{To: t, On: x, Cond: true, Value: true})
	}
	if id, ok := ast.Unparen(x).(*ast.Ident); !ok || id.Name != "true" {
		b.edge(Edge{To: f, On: x, Cond: true, Ends: leave.Ends, Zero: leave.Zero})
	}
	b.cur = nil
}

func (b *builder) ifStmt(s *ast.IfStmt) {
	b.stmt(s.Init)
	then, els, after := b.node(nil), b.node(nil), b.node(nil)
	b.cond(s.Cond, then, els, Edge{})
	b.start(then)
	b.stmt(s.Body)
	b.jump(after)
	b.start(els)
	b.stmt(s.Else)
	b.jump(after)
	b.start(after)
}

func (b *builder) forStmt(s *ast.ForStmt, label string) {
	b.stmt(s.Init)
	after := b.node(nil)
	first := b.node(nil)
	b.jump(first)
	b.loops = append(b.loops, s)
	body, post, again := b.node(nil), b.node(nil), b.node(nil)
	b.test(first, s, body, after, true)
	b.frames = append(b.frames, frame{label, after, post, true})
	b.start(body)
	b.stmt(s.Body)
	b.frames = b.frames[:len(b.frames)-1]
	b.jump(post)
	b.start(post)
	b.stmt(s.Post)
	b.jump(again)
	b.test(again, s, body, after, false)
	b.loops = b.loops[:len(b.loops)-1]
	b.start(after)
}

func (b *builder) test(at *Node, s *ast.ForStmt, body, after *Node, zero bool) {
	b.start(at)
	switch {
	case s.Cond == nil:
		b.edge(Edge{To: body, Back: !zero})
		b.cur = nil
	case zero && startsTrue(s):
		b.add(s.Cond)
		b.jump(body)
	case zero:
		b.cond(s.Cond, body, after, Edge{Ends: s, Zero: true})
	default:
		next := b.node(nil)
		b.cond(s.Cond, next, after, Edge{Ends: s})
		b.start(next)
		b.edge(Edge{To: body, Back: true})
		b.cur = nil
	}
}

// startsTrue recognises for i := 0; i < 3; …: literals whose first comparison holds.
func startsTrue(s *ast.ForStmt) bool {
	init, ok := s.Init.(*ast.AssignStmt)
	cond, ok2 := s.Cond.(*ast.BinaryExpr)
	if !ok || !ok2 || len(init.Lhs) != 1 || len(init.Rhs) != 1 || cond.Op != token.LSS && cond.Op != token.LEQ {
		return false
	}
	i, ok := init.Lhs[0].(*ast.Ident)
	x, ok2 := cond.X.(*ast.Ident)
	from, ok3 := init.Rhs[0].(*ast.BasicLit)
	to, ok4 := cond.Y.(*ast.BasicLit)
	return ok && ok2 && ok3 && ok4 && i.Name == x.Name && from.Value == "0" && to.Value != "0" && to.Kind == token.INT
}

func (b *builder) rangeStmt(s *ast.RangeStmt, label string) {
	after := b.node(nil)
	b.add(s.X)
	b.loops = append(b.loops, s)
	body, again := b.node(s), b.node(nil)
	b.edge(Edge{To: body})
	if lit, ok := ast.Unparen(s.X).(*ast.BasicLit); !ok || lit.Value == "0" {
		b.edge(Edge{To: after, Ends: s, Zero: true})
	}
	b.frames = append(b.frames, frame{label, after, again, true})
	b.start(body)
	b.stmt(s.Body)
	b.frames = b.frames[:len(b.frames)-1]
	b.jump(again)
	b.start(again)
	b.edge(Edge{To: body, Back: true})
	b.edge(Edge{To: after, Ends: s})
	b.loops = b.loops[:len(b.loops)-1]
	b.start(after)
}

func (b *builder) switchStmt(tag ast.Expr, assign ast.Stmt, body *ast.BlockStmt, label string) {
	on := tag
	if tag != nil {
		b.add(tag)
	}
	if assign != nil {
		b.add(assign)
		on = typeSwitchOperand(assign)
	}
	after := b.node(nil)
	bodies := make([]*Node, len(body.List))
	for i := range bodies {
		bodies[i] = b.node(nil)
	}
	var deflt *Node = after
	for i, c := range body.List {
		clause := c.(*ast.CaseClause)
		if clause.List == nil {
			deflt = bodies[i]
			continue
		}
		for _, x := range clause.List {
			next := b.node(nil)
			if tag == nil && assign == nil {
				b.cond(x, bodies[i], next, Edge{})
			} else {
				if assign == nil {
					b.add(x)
				}
				b.edge(Edge{To: bodies[i], On: on})
				b.edge(Edge{To: next, On: on})
			}
			b.start(next)
		}
	}
	b.jump(deflt)
	b.frames = append(b.frames, frame{label: label, brk: after, acceptsPlainB: true})
	saved := b.fallthru
	for i, c := range body.List {
		b.fallthru = nil
		if i+1 < len(bodies) {
			b.fallthru = bodies[i+1]
		}
		b.start(bodies[i])
		b.stmts(c.(*ast.CaseClause).Body)
		b.jump(after)
	}
	b.fallthru = saved
	b.frames = b.frames[:len(b.frames)-1]
	b.start(after)
}

// typeSwitchOperand returns x of switch y := x.(type).
func typeSwitchOperand(assign ast.Stmt) ast.Expr {
	var x ast.Expr
	switch s := assign.(type) {
	case *ast.AssignStmt:
		x = s.Rhs[0]
	case *ast.ExprStmt:
		x = s.X
	}
	if a, ok := ast.Unparen(x).(*ast.TypeAssertExpr); ok {
		return a.X
	}
	return x
}

func (b *builder) selectStmt(s *ast.SelectStmt, label string) {
	wait := b.node(nil)
	b.jump(wait)
	after := b.node(nil)
	b.frames = append(b.frames, frame{label: label, brk: after, acceptsPlainB: true})
	for _, c := range s.Body.List {
		clause := c.(*ast.CommClause)
		b.start(wait)
		if clause.Comm == nil {
			b.add(nil)
		} else {
			b.add(clause.Comm).Select = s
		}
		b.stmts(clause.Body)
		b.jump(after)
	}
	b.frames = b.frames[:len(b.frames)-1]
	b.start(after)
	if len(s.Body.List) == 0 {
		b.cur = nil
	}
}

// In reports whether n lies in loop: its body, its test but the first, its post statement.
func (n *Node) In(loop ast.Stmt) bool {
	for _, l := range n.Loops {
		if l == loop {
			return true
		}
	}
	return false
}

// CanEnd reports whether fn has a path to a return from the step with after, or
// from its start when after is nil.
func (in *Info) CanEnd(fn, after ast.Node) bool {
	g := in.Graph(fn)
	reach := g.Reaches(func(n *Node) bool { return n.Exit }, nil)
	if after == nil {
		return reach[g.Entry]
	}
	for _, n := range g.Nodes {
		if n.Contains(after) && reach[n] {
			return true
		}
	}
	return false
}

// LoopAround returns the innermost loop of fn around the step with at, or nil.
func (in *Info) LoopAround(fn, at ast.Node) ast.Stmt {
	for _, n := range in.Graph(fn).Nodes {
		if n.Contains(at) && len(n.Loops) > 0 {
			return n.Loops[len(n.Loops)-1]
		}
	}
	return nil
}

// Leaves reports whether some path leaves loop, in fn, other than by the loop's
// own test: break, return, goto, panic, or a call that does not return.
func (in *Info) Leaves(fn ast.Node, loop ast.Stmt) bool {
	for _, n := range in.Graph(fn).Nodes {
		if !n.In(loop) {
			continue
		}
		if _, ok := n.AST.(*ast.ReturnStmt); ok || n.AST != nil && len(n.Succs) == 0 {
			return true
		}
		for _, e := range n.Succs {
			if e.Ends != loop && !e.To.In(loop) {
				return true
			}
		}
	}
	return false
}
