package cost

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/analyzers/passes/yields"
	"github.com/asynclint/asynclint/jsparse"
)

// walker evaluates one function.
type walker struct {
	o       *Oracle
	get     func(jsparse.Cursor) Poly // what a function costs
	returns func(jsparse.Cursor) Size // how large its result is
	fn      jsparse.Cursor
	sizes   map[jsparse.Sym]Size // of the file's variables, as this function sees them
	self    []jsparse.Cursor     // calls of the function in itself
	loops   int                  // how many loops are around
}

// weights are nanoseconds of one evaluation of a node, its children aside, once
// the engine has compiled the code.
var weights = map[jsparse.Kind]float64{
	jsparse.Member: 2, jsparse.Index: 3, jsparse.Binary: 1.5, jsparse.Unary: 1, jsparse.Assign: 2, jsparse.Update: 1.5,
	jsparse.Conditional: 1, jsparse.If: 1, jsparse.Switch: 3, jsparse.ObjectLit: 25, jsparse.ArrayLit: 20,
	jsparse.TemplateLit: 60, jsparse.RegExpLit: 30, jsparse.ClassExpr: 1000, jsparse.ClassDecl: 1000,
	jsparse.JSXElement: 200, jsparse.Await: 100, jsparse.Return: 1,
}

const (
	callNanos     = 40   // a call of something unknown
	innerNanos    = 4    // a call of a function of the project
	callbackNanos = 5000 // a call of a function that the caller gives
	newNanos      = 60
)

// node returns the cost of evaluating a node once.
func (w *walker) node(n jsparse.Cursor) Poly {
	switch n.Kind() {
	case jsparse.Invalid, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl:
		return nil // not run here; those that are called are counted there
	case jsparse.Throw:
		return nil // happens once at most
	case jsparse.For, jsparse.ForOf, jsparse.ForIn, jsparse.While, jsparse.DoWhile:
		return w.loop(n)
	case jsparse.Call:
		return w.call(n)
	case jsparse.New:
		return w.construct(n)
	case jsparse.If:
		if w.isLimited(n.Child(jsparse.EdgeTest)) {
			return constant(1).add(w.node(n.Child(jsparse.EdgeTest))).add(w.node(n.Child(jsparse.EdgeElse)))
		}
		return constant(1).add(w.node(n.Child(jsparse.EdgeTest))).add(w.dearer(n.Child(jsparse.EdgeThen), n.Child(jsparse.EdgeElse)))
	case jsparse.Conditional:
		return constant(1).add(w.node(n.Child(jsparse.EdgeTest))).add(w.dearer(n.Child(jsparse.EdgeThen), n.Child(jsparse.EdgeElse)))
	case jsparse.Switch:
		var best Poly
		for c := range n.All(jsparse.EdgeCase) {
			if p := w.children(c); p.Millis() > best.Millis() {
				best = p
			}
		}
		return constant(weights[n.Kind()]).add(w.node(n.Child(jsparse.EdgeTest))).add(best)
	case jsparse.Try:
		var p Poly
		for c := range n.All(jsparse.EdgeBody) {
			p = p.add(w.node(c))
		}
		return p.add(w.node(n.Child(jsparse.EdgeFinalizer)))
	case jsparse.Spread:
		if n.Parent().Is(jsparse.ArrayLit, jsparse.ObjectLit, jsparse.Call) {
			return w.copied(n)
		}
	}
	return w.children(n).add(constant(weights[n.Kind()]))
}

func (w *walker) children(n jsparse.Cursor) Poly {
	var p Poly
	for c := range n.Children() {
		p = p.add(w.node(c))
	}
	return p
}

// dearer returns the branch that costs more.
func (w *walker) dearer(a, b jsparse.Cursor) Poly {
	p, q := w.node(a), w.node(b)
	if q.Millis() > p.Millis() {
		return q
	}
	return p
}

// isLimited reports whether a condition holds only for the first few rounds of
// a loop: i < limit, results.length < 20.
func (w *walker) isLimited(test jsparse.Cursor) bool {
	if w.loops == 0 || test.Kind() != jsparse.Binary {
		return false
	}
	l, r := test.Left(), test.Right()
	switch test.Op() {
	case "&&":
		return w.isLimited(l) || w.isLimited(r)
	case "<", "<=", "===", "==":
	case ">", ">=":
		l, r = r, l
	case "%":
		return true
	default:
		return false
	}
	if test.Op() == "===" || test.Op() == "==" {
		// every k-th round: i % k === 0
		return l.Kind() == jsparse.Binary && l.Op() == "%"
	}
	if l.Kind() != jsparse.Ident && !isLength(l) {
		return false
	}
	if l.Kind() == jsparse.Ident && !isCounter(l) {
		return false
	}
	q := w.quantity(r, 3)
	return q.Origin == Few || q.Origin == Constant && q.N <= 1000
}

// isCounter reports whether a variable is counted up somewhere.
func isCounter(x jsparse.Cursor) bool {
	for u := range x.File().Uses(x.Sym()) {
		if p := u.Parent(); p.Kind() == jsparse.Update {
			return true
		}
	}
	return false
}

// loop returns the cost of a loop statement.
func (w *walker) loop(n jsparse.Cursor) Poly {
	head := w.node(n.Child(jsparse.EdgeInit)).add(w.node(n.Right()))
	w.loops++
	body := w.node(n.Body()).add(w.node(n.Child(jsparse.EdgeTest))).add(w.node(n.Child(jsparse.EdgeUpdate))).add(constant(2))
	w.loops--
	if w.o.turns.Round(n) != yields.Never {
		return head.add(body)
	}
	return head.add(body.times(w.bound(n, maxSteps), n))
}

// copied returns the cost of ...x: its elements are copied.
func (w *walker) copied(n jsparse.Cursor) Poly {
	x := n.Operand()
	s := w.size(x, maxSteps)
	nanos := 1.5
	if n.Parent().Kind() == jsparse.ObjectLit {
		nanos = 40
		switch s.Origin {
		case Unseen, Member, Constant, Text, Bytes, Array, Points, Pixels: // an object that has such data in a property
			s = sizeFrom(label(x), Few)
		}
	}
	p := w.node(x)
	if s.Origin == Constant || s.N <= smallSize {
		return p.add(constant(nanos * 10))
	}
	q := constant(nanos).times([]Size{s}, n)
	q[0].Why = "..." + label(x) + " copies it"
	return p.add(q)
}

// construct returns the cost of new X(…).
func (w *walker) construct(n jsparse.Cursor) Poly {
	p := w.arguments(n).add(constant(newNanos))
	e := w.o.callees.Expr(n.Callee())
	if e.Name == "Promise" {
		if f := n.Arg(0); f.Kind().IsFunc() {
			return p // the executor is asked for on its own
		}
	}
	if h, ok := platform.HeavyCall(e.Name); ok && e.Name != "" {
		return p.add(w.heavy(n, h))
	}
	if class := e.Class(); class.Ok() && !e.Instance {
		for m := range class.All(jsparse.EdgeMember) {
			if fn := m.FuncValue(); fn.Ok() && m.Name() == "constructor" {
				if n.Count(jsparse.EdgeArg) == 0 && fn.Count(jsparse.EdgeParam) > 0 {
					return p // without the data that it takes there is nothing to do
				}
				return p.add(w.substituted(fn, n))
			}
		}
	}
	return p
}

func (w *walker) arguments(call jsparse.Cursor) Poly {
	var p Poly
	for a := range call.All(jsparse.EdgeArg) {
		p = p.add(w.node(a))
	}
	return p
}

// recursive multiplies the cost of a function that calls itself by how often it
// plausibly does: once for each node of a tree, or, where it calls itself twice
// with a smaller number, exponentially.
func (w *walker) recursive(p Poly) Poly {
	if len(w.self) == 0 {
		return p
	}
	site := w.self[0]
	smaller := 0
	for _, c := range w.self {
		if a := c.Arg(0); a.Kind() == jsparse.Binary && a.Op() == "-" {
			if _, ok := a.Right().Number(); ok && sameStatement(c, site) {
				smaller++
			}
		}
	}
	if smaller >= 2 {
		return p.add(Poly{{Nanos: 1e9, Site: site, Deep: site, Why: "the calls double at every level"}})
	}
	// What a node costs by itself is multiplied; the loops over its children and
	// data share the whole out among the calls.
	var q Poly
	for _, t := range p {
		if len(t.Sizes) == 0 {
			q = q.plus(t)
		}
	}
	depth := sizeFrom("calls of "+callName(site), Depth)
	return p.add(q.times([]Size{depth}, site))
}

func sameStatement(a, b jsparse.Cursor) bool {
	for x := range a.Enclosing() {
		if x.Kind().IsStmt() {
			return x.Contains(b)
		}
	}
	return false
}

func callName(call jsparse.Cursor) string {
	t := call.Callee().Text()
	if len(t) > 40 || strings.Contains(t, "\n") {
		return "a function"
	}
	return t
}
