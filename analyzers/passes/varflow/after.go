package varflow

import "github.com/asynclint/asynclint/jsparse"

// Step is a visitor's answer.
type Step uint8

// The answers.
const (
	Go   Step = iota // go on along this path
	Kill             // this path ends here: what was looked for holds no more
)

// After visits the expressions that can run after a node has been evaluated, in
// the same function, along every path: what follows in the statement and the
// block, the next round of the loops around, the code after them. Branches that
// exclude the node are not visited. At a Kill the path ends, and other paths go
// on.
//
// visit gets each Ident, ThisExpr, Member, Index and function below an
// expression, inner ones first; for an Assign or a declaration the value comes
// before the target. Catch clauses of a try around the node are left out: there
// the node may not have happened. Code inside functions is not visited.
func After(n jsparse.Cursor, visit func(jsparse.Cursor) Step) {
	w := &after{visit: visit, out: map[jsparse.Cursor]bool{}, again: map[jsparse.Cursor]bool{}}
	w.climb(n)
}

type after struct {
	visit func(jsparse.Cursor) Step
	out   map[jsparse.Cursor]bool // statements that a live break leaves
	again map[jsparse.Cursor]bool // loops that a live continue enters again
}

// climb goes from a node to the end of its function.
func (w *after) climb(n jsparse.Cursor) {
	alive := true
	for c := n; ; {
		p := c.Parent()
		if !p.Ok() || p.Kind().IsFunc() || p.Kind().IsClass() {
			return
		}
		alive = w.rest(p, c, alive)
		if !alive && len(w.out) == 0 && len(w.again) == 0 {
			return
		}
		c = p
	}
}

// rest evaluates what is left of p after its child c.
func (w *after) rest(p, c jsparse.Cursor, alive bool) bool {
	switch p.Kind() {
	case jsparse.Assign:
		if c.Edge() == jsparse.EdgeLeft {
			return alive && w.expr(p.Right())
		}
		return alive && w.target(p.Left())
	case jsparse.Declarator:
		return alive && (c.Edge() != jsparse.EdgeInit || w.target(p.Child(jsparse.EdgeTarget)))
	case jsparse.If, jsparse.Conditional:
		if c.Edge() != jsparse.EdgeTest {
			return alive
		}
		return alive && w.either(p)
	case jsparse.Return, jsparse.Throw:
		return false
	case jsparse.For, jsparse.ForIn, jsparse.ForOf, jsparse.While, jsparse.DoWhile:
		return w.round(p, c, alive)
	case jsparse.Switch:
		if c.Edge() == jsparse.EdgeTest {
			return alive && w.stmt(p)
		}
		if alive {
			for s := c.NextSibling(); s.Ok() && alive; s = s.NextSibling() { // falls through
				alive = w.list(s)
			}
		}
		return w.leave(p) || alive
	case jsparse.Try:
		if f := p.Child(jsparse.EdgeFinalizer); f.Ok() && c != f {
			return w.stmt(f) && alive
		}
		return alive
	case jsparse.Labeled:
		return w.leave(p) || alive
	}
	for s := c.NextSibling(); s.Ok() && alive; s = s.NextSibling() {
		alive = w.stmt(s)
	}
	return alive
}

func (w *after) leave(n jsparse.Cursor) bool {
	live := w.out[n]
	delete(w.out, n)
	return live
}

// round goes through what is left of a loop when its child c is done.
func (w *after) round(p, c jsparse.Cursor, alive bool) bool {
	if c.Edge() == jsparse.EdgeBody {
		alive = alive || w.again[p]
		delete(w.again, p)
	}
	if p.Kind() == jsparse.For && c.Edge() == jsparse.EdgeUpdate {
		return alive
	}
	if c.Edge() == jsparse.EdgeBody && alive {
		alive = w.expr(p.Child(jsparse.EdgeUpdate))
	}
	done := alive && w.expr(p.Child(jsparse.EdgeTest))
	if next := done && (p.Is(jsparse.For, jsparse.While, jsparse.DoWhile) || w.target(p.Left())); next {
		w.stmt(p.Body())
	}
	delete(w.again, p)
	return w.leave(p) || done
}

// list evaluates the statements of a block or case.
func (w *after) list(block jsparse.Cursor) bool {
	for s := range block.Children() {
		if s.Edge() != jsparse.EdgeTest && !w.stmt(s) {
			return false
		}
	}
	return true
}

// stmt evaluates a statement or expression; false when no path goes on.
func (w *after) stmt(n jsparse.Cursor) bool {
	switch n.Kind() {
	case jsparse.Invalid, jsparse.FuncDecl, jsparse.ClassDecl:
		return true
	case jsparse.Block, jsparse.Case:
		return w.list(n)
	case jsparse.If:
		return w.expr(n.Child(jsparse.EdgeTest)) && w.either(n)
	case jsparse.For, jsparse.ForIn, jsparse.ForOf, jsparse.While, jsparse.DoWhile:
		return w.loop(n)
	case jsparse.Labeled:
		alive := w.stmt(n.Body())
		return w.leave(n) || alive
	case jsparse.Switch:
		return w.choice(n)
	case jsparse.Try:
		alive := w.stmt(n.Body())
		if h := n.Child(jsparse.EdgeHandler); h.Ok() && w.stmt(h.Body()) {
			alive = true
		}
		return w.stmt(n.Child(jsparse.EdgeFinalizer)) && alive
	case jsparse.Return, jsparse.Throw:
		w.expr(n.Operand())
		return false
	case jsparse.Break, jsparse.Continue:
		w.jump(n)
		return false
	}
	return w.expr(n)
}

func (w *after) either(n jsparse.Cursor) bool {
	a, b := w.stmt(n.Child(jsparse.EdgeThen)), w.stmt(n.Child(jsparse.EdgeElse))
	return a || b
}

func (w *after) loop(n jsparse.Cursor) bool {
	if !w.stmt(n.Child(jsparse.EdgeInit)) || !w.expr(n.Right()) || n.Kind() != jsparse.DoWhile && !w.expr(n.Child(jsparse.EdgeTest)) {
		return false
	}
	body := true
	if n.Is(jsparse.ForIn, jsparse.ForOf) {
		body = w.target(n.Left())
	}
	alive := body && w.stmt(n.Body()) || w.again[n]
	delete(w.again, n)
	if alive {
		w.expr(n.Child(jsparse.EdgeUpdate))
	}
	left := w.leave(n)
	return left || alive || n.Kind() != jsparse.DoWhile
}

func (w *after) choice(n jsparse.Cursor) bool {
	if !w.expr(n.Child(jsparse.EdgeTest)) {
		return false
	}
	alive, falls := true, false
	for c := range n.All(jsparse.EdgeCase) {
		falls = w.list(c)
		if !c.Child(jsparse.EdgeTest).Ok() {
			alive = false // a default: some case is taken
		}
	}
	left := w.leave(n)
	return left || alive || falls
}

// jump marks where a break or continue goes.
func (w *after) jump(n jsparse.Cursor) {
	label := n.Name()
	for p := n.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		switch {
		case label != "" && (p.Kind() != jsparse.Labeled || p.Name() != label):
			continue
		case label != "" && n.Kind() == jsparse.Continue:
			w.again[p.Body()] = true
		case label != "", n.Kind() == jsparse.Break && (p.Kind().IsLoop() || p.Kind() == jsparse.Switch):
			w.out[p] = true
		case n.Kind() == jsparse.Continue && p.Kind().IsLoop():
			w.again[p] = true
		default:
			continue
		}
		return
	}
}

// expr evaluates an expression, inner nodes first.
func (w *after) expr(n jsparse.Cursor) bool {
	switch n.Kind() {
	case jsparse.Invalid:
		return true
	case jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl, jsparse.ClassExpr, jsparse.ClassDecl, jsparse.Ident, jsparse.ThisExpr:
		return w.visit(n) == Go
	case jsparse.Assign:
		if n.Op() != "=" && !w.expr(n.Left()) {
			return false
		}
		return w.expr(n.Right()) && w.target(n.Left())
	case jsparse.Declarator:
		init := n.Child(jsparse.EdgeInit)
		return w.expr(init) && w.target(n.Child(jsparse.EdgeTarget))
	case jsparse.Conditional:
		return w.expr(n.Child(jsparse.EdgeTest)) && w.either(n)
	case jsparse.Binary:
		if op := n.Op(); op == "&&" || op == "||" || op == "??" {
			if !w.expr(n.Left()) {
				return false
			}
			w.expr(n.Right())
			return true
		}
	}
	for c := range n.Children() {
		if c.Is(jsparse.Property, jsparse.Method) && !c.Has(jsparse.FlagComputed) {
			if v := c.Child(jsparse.EdgeValue); v.Ok() && !w.expr(v) {
				return false
			}
			continue
		}
		if !w.expr(c) {
			return false
		}
	}
	if n.Is(jsparse.Member, jsparse.Index) {
		return w.visit(n) == Go
	}
	return true
}

// target visits what is written to: the visitor tells by the node's place.
func (w *after) target(n jsparse.Cursor) bool {
	switch n.Kind() {
	case jsparse.Invalid:
		return true
	case jsparse.Ident:
		return w.visit(n) == Go
	case jsparse.Member, jsparse.Index:
		if !w.expr(n.Object()) || !w.expr(n.Child(jsparse.EdgeIndex)) {
			return false
		}
		return w.visit(n) == Go
	}
	for c := range n.Children() {
		if !w.target(c) {
			return false
		}
	}
	return true
}
