package chanflow

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// maxStates bounds the work of one walk.
const maxStates = 20000

// Conditions is what a path knows about the conditions that it has met.
type Conditions string

// A condition has a key that is the same for x == y and x != y.
type condition struct {
	key     string
	negated bool
	objs    []types.Object
}

// conditionOf describes x.
func (in *Info) conditionOf(x ast.Expr) condition {
	var c condition
	x = ast.Unparen(x)
	for {
		u, ok := x.(*ast.UnaryExpr)
		if !ok || u.Op != token.NOT {
			break
		}
		c.negated = !c.negated
		x = ast.Unparen(u.X)
	}
	text := types.ExprString(x)
	if b, ok := x.(*ast.BinaryExpr); ok && b.Op == token.NEQ {
		c.negated = !c.negated
		text = types.ExprString(b.X) + " == " + types.ExprString(b.Y)
	}
	var key strings.Builder
	key.WriteString(text)
	ast.Inspect(x, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := in.pass.TypesInfo.Uses[id]; obj != nil {
				if v, ok := obj.(*types.Var); ok && !v.IsField() {
					c.objs = append(c.objs, obj)
					key.WriteString("@" + strconv.Itoa(int(obj.Pos())))
				}
			}
		}
		return true
	})
	c.key = key.String()
	return c
}

// A Walker visits the paths of one graph.
type Walker struct {
	in       *Info
	g        *Graph
	repeated map[string]bool
	assigned map[*Node][]types.Object
	says     map[*Node][]known
}

// NewWalker returns a walker for the body of fn. Conditions that occur more than
// once in the text of within, which contains fn, are followed; with nil for
// within none are. Following them rules paths out, sometimes wrongly, when a
// variable changes out of sight: it suits questions for a path that exists, and
// not statements about all paths.
func (in *Info) NewWalker(fn, within ast.Node) *Walker {
	w := &Walker{in: in, g: in.Graph(fn), repeated: map[string]bool{}, assigned: map[*Node][]types.Object{}, says: map[*Node][]known{}}
	if within == nil {
		return w
	}
	seen := map[string]bool{}
	mark := func(k string) {
		if seen[k] {
			w.repeated[k] = true
		}
		seen[k] = true
	}
	note := func(x ast.Expr) {
		for _, leaf := range leaves(x) {
			mark(in.conditionOf(leaf).key)
		}
	}
	ast.Inspect(Body(within), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt, *ast.ValueSpec:
			for _, k := range in.knownAfter(n) {
				mark(k.key)
				if k.source != "" {
					mark(k.source)
				}
			}
		case *ast.IfStmt:
			note(n.Cond)
		case *ast.ForStmt:
			if n.Cond != nil {
				note(n.Cond)
			}
		case *ast.SwitchStmt:
			if n.Tag == nil {
				for _, c := range n.Body.List {
					for _, x := range c.(*ast.CaseClause).List {
						note(x)
					}
				}
			}
		}
		return true
	})
	return w
}

// leaves returns the operands of a tree of && and ||.
func leaves(x ast.Expr) []ast.Expr {
	x = ast.Unparen(x)
	if b, ok := x.(*ast.BinaryExpr); ok && (b.Op == token.LAND || b.Op == token.LOR) {
		return append(leaves(b.X), leaves(b.Y)...)
	}
	if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.NOT {
		return leaves(u.X)
	}
	return []ast.Expr{x}
}

// Assigned returns the variables that a node of a graph sets.
func (in *Info) Assigned(n ast.Node) []types.Object {
	var list []types.Object
	add := func(x ast.Expr) {
		for x != nil {
			switch e := ast.Unparen(x).(type) {
			case *ast.Ident:
				if obj := in.pass.TypesInfo.ObjectOf(e); obj != nil {
					list = append(list, obj)
				}
				return
			case *ast.SelectorExpr:
				x = e.X
			case *ast.IndexExpr:
				x = e.X
			case *ast.StarExpr:
				x = e.X
			default:
				return
			}
		}
	}
	Within(n, func(m ast.Node) {
		switch m := m.(type) {
		case *ast.AssignStmt:
			for _, x := range m.Lhs {
				add(x)
			}
		case *ast.IncDecStmt:
			add(m.X)
		case *ast.RangeStmt:
			add(m.Key)
			add(m.Value)
		case *ast.ValueSpec:
			for _, id := range m.Names {
				add(id)
			}
		case *ast.UnaryExpr:
			if m.Op == token.AND {
				add(m.X)
			}
		}
	})
	return list
}

// Within calls f for n and the nodes below it that belong to the same step: not
// those of function literals, and of a range statement only itself and its variables.
func Within(n ast.Node, f func(ast.Node)) {
	if n == nil {
		return
	}
	if r, ok := n.(*ast.RangeStmt); ok {
		f(r)
		return
	}
	ast.Inspect(n, func(m ast.Node) bool {
		if m == nil {
			return false
		}
		f(m)
		_, lit := m.(*ast.FuncLit)
		return !lit
	})
}

type visit[S comparable] struct {
	node  *Node
	state S
	conds Conditions
}

// Walk follows all paths from the entry of w's graph. At each node it calls step,
// which returns the state after the node and whether to go on; at each edge,
// along, when not nil, does the same. Equal states at one node are visited once.
// It reports false when it gave up because there were too many.
func Walk[S comparable](w *Walker, start S, known Conditions, step func(*Node, S, Conditions) (S, bool), along func(*Node, Edge, S) (S, bool)) bool {
	first := visit[S]{w.g.Entry, start, known}
	seen := map[visit[S]]bool{first: true}
	work := []visit[S]{first}
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		state, ok := step(at.node, at.state, at.conds)
		if !ok {
			continue
		}
		conds := w.after(at.node, at.conds)
		for i := len(at.node.Succs) - 1; i >= 0; i-- {
			e := at.node.Succs[i]
			next := visit[S]{e.To, state, conds}
			if e.Cond {
				if next.conds, ok = w.learn(conds, e); !ok {
					continue
				}
			}
			if along != nil {
				if next.state, ok = along(at.node, e, state); !ok {
					continue
				}
			}
			if !seen[next] {
				if len(seen) > maxStates {
					return false
				}
				seen[next] = true
				work = append(work, next)
			}
		}
	}
	return true
}

// Conditions are kept as key + "\t" + truth, one a line, sorted.

// learn adds what the edge e says, or reports that it cannot be taken.
func (w *Walker) learn(known Conditions, e Edge) (Conditions, bool) {
	c := w.in.conditionOf(e.On)
	if !w.repeated[c.key] {
		return known, true
	}
	value := e.Value != c.negated
	if truth, ok := known.lookup(c.key); ok {
		return known, truth == value
	}
	return known.with(c.key, value), true
}

// after returns what is known after the step n.
func (w *Walker) after(n *Node, before Conditions) Conditions {
	if n.AST == nil {
		return before
	}
	says, ok := w.says[n]
	if !ok {
		says = w.in.knownAfter(n.AST)
		w.says[n] = says
	}
	after := w.forget(n, before)
	for _, k := range says {
		if !w.repeated[k.key] {
			continue
		}
		value := k.value
		if k.source != "" {
			if value, ok = before.lookup(k.source); !ok {
				continue
			}
		}
		if _, has := after.lookup(k.key); !has {
			after = after.with(k.key, value)
		}
	}
	return after
}

// forget drops what the node's assignments make unknown.
func (w *Walker) forget(n *Node, known Conditions) Conditions {
	if known == "" {
		return known
	}
	objs, ok := w.assigned[n]
	if !ok {
		objs = w.in.Assigned(n.AST)
		w.assigned[n] = objs
	}
	if len(objs) == 0 {
		return known
	}
	list := strings.Split(string(known), "\n")
	kept := slices.DeleteFunc(list, func(k string) bool {
		key, _, _ := strings.Cut(k, "\t")
		for _, obj := range objs {
			at := "@" + strconv.Itoa(int(obj.Pos()))
			if strings.HasSuffix(key, at) || strings.Contains(key, at+"@") {
				return true
			}
		}
		return false
	})
	return Conditions(strings.Join(kept, "\n"))
}

// Reaches returns the nodes from which a node that satisfies goal can be reached,
// without passing one that satisfies stop.
func (g *Graph) Reaches(goal, stop func(*Node) bool) map[*Node]bool {
	preds := map[*Node][]*Node{}
	var work []*Node
	in := map[*Node]bool{}
	for _, n := range g.Nodes {
		for _, e := range n.Succs {
			preds[e.To] = append(preds[e.To], n)
		}
		if goal(n) {
			in[n] = true
			work = append(work, n)
		}
	}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, p := range preds[n] {
			if !in[p] && (stop == nil || !stop(p)) {
				in[p] = true
				work = append(work, p)
			}
		}
	}
	return in
}
