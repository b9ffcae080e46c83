package workers

import (
	"math"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// A Size is a number known from the text: a constant, or a multiple of the
// machine's cores, or the smaller of both.
type Size struct {
	Const  float64 // the constant; +Inf if there is none
	Factor float64 // how many for each core; +Inf if the cores do not matter
	// At is the expression that says it, where variables that lead there have been
	// followed.
	At jsparse.Cursor
	// Cores are the expressions that ask for the cores.
	Cores []Cores
}

// Cores is an expression that is the number of cores.
type Cores struct {
	At jsparse.Cursor
	// Source is how it is asked for: "cpus" (os.cpus().length), "parallelism"
	// (os.availableParallelism()), "hardware" (navigator.hardwareConcurrency).
	Source string
}

// Of returns how many that is on a machine of so many cores.
func (s Size) Of(cores int) float64 { return math.Min(s.Const, s.Factor*float64(cores)) }

// PerCore reports whether the cores matter.
func (s Size) PerCore() bool { return !math.IsInf(s.Factor, 1) }

const maxSize = 12 // steps that a size is followed

// Size evaluates a number of threads. Options, parameters and what a user may
// set are unknown, also where they have a default.
func (o *Oracle) Size(x jsparse.Cursor) (Size, bool) { return o.size(x, maxSize) }

func (o *Oracle) size(x jsparse.Cursor, steps int) (Size, bool) {
	if steps == 0 || !x.Ok() {
		return Size{}, false
	}
	steps--
	if n, ok := x.Number(); ok {
		return Size{Const: n, Factor: math.Inf(1), At: x}, true
	}
	if src := o.CoreCount(x); src != "" {
		return Size{Const: math.Inf(1), Factor: 1, At: x, Cores: []Cores{{x, src}}}, true
	}
	switch x.Kind() {
	case jsparse.Ident:
		if v, ok := callee.Value(x.File(), x.Sym()); ok {
			return o.size(v, steps)
		}
		if e := o.callee.Expr(x); e.Node.Ok() && e.Node != x && !e.Instance && e.Node.File() != x.File() {
			return o.size(e.Node, steps) // a constant of another file
		}
	case jsparse.Binary:
		return o.sizeBinary(x, steps)
	case jsparse.Conditional:
		a, aok := o.size(x.Child(jsparse.EdgeThen), steps)
		b, bok := o.size(x.Child(jsparse.EdgeElse), steps)
		return either(x, a, b, aok, bok)
	case jsparse.Call:
		return o.sizeCall(x, steps)
	}
	return Size{}, false
}

// either is the larger side of a choice; a side that is unknown counts only
// where the other depends on the cores.
func either(x jsparse.Cursor, a, b Size, aok, bok bool) (Size, bool) {
	switch {
	case aok && bok:
		s := a
		if b.Of(RuleOfThumb) > a.Of(RuleOfThumb) {
			s = b
		}
		s.Cores = append(append([]Cores{}, a.Cores...), b.Cores...)
		s.At = x
		return s, true
	case aok && a.PerCore():
		return a, true
	case bok && b.PerCore():
		return b, true
	}
	return Size{}, false
}

// RuleOfThumb is the number of cores that few target machines exceed, against
// which constants are held when the target's cores are unknown.
const RuleOfThumb = 16

func (o *Oracle) sizeBinary(x jsparse.Cursor, steps int) (Size, bool) {
	l, lok := o.size(x.Left(), steps)
	switch x.Op() {
	case "||", "??": // cores || 4
		if lok && l.PerCore() {
			l.At = x
			return l, true
		}
		return Size{}, false
	}
	r, rok := o.size(x.Right(), steps)
	if !lok || !rok {
		return Size{}, false
	}
	s := Size{At: x, Cores: append(append([]Cores{}, l.Cores...), r.Cores...)}
	both := func(f func(a, b float64) float64) (Size, bool) {
		switch {
		case !l.PerCore() && !r.PerCore():
			s.Const, s.Factor = f(l.Const, r.Const), math.Inf(1)
		case !r.PerCore():
			s.Const, s.Factor = f(l.Const, r.Const), f(l.Factor, r.Const)
		case !l.PerCore():
			s.Const, s.Factor = f(l.Const, r.Const), f(l.Const, r.Factor)
		default:
			return Size{}, false
		}
		return s, true
	}
	switch x.Op() {
	case "*":
		return both(func(a, b float64) float64 { return a * b })
	case "<<":
		return both(func(a, b float64) float64 { return a * math.Exp2(b) })
	case "/", ">>", ">>>":
		if r.PerCore() {
			return Size{}, false
		}
		return both(func(a, b float64) float64 {
			if x.Op() == "/" {
				return a / b
			}
			return a / math.Exp2(b)
		})
	case "+", "-": // a thread more or less does not matter
		if l.PerCore() == r.PerCore() {
			if l.PerCore() {
				return Size{}, false
			}
			s.Const, s.Factor = l.Const+r.Const, math.Inf(1)
			if x.Op() == "-" {
				s.Const = l.Const - r.Const
			}
			return s, true
		}
		if l.PerCore() {
			s.Const, s.Factor = l.Const, l.Factor
			return s, true
		}
		if x.Op() == "+" {
			s.Const, s.Factor = r.Const, r.Factor
			return s, true
		}
	}
	return Size{}, false
}

func (o *Oracle) sizeCall(x jsparse.Cursor, steps int) (Size, bool) {
	switch name := o.callee.CallName(x); name {
	case "Math.floor", "Math.ceil", "Math.round", "Math.trunc", "Number", "parseInt", "Math.abs":
		s, ok := o.size(x.Arg(0), steps)
		s.At = x
		return s, ok
	case "Math.min":
		return o.smallest(x, steps)
	case "Math.max":
		var out Size
		known := false
		for a := range x.All(jsparse.EdgeArg) {
			s, ok := o.size(a, steps)
			if !ok {
				return Size{}, false
			}
			if cores := append(out.Cores, s.Cores...); !known || s.Of(RuleOfThumb) > out.Of(RuleOfThumb) {
				out, known = s, true
				out.Cores = cores
			} else {
				out.Cores = cores
			}
		}
		out.At = x
		return out, known
	}
	// const cores = () => os.cpus().length
	fn := o.callee.Call(x).Func()
	if !fn.Ok() || fn.Has(jsparse.FlagAsync) {
		return Size{}, false
	}
	if fn.Has(jsparse.FlagExprBody) {
		s, ok := o.size(fn.Body(), steps)
		s.At = x
		return s, ok
	}
	var out Size
	found := false
	for r := range fn.Body().Preorder(jsparse.Return) {
		if r.Func() != fn {
			continue
		}
		s, ok := o.size(r.Operand(), steps)
		if !ok && !found || ok && found && s.Factor != out.Factor {
			continue
		}
		if ok && s.PerCore() {
			out, found = s, true
		}
	}
	out.At = x
	return out, found
}

// smallest evaluates Math.min. A clamp by the amount of work is none for a
// machine; any other unknown may be the clamp.
func (o *Oracle) smallest(x jsparse.Cursor, steps int) (Size, bool) {
	out := Size{Const: math.Inf(1), Factor: math.Inf(1), At: x}
	known := false
	for a := range x.All(jsparse.EdgeArg) {
		s, ok := o.size(a, steps)
		if !ok {
			if a.Kind() == jsparse.Member && (a.Name() == "length" || a.Name() == "size") {
				continue
			}
			return Size{}, false
		}
		known = true
		out.Const = math.Min(out.Const, s.Const)
		out.Factor = math.Min(out.Factor, s.Factor)
		out.Cores = append(out.Cores, s.Cores...)
	}
	return out, known
}

// CoreCount reports how an expression asks for the number of cores: "cpus",
// "parallelism", "hardware", or "" if it does not.
func (o *Oracle) CoreCount(x jsparse.Cursor) string {
	switch x.Kind() {
	case jsparse.Member:
		if x.Name() == "length" && x.Object().Kind() == jsparse.Call && canonical(o.callee.CallName(x.Object())) == "node:os.cpus" {
			return "cpus"
		}
		if x.Name() == "length" && x.Object().Kind() == jsparse.Ident {
			if v, ok := callee.Value(x.File(), x.Object().Sym()); ok && v.Kind() == jsparse.Call && canonical(o.callee.CallName(v)) == "node:os.cpus" {
				return "cpus"
			}
		}
		if x.Name() == "hardwareConcurrency" {
			if e := o.callee.Expr(x); e.Name == "navigator.hardwareConcurrency" || x.Object().GlobalName() == "navigator" {
				return "hardware"
			}
		}
	case jsparse.Ident:
		if o.callee.Expr(x).Name == "navigator.hardwareConcurrency" { // const { hardwareConcurrency } = navigator
			return "hardware"
		}
	case jsparse.Call:
		switch canonical(o.callee.CallName(x)) {
		case "node:os.availableParallelism", "poolifier.availableParallelism":
			return "parallelism"
		case "physical-cpu-count":
			return "parallelism"
		}
	}
	return ""
}

// CoresIn returns the expressions in x that ask for the cores, variables that
// lead to them followed.
func (o *Oracle) CoresIn(x jsparse.Cursor) []Cores { return o.coresIn(x, 4) }

func (o *Oracle) coresIn(x jsparse.Cursor, steps int) (list []Cores) {
	if steps == 0 || !x.Ok() {
		return nil
	}
	x.Inspect(nil, func(n jsparse.Cursor) bool {
		if src := o.CoreCount(n); src != "" {
			list = append(list, Cores{n, src})
			return false
		}
		switch n.Kind() {
		case jsparse.Ident:
			if v, ok := callee.Value(n.File(), n.Sym()); ok && !v.Contains(n) {
				list = append(list, o.coresIn(v, steps-1)...)
			}
		case jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl, jsparse.ClassExpr:
			return false
		}
		return true
	})
	return list
}
