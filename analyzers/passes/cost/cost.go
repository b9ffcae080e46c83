// Package cost estimates how long a function computes without giving the event
// loop a turn.
//
// # Model
//
// The cost of a call is a polynomial: a sum of terms, each some nanoseconds
// times a product of sizes ("records.length"). Sequence adds, a branch takes
// the dearer side, a loop multiplies its body by the size that bounds it, an
// array method is a loop over its receiver, a call of the project's functions
// puts the sizes of its arguments in the place of the parameters, across files,
// and known calls of the platform and of packages have figures (package
// platform). Degrees that do not look like loops count as what they are: find
// or includes in a loop, spread in a reduce, recursion, a growing array that is
// searched.
//
// A loop of which a round gives the event loop a turn (package yields) does not
// multiply: what counts is the longest piece without interruption. A call of an
// async function counts only if its promise never leaves the microtask queue.
//
// A size has an Origin, which is what the code shows of where the data comes
// from, and with it a number that such data plausibly reaches: pixels come in
// millions, database rows in thousands, options and form fields in dozens. What
// shows nothing counts as a hundred. So a term with names becomes time, and a
// rule can ask whether the work passes a long task without running it.
//
// # What it ignores
//
// Callees that cannot be resolved cost a flat amount. Exceptions and the
// handlers of try are free. Getters, proxies, implicit toString are free.
// Rounds of a loop are assumed to be all alike; an early exit is not an
// estimate of a better case. All figures are first-order: they are for telling
// microseconds from seconds, and the runtime measures.
//
// # Time
//
// Each function is walked once, or a few times in a call circle; values are
// followed maxSteps far. So the work is linear in the code that is reachable.
package cost

import (
	"slices"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/yields"
	"github.com/asynclint/asynclint/jsparse"
)

// LongTask is the time in milliseconds from which a task is a long one (W3C
// Long Tasks, section 1).
const LongTask = 50

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "cost",
	Doc:      "how long code computes",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, yields.Analyzer, execcontext.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		o := &Oracle{
			graph: p.Graph, modules: p.Modules, callees: callee.Of(p), turns: yields.Of(p), places: execcontext.Of(p),
			input: float64(p.Options.InputSize),
		}
		if o.input <= 0 {
			o.input = 10_000
		}
		o.funcs = jsanalysis.NewFacts(Poly(nil), sameShape, o.compute)
		o.results = jsanalysis.NewFacts(Size{}, func(a, b Size) bool { return a == b }, o.result)
		return o, nil
	},
}

// Oracle answers what functions cost. It is safe for concurrent use.
type Oracle struct {
	graph   *jsparse.Graph
	modules []*jsparse.Module // that the run reports on
	callees *callee.Oracle
	turns   *yields.Oracle
	places  *execcontext.Oracle
	spread  spread
	units   sync.Map // *jsparse.File -> []unit
	concern sync.Map // *jsparse.File -> []bool, of its units
	funcs   *jsanalysis.Facts[Poly]
	results *jsanalysis.Facts[Size]
	input   float64 // items that a bulk collection is taken to hold
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// Func returns the cost of one call of a function.
func (o *Oracle) Func(fn jsparse.Cursor) Poly { return o.funcs.Of(fn) }

// Poly is a sum of terms.
type Poly []Term

// Term is work that a function does at one place.
type Term struct {
	Nanos float64 // of one unit of the product of Sizes
	Sizes []Size  // empty for constant work
	// Site is the outermost loop or call of the function that does the work.
	Site jsparse.Cursor
	// Deep is the loop or call, maybe in another function, where it is done.
	Deep jsparse.Cursor
	// Chain holds the calls from Site to Deep, outermost first, when they are in
	// different functions.
	Chain []jsparse.Cursor
	// Why says what makes the work dear when no loop is to be seen: "find in a loop".
	Why string
	// Callback is one more than the number of the parameter whose unknown function
	// is called; 0 if there is none.
	Callback int
	// Async is set when the work is done in an async function that was called.
	Async bool
}

// Millis estimates the time of the term at the sizes its data plausibly has. Sizes
// that are small by what they are multiply it by maxSmall at most, all together:
// five of this times five of that times five of the other is no evidence of work.
func (t Term) Millis() float64 {
	v, small := t.Nanos/1e6, 1.0
	for _, s := range t.Sizes {
		if s.N <= smallSize {
			small *= s.N
		} else {
			v *= s.N
		}
	}
	return v * min(small, maxSmall)
}

// maxSmall is a judgement: two small collections inside each other.
const maxSmall = 10

// Degree returns the number of sizes that are not known to be small.
func (t Term) Degree() int {
	n := 0
	for _, s := range t.Sizes {
		if s.N > smallSize {
			n++
		}
	}
	return n
}

// massSize is the N from which a size is taken to be mass data.
const massSize = 1000

// IsMass reports whether the code shows that the work is on mass data, or that
// it is dear whatever its data: a collection of which nothing is known may be of
// any size, and mostly is small. One pass over a query's rows is none: the
// query took longer. Nor is that times a list which only its name makes longer
// than a handful.
func (t Term) IsMass() bool {
	counts, rows := 0, 0
	for _, s := range t.Sizes {
		if s.N >= plausible[Answer] {
			rows++
		}
	}
	for _, s := range t.Sizes {
		switch {
		case s.N < massSize:
		case s.Origin == Bytes: // must be dear by itself: most buffers are short
			if t.Nanos*s.N/1e6 >= LongTask {
				return true
			}
		case s.Origin == Rows:
			if rows > 1 {
				return true
			}
		case s.Origin == Count || s.Origin == Dimension: // width × height is, and all pairs below n; one side alone is not
			if counts++; counts > 1 {
				return true
			}
		default:
			return true
		}
	}
	return len(t.Sizes) == 0
}

// Largest returns the size that speaks most for mass data; the zero Size if the
// work is constant.
func (t Term) Largest() Size {
	var best Size
	for _, s := range t.Sizes {
		if s.N > best.N {
			best = s
		}
	}
	return best
}

// smallSize is the N up to which a size is taken to be small whatever happens.
const smallSize = 10

// Millis estimates the time of all terms together.
func (p Poly) Millis() float64 {
	v := 0.0
	for _, t := range p {
		v += t.Millis()
	}
	return v
}

// At returns the terms whose Site is the node.
func (p Poly) At(site jsparse.Cursor) Poly {
	var q Poly
	for _, t := range p {
		if t.Site == site {
			q = append(q, t)
		}
	}
	return q
}

// Sites returns the sites of the terms, each once, in source order.
func (p Poly) Sites() []jsparse.Cursor {
	var list []jsparse.Cursor
	for _, t := range p {
		if t.Site.Ok() && !slices.Contains(list, t.Site) {
			list = append(list, t.Site)
		}
	}
	slices.SortFunc(list, func(a, b jsparse.Cursor) int { return a.ID() - b.ID() })
	return list
}

// Top returns the dearest term, and whether there is one.
func (p Poly) Top() (Term, bool) {
	best, ok := Term{}, false
	for _, t := range p {
		if !ok || t.Millis() > best.Millis() {
			best, ok = t, true
		}
	}
	return best, ok
}

// maxTerms and maxDegree bound a polynomial; the cheapest terms go first.
const (
	maxTerms  = 16
	maxDegree = 4
)

func (p Poly) add(q Poly) Poly {
	for _, t := range q {
		p = p.plus(t)
	}
	if len(p) > maxTerms {
		slices.SortStableFunc(p, func(a, b Term) int {
			if x, y := a.Millis(), b.Millis(); x > y {
				return -1
			} else if x < y {
				return 1
			}
			return 0
		})
		p = p[:maxTerms]
	}
	return p
}

func (p Poly) plus(t Term) Poly {
	if t.Nanos == 0 {
		return p
	}
	for i := range p {
		if p[i].Site == t.Site && p[i].Callback == t.Callback && p[i].Async == t.Async && sameSizes(p[i].Sizes, t.Sizes) {
			if t.Nanos > p[i].Nanos {
				p[i].Deep, p[i].Chain, p[i].Why = t.Deep, t.Chain, t.Why
			}
			p[i].Nanos += t.Nanos
			return p
		}
	}
	return append(p, t)
}

// constant returns a cost without sizes and without a site.
func constant(nanos float64) Poly { return Poly{{Nanos: nanos}} }

// times multiplies by sizes; the work is done at site.
func (p Poly) times(sizes []Size, site jsparse.Cursor) Poly {
	var out Poly
	for _, t := range p {
		for _, s := range sizes {
			if s.Origin == Constant {
				t.Nanos *= s.N
				continue
			}
			if s.Touched && slices.ContainsFunc(t.Sizes, func(o Size) bool { return o.Touched && o.key() == s.key() }) {
				continue // for (z) for (y) for (x) of one volume
			}
			if len(t.Sizes) < maxDegree {
				t.Sizes = append(slices.Clone(t.Sizes), s)
			}
		}
		slices.SortFunc(t.Sizes, func(a, b Size) int { return strings.Compare(a.key(), b.key()) })
		if !t.Deep.Ok() {
			t.Deep = site
		}
		t.Site = site
		out = out.plus(t)
	}
	return out
}

func sameSizes(a, b []Size) bool {
	return slices.EqualFunc(a, b, func(x, y Size) bool { return x.key() == y.key() })
}

// sameShape reports whether two polynomials have the same terms, figures aside:
// the question that ends the rounds of a call circle.
func sameShape(a, b Poly) bool {
	return slices.EqualFunc(a, b, func(x, y Term) bool {
		return x.Site == y.Site && sameSizes(x.Sizes, y.Sizes)
	})
}

// compute walks one function.
func (o *Oracle) compute(fn jsparse.Cursor, get func(jsparse.Cursor) Poly) Poly {
	w := &walker{o: o, get: get, returns: o.results.Of, fn: fn, sizes: map[jsparse.Sym]Size{}}
	p := w.node(fn.Body())
	return w.recursive(p)
}

// Size returns how many elements an expression holds, by where it comes from.
func (o *Oracle) Size(x jsparse.Cursor) Size {
	fn := x.Func()
	w := &walker{o: o, get: o.funcs.Of, returns: o.results.Of, fn: fn, sizes: map[jsparse.Sym]Size{}}
	if !fn.Ok() {
		w.fn = x.File().Root()
	}
	return w.size(x, maxSteps)
}
