package measure

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/token"
)

// Loops whose number of rounds stands in the text: `for (let i = 0; i < 1e9; i++)`.
// The embedded engine is hundreds of times slower than V8 and ends few of them in
// time; but their cost as a function of the bound can be measured at small bounds,
// as that of an input can. So the bound in the loop's test becomes a variable.
// Loops that may end early are left alone: their bound says little.

// largeBound is a number of rounds worth the trouble.
const largeBound = 100_000

// loopBound is a place in the text that says how often a loop runs.
type loopBound struct {
	at, length int
	value      float64
}

// loopSeen is a loop that the walk over the tree met.
type loopSeen struct {
	init ast.ForLoopInitializer
	test ast.Expression
	body ast.Statement
}

// variableBounds rewrites the large bounds of a script into variables that
// __asynclint_recap(cap) lowers to a cap. largest is the greatest bound and text
// how it is written; text is empty where there are none.
func variableBounds(code string) (rewritten, text string, largest float64) {
	prog, err := parser.ParseFile(nil, "", code, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return code, "", 0
	}
	in := &instrumenter{src: code, numbers: map[string][]float64{}}
	root := in.block()
	in.list(prog.Body, root)
	var bounds []loopBound
	taken := map[int]bool{}
	for _, l := range in.loops {
		for _, b := range in.boundsOf(l) {
			if b.value >= largeBound && !taken[b.at] {
				taken[b.at] = true
				bounds = append(bounds, b)
			}
		}
	}
	if len(bounds) == 0 {
		return code, "", 0
	}
	sort.Slice(bounds, func(i, j int) bool { return bounds[i].at < bounds[j].at })
	var body, recap strings.Builder
	at := 0
	for i, b := range bounds {
		name := fmt.Sprintf("__asynclint_bound%d", i)
		body.WriteString(code[at:b.at])
		body.WriteString(name)
		at = b.at + b.length
		fmt.Fprintf(&recap, "globalThis.%s = Math.min(%g, cap); ", name, b.value)
		if b.value > largest {
			largest, text = b.value, code[b.at:at]
		}
	}
	body.WriteString(code[at:])
	return "globalThis.__asynclint_recap = function (cap) { " + recap.String() + "}; __asynclint_recap(globalThis.__asynclint_cap || Infinity);\n" + body.String(), text, largest
}

// boundsOf finds the bounds of a loop: `i < N` and, counting down, `i = N; i > 0`.
func (in *instrumenter) boundsOf(l loopSeen) []loopBound {
	test, ok := l.test.(*ast.BinaryExpression)
	if !ok || in.mayLeave(l.body) {
		return nil
	}
	switch test.Operator {
	case token.LESS, token.LESS_OR_EQUAL:
		return in.number(test.Right)
	case token.GREATER, token.GREATER_OR_EQUAL:
		if b := in.number(test.Left); b != nil {
			return b
		}
		decl, ok := l.init.(*ast.ForLoopInitializerLexicalDecl)
		if !ok || len(decl.LexicalDeclaration.List) != 1 {
			return nil
		}
		if low := in.number(test.Right); len(low) == 1 && low[0].value < largeBound {
			return in.number(decl.LexicalDeclaration.List[0].Initializer)
		}
	}
	return nil
}

// number returns where an expression is a number: a literal, or a name that is
// declared once in the script, as one.
func (in *instrumenter) number(e ast.Expression) []loopBound {
	switch e := e.(type) {
	case *ast.NumberLiteral:
		if v, ok := numberOf(e); ok {
			return []loopBound{{off(e.Idx), len(e.Literal), v}}
		}
	case *ast.Identifier:
		if vs := in.numbers[e.Name.String()]; len(vs) == 1 {
			return []loopBound{{off(e.Idx), len(e.Name.String()), vs[0]}}
		}
	}
	return nil
}

func numberOf(e *ast.NumberLiteral) (float64, bool) {
	switch v := e.Value.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, !math.IsInf(v, 0) && !math.IsNaN(v)
	}
	return 0, false
}

// mayLeave reports whether a body holds a statement that could end its loop.
func (in *instrumenter) mayLeave(body ast.Statement) bool {
	if body == nil {
		return false
	}
	from, to := off(body.Idx0()), off(body.Idx1())
	if from < 0 || to > len(in.src) || from > to {
		return true
	}
	text := in.src[from:to]
	for _, word := range []string{"break", "return", "throw"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// capLearning bounds such loops while the inputs are looked for.
const capLearning = 100

// boundSeries runs the program with its loops' bounds at growing caps. It
// reports whether that shows the loop to block; the samples are then those of
// the bound, and Bound is what the text says.
func (r *runner) boundSeries(w *gojaWorld) bool {
	defer func() { w.recap(math.Inf(1)) }()
	lenient := false
	for _, l := range []bool{false, true} {
		w.recap(capLearning)
		_, o, err := w.run(nil, l, r.until)
		if lenient = l; err == nil && (o.ok || !o.settled) {
			break
		}
	}
	var samples []Sample
	for _, n := range sizesUpTo(maxItems) {
		if n < capLearning {
			continue
		}
		if k := len(samples) - 1; k >= 0 && samples[k].Effort*math.Pow(float64(n)/float64(samples[k].N), 1.1) > r.maxOps() {
			break
		}
		w.recap(float64(n))
		s, _, err := w.run(nil, lenient, r.until)
		if err != nil {
			break
		}
		s.N, s.MS = n, 0
		samples = append(samples, s)
	}
	c := Fit(samples)
	at, known := c.At(r.bound)
	if !known || at.Low < LongTask {
		return false
	}
	r.out.Samples, r.out.Bound, r.out.Dim, r.out.Lenient = samples, int(min(r.bound, math.MaxInt32)), r.boundText, lenient
	return true
}

// recap lowers the loops' bounds.
func (w *gojaWorld) recap(most float64) {
	_ = w.rt.Set("__asynclint_cap", most)
	_, _ = w.rt.RunString("if (typeof __asynclint_recap === 'function') __asynclint_recap(__asynclint_cap)")
}
