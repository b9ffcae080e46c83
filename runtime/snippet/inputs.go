package snippet

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// param describes one parameter from its text.
func (x *extraction) param(prm jsparse.Cursor, types *types) Param {
	p := Param{Rest: prm.Has(jsparse.FlagRest)}
	target := prm.Child(jsparse.EdgeTarget)
	if !target.Ok() {
		target = prm
	}
	def := prm.Child(jsparse.EdgeInit)
	p.Optional = def.Ok()
	if target.Is(jsparse.Ident) {
		p.Name = target.Name()
	}
	ann := prm.Annotation()
	if ann == "" {
		ann = target.Annotation()
	}
	p.Spec = types.parse(ann)
	if !p.Spec.known() {
		p.Spec = p.Spec.or(valueSpec(def))
	}
	if !p.Spec.known() && target.Is(jsparse.ObjectPattern) {
		p.Spec = patternSpec(target)
	}
	p.Spec = p.Spec.or(x.comparedWith(target))
	return p
}

// patternSpec reads {a, b = 1} as an object with the fields a and b.
func patternSpec(c jsparse.Cursor) *Spec {
	s := &Spec{Kind: "object", Open: true}
	for it := range c.All(jsparse.EdgeItem) {
		if it.Has(jsparse.FlagRest) || it.Has(jsparse.FlagComputed) {
			continue
		}
		if name := it.Name(); name != "" {
			v := valueSpec(it.Child(jsparse.EdgeInit))
			if v == nil {
				v = &Spec{Kind: "any"}
			}
			s.add(name, v)
		}
	}
	return s
}

// valueSpec reads the shape of a written value.
func valueSpec(c jsparse.Cursor) *Spec {
	if !c.Ok() {
		return nil
	}
	switch c.Kind() {
	case jsparse.NumberLit:
		return &Spec{Kind: "number"}
	case jsparse.StringLit, jsparse.TemplateLit:
		return &Spec{Kind: "string"}
	case jsparse.BoolLit:
		v, _ := c.Bool()
		return &Spec{Kind: "literal", Value: v}
	case jsparse.RegExpLit:
		return &Spec{Kind: "regexp"}
	case jsparse.ArrayLit:
		for it := range c.All(jsparse.EdgeItem) {
			return &Spec{Kind: "array", Elem: valueSpec(it)}
		}
		return &Spec{Kind: "array"}
	case jsparse.Arrow, jsparse.FuncExpr:
		return &Spec{Kind: "function"}
	case jsparse.ObjectLit:
		s := &Spec{Kind: "object", Open: true}
		for it := range c.All(jsparse.EdgeItem) {
			if name := it.Name(); name != "" {
				v := valueSpec(it.Child(jsparse.EdgeValue))
				if v == nil {
					v = &Spec{Kind: "any"}
				}
				s.add(name, v)
			}
		}
		return s
	case jsparse.New:
		switch n := c.Callee().Name(); {
		case n == "Map" || n == "Set":
			return &Spec{Kind: strings.ToLower(n)}
		case n == "Date":
			return &Spec{Kind: "date"}
		case n == "Array":
			return &Spec{Kind: "array"}
		case typedArrays[n]:
			return &Spec{Kind: "typed", Name: n}
		}
	}
	return nil
}

// comparedWith reads typeof p === "string" and the like, which a recording
// proxy cannot see.
func (x *extraction) comparedWith(target jsparse.Cursor) *Spec {
	sym := target.Sym()
	if sym == jsparse.NoSym {
		return nil
	}
	for use := range x.file.Uses(sym) {
		p := use.Parent()
		if p.Is(jsparse.Unary) && p.Op() == "typeof" && p.Parent().Is(jsparse.Binary) {
			lit, ok := p.Parent().Right().IsString()
			if !ok {
				continue
			}
			switch lit {
			case "string", "number", "boolean", "function":
				if op := p.Parent().Op(); op == "!==" || op == "!=" {
					return &Spec{Kind: lit} // the guard turns others away
				}
			}
		}
	}
	return nil
}

// callSites reads the arguments that the same file gives the function.
func (x *extraction) callSites(p *Program) {
	for call := range x.calls() {
		for k := range p.Params {
			arg := call.Arg(k)
			if !arg.Ok() || p.Params[k].Rest {
				break
			}
			if s := valueSpec(arg); s != nil && s.Kind != "literal" {
				p.Params[k].Spec = p.Params[k].Spec.or(s)
			}
		}
	}
}

// calls yields the calls of the function that its file shows.
func (x *extraction) calls() func(func(jsparse.Cursor) bool) {
	return func(yield func(jsparse.Cursor) bool) {
		name := x.name()
		if name == "" {
			return
		}
		for call := range x.file.Root().Preorder(jsparse.Call) {
			if x.fn.Contains(call) || call.Callee().Name() != name {
				continue
			}
			if !yield(call) {
				return
			}
		}
	}
}

// sizeWords are words in names that claim a size.
var sizeWords = []struct {
	re   *regexp.Regexp
	size int
}{
	{regexp.MustCompile(`(?i)millions?`), 1_000_000},
	{regexp.MustCompile(`(?i)hundred[_]?thousands?`), 100_000},
	{regexp.MustCompile(`(?i)(large|huge|massive)[_]?(data|set|list|array|file|input|record|collection|table|text)`), LargeSize},
	{regexp.MustCompile(`(?i)^(large|huge|massive)[A-Z_]`), LargeSize},
}

// LargeSize is the input size meant by code that calls its input large, and
// the reference workload for an async function that does nothing but one array
// method over a parameter: nothing but an expectation of long work explains
// such an async.
const LargeSize = 1_000_000

var sizeNumber = regexp.MustCompile(`(?:^|[^0-9])([0-9]{1,4})_?([kKmM])(?:[^a-z]|$)`)

// wordSize returns the size that a name claims, or 0.
func wordSize(name string) int {
	for _, w := range sizeWords {
		if w.re.MatchString(name) {
			return w.size
		}
	}
	if m := sizeNumber.FindStringSubmatch(name); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil || n < 1 || n > 1000 {
			return 0
		}
		if strings.EqualFold(m[2], "m") {
			return n * 1_000_000
		}
		return n * 1000
	}
	return 0
}

// sizeHint sets the input size that the text names: an argument at a call site,
// then the function's and its parameters' names, then the bare async wrapper.
func (x *extraction) sizeHint(p *Program) {
	for call := range x.calls() {
		for arg := range call.All(jsparse.EdgeArg) {
			if n := arg.Name(); n != "" {
				if size := wordSize(n); size > p.SizeHint {
					p.SizeHint, p.SizeFrom = size, "call with `"+n+"`"
				}
			}
		}
	}
	if p.SizeHint > 0 {
		return
	}
	names := []string{p.Name}
	for _, prm := range p.Params {
		names = append(names, prm.Name)
	}
	for _, n := range names {
		if size := wordSize(n); size > p.SizeHint {
			p.SizeHint, p.SizeFrom = size, "name `"+n+"`"
		}
	}
	if p.SizeHint == 0 && x.isBareWrapper() {
		p.SizeHint, p.SizeFrom = LargeSize, "async around one array method"
	}
}

// isBareWrapper reports whether the function is
//
//	async function f(xs, g) { return xs.filter(g) }
//
// an async function that awaits nothing and only hands a parameter's work to
// another parameter.
func (x *extraction) isBareWrapper() bool {
	if !x.fn.IsAsync() {
		return false
	}
	body := x.fn.Body()
	if body.Is(jsparse.Block) {
		var only jsparse.Cursor
		for c := range body.Children() {
			if only.Ok() {
				return false
			}
			only = c
		}
		if !only.Is(jsparse.Return) {
			return false
		}
		body = only.Operand()
	}
	if !body.Is(jsparse.Call) || !body.Callee().Is(jsparse.Member) || !arrayMethods[body.Callee().Name()] {
		return false
	}
	return x.isParam(body.Callee().Object()) && x.isParam(body.Arg(0))
}

func (x *extraction) isParam(c jsparse.Cursor) bool {
	if !c.Is(jsparse.Ident) || c.Sym() == jsparse.NoSym {
		return false
	}
	decl := x.file.Decl(c.Sym())
	return decl.Ok() && x.fn.Contains(decl) && isParamOf(decl)
}

var arrayMethods = map[string]bool{
	"filter": true, "map": true, "sort": true, "toSorted": true, "reduce": true, "find": true, "findIndex": true,
	"some": true, "every": true, "flatMap": true, "forEach": true, "reduceRight": true, "findLast": true,
}

// hostNames are the globals that every snippet finds; other free names of an
// isolated function are inputs.
var hostNames = map[string]bool{}

func init() {
	for _, n := range strings.Fields(`undefined NaN Infinity globalThis window self global document navigator location
		Object Function Array String Number Boolean Symbol BigInt Math JSON Date RegExp Promise Proxy Reflect Map Set WeakMap WeakSet WeakRef
		Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError ArrayBuffer SharedArrayBuffer DataView Atomics
		Uint8Array Uint8ClampedArray Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array
		parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape eval arguments
		console setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask requestAnimationFrame
		cancelAnimationFrame requestIdleCallback cancelIdleCallback fetch performance process Buffer structuredClone crypto
		MessageChannel MessagePort Worker SharedWorker AbortController AbortSignal Event EventTarget CustomEvent URL URLSearchParams Blob File
		FileReader TextEncoder TextDecoder Headers Request Response FormData scheduler localStorage sessionStorage
		alert confirm prompt atob btoa postMessage addEventListener removeEventListener require module exports Intl`) {
		hostNames[n] = true
	}
}

func isHostName(n string) bool { return hostNames[n] }
