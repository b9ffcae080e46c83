package cost

import (
	"math"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// bound returns the sizes whose product is how often a loop goes round.
func (w *walker) bound(loop jsparse.Cursor, steps int) []Size {
	if steps <= 0 {
		return []Size{sizeFrom("…", Unseen)}
	}
	if isComparison(loop) {
		return []Size{number(2)}
	}
	if w.leavesEarly(loop) {
		return []Size{sizeFrom("…", Few)}
	}
	if goesOnForOuter(loop) {
		return []Size{number(2)}
	}
	switch loop.Kind() {
	case jsparse.ForOf:
		return w.orTouched([]Size{w.size(loop.Right(), steps)}, loop, steps)
	case jsparse.ForIn:
		return []Size{sizeFrom(label(loop.Right()), Keys)}
	}
	test := loop.Child(jsparse.EdgeTest)
	list := w.comparison(test, loop, steps)
	if len(list) == 1 && list[0].Origin == Constant && mayLeave(loop) {
		return []Size{sizeFrom("…", Few)}
	}
	return w.orTouched(list, loop, steps)
}

// comparison reads the bound out of i < n.
func (w *walker) comparison(test, loop jsparse.Cursor, steps int) []Size {
	unseen := []Size{sizeFrom("rounds", Unseen)}
	if test.Kind() != jsparse.Binary {
		return unseen
	}
	counter, limit := test.Left(), test.Right()
	switch test.Op() {
	case "&&":
		a := w.comparison(test.Left(), loop, steps)
		b := w.comparison(test.Right(), loop, steps)
		if len(a) == 1 && a[0].Origin == Unseen {
			return b
		}
		return a
	case "<", "<=", "!=", "!==":
	case ">", ">=":
		// for (let i = n - 1; i >= 0; i--): what it starts from.
		if _, ok := limit.Number(); ok {
			if counter.Kind() != jsparse.Ident {
				return unseen // while (queue.length > 0)
			}
			start := w.startOf(counter, loop)
			if !start.Ok() {
				return unseen
			}
			limit = start
		} else {
			counter, limit = limit, counter
		}
	default:
		return unseen
	}
	for counter.Kind() == jsparse.Binary && counter.Op() == "*" { // i * i <= n
		if counter.Left().Kind() == jsparse.Ident && counter.Left().Sym() == counter.Right().Sym() {
			s := w.quantity(limit, steps)
			s.N = math.Sqrt(s.N)
			return []Size{s}
		}
		counter = counter.Left()
	}
	if counter.Kind() == jsparse.Assign && counter.Op() == "+=" { // (i += 4) < length
		list := w.product(limit, steps)
		s := w.quantity(counter.Right(), 4)
		if s.Origin != Constant || s.N < 1 {
			return []Size{sizeFrom(label(limit), Few)}
		}
		list[0].N /= s.N
		return list
	}
	if counter.Kind() == jsparse.Binary && counter.Op() == "+" { // offset + 32 < length
		if _, ok := counter.Right().Number(); ok {
			counter = counter.Left()
		}
	}
	if counter.Kind() != jsparse.Ident {
		return unseen
	}
	stride, known := w.stride(counter, loop)
	if !known {
		return []Size{sizeFrom(label(limit), Few)} // jumps over data: for (…; i += chunk.length)
	}
	list := w.product(limit, steps)
	for i := range list {
		if list[i].Origin == Constant || i == 0 {
			list[i].N /= stride
			break
		}
	}
	return list
}

// startOf returns the initial value of a loop's counter.
func (w *walker) startOf(counter, loop jsparse.Cursor) jsparse.Cursor {
	for d := range loop.Child(jsparse.EdgeInit).Preorder(jsparse.Declarator, jsparse.Assign) {
		if d.Kind() == jsparse.Declarator && d.Sym() == counter.Sym() {
			return d.Child(jsparse.EdgeInit)
		}
		if d.Kind() == jsparse.Assign && d.Left().Kind() == jsparse.Ident && d.Left().Sym() == counter.Sym() {
			return d.Right()
		}
	}
	if loop.Kind() != jsparse.For {
		if v := counter.File().Decl(counter.Sym()); v.Parent().Kind() == jsparse.Declarator {
			return v.Parent().Child(jsparse.EdgeInit)
		}
	}
	return jsparse.Cursor{}
}

// stride returns by how much a loop's counter moves in a round, if it is known:
// if one of the steps is not, the loop jumps by lengths that it reads, and its
// rounds are the records of the data, not its bytes.
func (w *walker) stride(counter, loop jsparse.Cursor) (float64, bool) {
	found, steps := false, 0.0
	for u := range counter.File().Uses(counter.Sym()) {
		if !loop.Contains(u) {
			continue
		}
		p := u.Parent()
		switch {
		case p.Kind() == jsparse.Update:
			found = true
		case p.Kind() == jsparse.Assign && u.Edge() == jsparse.EdgeLeft:
			if p.Edge() != jsparse.EdgeUpdate && loop.Kind() == jsparse.For {
				if loop.Child(jsparse.EdgeInit).Contains(p) {
					continue
				}
			}
			switch p.Op() {
			case "+=", "-=":
				s := w.quantity(p.Right(), 4)
				if s.Origin != Constant || s.N < 1 {
					return 0, false
				}
				if steps == 0 || s.N < steps {
					steps = s.N
				}
				continue
			case "*=", "/=", ">>=", "<<=", ">>>=":
				return 1e9, true // logarithmic
			}
			return 0, false
		}
	}
	if steps > 0 && !found {
		return steps, true
	}
	return 1, found || loop.Kind() == jsparse.For
}

// isOfImage reports whether a function's words are those of pictures.
func isOfImage(fn jsparse.Cursor) bool {
	text := strings.ToLower(fn.Text())
	for _, word := range []string{"canvas", "pixel", "image", "bitmap", "texture", "rgba", "32array(", "64array(", "uint8array(", "clampedarray("} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// smallThings are words for parts of a picture or screen.
var smallThings = wordSet("chunk brick pattern cursor tile icon thumb thumbnail patch kernel cell block brush glyph sprite marker avatar badge widget")

// isSmallThing reports whether what has a width and height is small by its name.
func isSmallThing(x jsparse.Cursor) bool {
	return slices.ContainsFunc(split(label(x)), func(word string) bool { return smallThings[word] })
}

// product returns the sizes of a numeric bound: xs.length, w * h, n / 2.
func (w *walker) product(x jsparse.Cursor, steps int) []Size {
	if steps <= 0 {
		return []Size{sizeFrom(label(x), Unseen)}
	}
	if x.Kind() == jsparse.Binary && x.Op() == "*" {
		return append(w.product(x.Left(), steps-1), w.product(x.Right(), steps-1)...)
	}
	if x.Kind() == jsparse.Ident {
		if v, ok := callee.Value(x.File(), x.Sym()); ok && v.Kind() == jsparse.Binary && v.Op() == "*" {
			return w.product(v, steps-1)
		}
	}
	return []Size{w.quantity(x, steps)}
}

// quantity returns the value of a number.
func (w *walker) quantity(x jsparse.Cursor, steps int) Size {
	if v, ok := x.Number(); ok {
		return number(v)
	}
	if steps <= 0 || !x.Ok() {
		return sizeFrom(label(x), Unseen)
	}
	steps--
	switch x.Kind() {
	case jsparse.Ident:
		return w.numberVariable(x, steps)
	case jsparse.Member:
		switch x.Name() {
		case "length", "size", "byteLength":
			s := w.size(x.Object(), steps)
			if s.Origin != Constant {
				s.Name = label(x)
			}
			return s
		}
		if e := w.o.callees.Expr(x); e.Node.Kind() == jsparse.NumberLit {
			return w.quantity(e.Node, steps)
		}
		if v := assignedNumber(x); v.Ok() {
			return w.quantity(v, steps)
		}
		o := namedNumber(x.Name())
		switch {
		case o == Dimension && isSmallThing(x.Object()):
			o = Few
		case o == Count || o == Dimension && !isOfImage(w.fn):
			o = Unseen
		}
		return w.countOf(label(x), o)
	case jsparse.Binary:
		a, b := w.quantity(x.Left(), steps), w.quantity(x.Right(), steps)
		if a.Origin == Constant && b.Origin == Constant {
			return number(arithmetic(x.Op(), a.N, b.N))
		}
		switch x.Op() {
		case "-", "/", ">>", ">>>", "<<":
			if b.Origin == Constant && x.Op() == "/" && b.N > 1 {
				a.N /= b.N
			}
			return a
		case "%":
			return sizeFrom(label(x), Few)
		}
		if a.Origin == Constant {
			return b
		}
		if b.Origin == Constant {
			return a
		}
		return larger(a, b)
	case jsparse.Conditional:
		return larger(w.quantity(x.Child(jsparse.EdgeThen), steps), w.quantity(x.Child(jsparse.EdgeElse), steps))
	case jsparse.Call:
		return w.numberCall(x, steps)
	}
	return sizeFrom(label(x), Unseen)
}

// assignedNumber returns the number that a member is given in the same function,
// canvas.width = 8, or no node.
func assignedNumber(m jsparse.Cursor) (v jsparse.Cursor) {
	fn := m.Func()
	if !fn.Ok() || m.Object().Kind() != jsparse.Ident {
		return v
	}
	for a := range fn.Body().Preorder(jsparse.Assign) {
		if l := a.Left(); l.Kind() == jsparse.Member && l.Name() == m.Name() && l.Object().Kind() == jsparse.Ident && l.Object().Sym() == m.Object().Sym() {
			if _, ok := a.Right().Number(); !ok || a.Op() != "=" || v.Ok() {
				return jsparse.Cursor{}
			}
			v = a.Right()
		}
	}
	return v
}

func arithmetic(op string, a, b float64) float64 {
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "/":
		if b != 0 {
			return a / b
		}
	case "**":
		return math.Pow(a, b)
	case "<<":
		return a * math.Pow(2, b)
	}
	return a
}

func (w *walker) numberCall(x jsparse.Cursor, steps int) Size {
	name := w.o.callees.CallName(x)
	switch name {
	case "Math.floor", "Math.ceil", "Math.round", "Math.trunc", "Math.abs", "Number", "parseInt":
		return w.quantity(x.Arg(0), steps)
	case "Math.min":
		best := w.quantity(x.Arg(0), steps)
		for a := range x.All(jsparse.EdgeArg) {
			if s := w.quantity(a, steps); s.N < best.N {
				best = s
			}
		}
		return best
	case "Math.max":
		best := w.quantity(x.Arg(0), steps)
		for a := range x.All(jsparse.EdgeArg) {
			if s := w.quantity(a, steps); s.Origin != Constant && best.Origin == Constant || s.N > best.N {
				best = s
			}
		}
		return best
	case "Math.sqrt":
		s := w.quantity(x.Arg(0), steps)
		s.N = math.Sqrt(s.N)
		return s
	case "Math.log", "Math.log2", "Math.log10":
		return number(30)
	}
	return sizeFrom(label(x), Unseen)
}

func (w *walker) numberVariable(x jsparse.Cursor, steps int) Size {
	name := x.Name()
	if v, ok := callee.Value(x.File(), x.Sym()); ok {
		if s := w.quantity(v, steps); s.Origin != Unseen || s.Param > 0 {
			return s
		}
	} else if e := w.o.callees.Expr(x); e.Node.Ok() && e.Node != x && !e.Node.Kind().IsFunc() && !e.Node.Kind().IsClass() {
		if e.Node.File() == x.File() || e.Node.Kind() == jsparse.NumberLit {
			if s := w.quantity(e.Node, steps); s.Origin != Unseen {
				return s
			}
		}
	}
	if name == upper(name) && len(name) > 2 {
		return sizeFrom(name, Few) // a constant of another module
	}
	o := namedNumber(name)
	if o == Dimension && !isOfImage(w.fn) {
		o = Unseen // the width of a thing on a grid, of a table
	}
	decl := x.File().Decl(x.Sym())
	if p := decl.Parent(); p.Kind() == jsparse.Param && p.Parent() == w.fn {
		s := w.parameter(p, "", name, decl)
		s.Origin, s.N, s.Name = o, w.countOf(name, o).N, name
		return s
	}
	if o == Count {
		o = Unseen
	}
	return w.countOf(name, o)
}

// countOf is sizeFrom for a number: numRecords says that records are counted, not
// that they are many.
func (w *walker) countOf(name string, o Origin) Size {
	s := sizeFrom(name, o)
	switch o {
	case Bulk:
		s.N = plausible[Rows]
	case Items:
		s.N = smallSize
	case Dimension:
		if w.isOfTiles() {
			s.N = tileSide
		}
	}
	return s
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 32
		}
	}
	return string(b)
}

// orTouched looks, when a loop's own bound shows nothing, at the arrays that it
// indexes: while (stack.length) { … data[i + 3] … } over an image's bytes.
func (w *walker) orTouched(list []Size, loop jsparse.Cursor, steps int) []Size {
	for _, s := range list {
		if s.Origin != Unseen || s.Param > 0 {
			return list
		}
	}
	if steps < 2 {
		return list
	}
	best := Size{}
	loop.Body().Inspect([]jsparse.Kind{jsparse.Index, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl}, func(c jsparse.Cursor) bool {
		if c.Kind() != jsparse.Index {
			return false
		}
		switch s := w.size(c.Object(), steps-2); s.Origin {
		case Pixels, Points, Array:
			if _, constant := c.Child(jsparse.EdgeIndex).Number(); !constant {
				best = larger(best, s)
			}
		}
		return true
	})
	if best.Origin == Unseen {
		return list
	}
	best.Touched = true
	return []Size{best}
}

// leavesEarly reports whether a loop's body ends, whatever happens, by leaving
// the loop, or leaves at a limit: if (found.length >= limit) break.
func (w *walker) leavesEarly(loop jsparse.Cursor) bool {
	body := loop.Body()
	if body.Kind() != jsparse.Block {
		return body.Is(jsparse.Return, jsparse.Break)
	}
	for s := range body.Children() {
		if s.Is(jsparse.Return, jsparse.Break, jsparse.Throw) {
			return true
		}
		if s.Kind() != jsparse.If {
			continue
		}
		then := s.Child(jsparse.EdgeThen)
		if then.Kind() == jsparse.Block {
			then = then.FirstChild()
		}
		test := s.Child(jsparse.EdgeTest)
		if !then.Is(jsparse.Break, jsparse.Return) || test.Kind() != jsparse.Binary {
			continue
		}
		if op := test.Op(); op != ">=" && op != ">" {
			continue
		}
		if isLength(test.Left()) && w.quantity(test.Right(), 3).N <= 1000 {
			if q := w.quantity(test.Right(), 3); q.Origin == Constant || q.Origin == Few {
				return true
			}
		}
	}
	return false
}

// goesOnForOuter reports whether a loop moves the counter of a loop around it, so
// that both together go over the data once:
//
//	for (let i = 0; i < n; ) { const v = xs[i++]; while (xs[i] === v) i++ }
func goesOnForOuter(loop jsparse.Cursor) bool {
	if loop.Is(jsparse.ForOf, jsparse.ForIn) {
		return false
	}
	var outer jsparse.Cursor
	for p := loop.Parent(); p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		if p.Is(jsparse.For, jsparse.While, jsparse.DoWhile) {
			outer = p
			break
		}
	}
	if !outer.Ok() {
		return false
	}
	for id := range outer.Child(jsparse.EdgeTest).Preorder(jsparse.Ident) {
		if id.Sym() == jsparse.NoSym || id.File().Decl(id.Sym()).Parent().Kind() != jsparse.Declarator {
			continue
		}
		for u := range id.File().Uses(id.Sym()) {
			p := u.Parent()
			if loop.Contains(u) && (p.Kind() == jsparse.Update || p.Kind() == jsparse.Assign && u.Edge() == jsparse.EdgeLeft && p.Op() == "+=") {
				return true
			}
		}
	}
	return false
}

// isComparison reports whether all that a loop does is to look for the first
// place at which two things differ, which mostly is near their start:
//
//	for (…) { if (a[i] !== b[j]) return false }
func isComparison(loop jsparse.Cursor) bool {
	body := loop.Body()
	if body.Kind() == jsparse.Block {
		body = body.FirstChild()
		if body.NextSibling().Ok() {
			return false
		}
	}
	if body.Kind() != jsparse.If || body.Child(jsparse.EdgeElse).Ok() {
		return false
	}
	then := body.Child(jsparse.EdgeThen)
	if then.Kind() == jsparse.Block {
		then = then.FirstChild()
	}
	test := body.Child(jsparse.EdgeTest)
	return then.Is(jsparse.Return, jsparse.Break) && test.Kind() == jsparse.Binary && (test.Op() == "!==" || test.Op() == "!=") &&
		test.Left().Kind() == jsparse.Index && test.Right().Kind() == jsparse.Index
}

// mayLeave reports whether a loop is a search with an upper limit: it is left
// when something was found.
func mayLeave(loop jsparse.Cursor) bool {
	found := false
	loop.Body().Inspect(nil, func(c jsparse.Cursor) bool {
		found = found || c.Is(jsparse.Return, jsparse.Break)
		return !found && !c.Kind().IsFunc() && !c.Kind().IsLoop() && c.Kind() != jsparse.Switch
	})
	return found
}

func isLength(x jsparse.Cursor) bool {
	return x.Kind() == jsparse.Member && (x.Name() == "length" || x.Name() == "size") || x.Kind() == jsparse.Ident && x.Kind() != jsparse.NumberLit
}
