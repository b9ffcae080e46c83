// Package snippet turns one function of a project into a program that runs by
// itself.
//
// # Model
//
// The function's own module stays whole. A line in front of it hands
// out a factory: called with the names the function captured from functions
// around it, the factory gives the function. esbuild bundles that module with
// the local modules it needs. Everything that cannot be resolved or must not
// run (packages, node's own modules, style sheets, images) becomes a stub that
// records its use. Types go away, and syntax that goja lacks is lowered.
//
// Methods become methods of an object literal; private names of the module are
// renamed, so that a method works away from its class. Functions and constants
// which a closure captured are lifted with it; other captured names are inputs.
//
// Lists and tables that the module starts empty are inputs, too: callers fill
// them. What is ignored: other state that callers would have built up, and what
// a superclass does in its constructor.
package snippet

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// Request names the function to extract.
type Request struct {
	Path   string // absolute path of the file
	Source []byte // the file's text; nil means what is on disk
	Start  int    // byte range of the function in Source
	End    int
	Root   string // project root; empty means the file's folder
}

// Param is a value that the program needs from outside.
type Param struct {
	Name string `json:"name"`           // name, or "" for a pattern
	Spec *Spec  `json:"spec,omitempty"` // what the text says about its shape
	Rest bool   `json:"rest,omitempty"`
	// Optional is set where the parameter has a default; it is then left out
	// unless something else asks for it.
	Optional bool `json:"optional,omitempty"`
}

// Program is a function ready to run. Code is a script; running it leaves the
// factory in globalThis.__asynclint_target.
type Program struct {
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	Params   []Param  `json:"params"`
	Captured []Param  `json:"captured"`
	This     bool     `json:"this"`     // the function uses `this`
	Async    bool     `json:"async"`    // declared async
	Stubbed  []string `json:"stubbed"`  // imports replaced by stubs, sorted
	Isolated bool     `json:"isolated"` // the module around the function was left out

	// Workload is set where the user gives inputs: running the code then leaves
	// functions of n in globalThis.__asynclint_inputs, by name.
	Workload bool `json:"workload,omitempty"`

	// Origin is what the program was made of; it is no part of it.
	Origin Origin `json:"-"`

	SizeHint int    `json:"size_hint"` // size that the text names for the input, 0 for none
	SizeFrom string `json:"size_from"` // the words the hint comes from
}

// Origin is what in the file system decided what became of a function: as long as
// all of it stays the same, so does the program. Paths are absolute.
type Origin struct {
	Paths  []string // files whose text, and folders whose names were looked at; some may not exist
	Places []string // paths of which only whether they exist matters
}

// Reasons for which no program comes out.
const (
	// ReasonRead: the file cannot be read.
	ReasonRead = "read"
	// ReasonSyntax: the file, or the function cut from it, does not parse.
	ReasonSyntax = "syntax"
	// ReasonNoFunction: the range holds no function.
	ReasonNoFunction = "no-function"
	// ReasonTooLarge: the function's modules go beyond what is worth bundling.
	ReasonTooLarge = "too-large"
	// ReasonGenerator: the function is a generator; its caller decides when it
	// runs.
	ReasonGenerator = "generator"
	// ReasonConstructor: a constructor that calls super() cannot stand alone.
	ReasonConstructor = "constructor"
	// ReasonWorkload: the user's own inputs cannot be read.
	ReasonWorkload = "workload"
)

// Failure says why no program came out.
type Failure struct {
	Reason string // one of the Reason constants
	Detail string
}

func (f *Failure) Error() string { return f.Reason + ": " + f.Detail }

func fail(reason, format string, args ...any) error {
	return &Failure{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}

// Extract makes a program of the function. Its error is a *Failure. It may be
// called concurrently; it reads files but runs nothing.
func Extract(req Request) (*Program, error) {
	return extract(req, false)
}

// ExtractIsolated is Extract without the module around the function: all names
// that the function does not declare become inputs. It is for functions whose
// module does not come up.
func ExtractIsolated(req Request) (*Program, error) {
	return extract(req, true)
}

func extract(req Request, isolated bool) (*Program, error) {
	src := req.Source
	if src == nil {
		b, err := os.ReadFile(req.Path)
		if err != nil {
			return nil, fail(ReasonRead, "%v", err)
		}
		src = b
	}
	if req.Root == "" {
		req.Root = filepath.Dir(req.Path)
	}
	if req.Start < 0 || req.End > len(src) || req.Start >= req.End {
		return nil, fail(ReasonNoFunction, "range %d to %d is outside the file", req.Start, req.End)
	}
	files, err := jsparse.Parse(nil, req.Path, string(src))
	if err != nil {
		return nil, fail(ReasonSyntax, "%v", err)
	}
	fn := findFunction(files, req.Start, req.End)
	if !fn.Ok() {
		return nil, fail(ReasonNoFunction, "no function between bytes %d and %d", req.Start, req.End)
	}
	x := &extraction{file: fn.File(), fn: fn, isolated: isolated, req: req}
	return x.program()
}

// findFunction returns the outermost function that lies in the range, or else
// the innermost one around it.
func findFunction(files []*jsparse.File, start, end int) jsparse.Cursor {
	for _, f := range files {
		c := f.FindByPos(start, end)
		if !c.Ok() {
			continue
		}
		for in := range c.Preorder() {
			if in.Kind().IsFunc() && in.Start() >= start && in.End() <= end {
				return in
			}
		}
		for around := range c.Enclosing() {
			if around.Kind().IsFunc() {
				return around
			}
			if around.Is(jsparse.Method) {
				return around.FuncValue()
			}
		}
	}
	return jsparse.Cursor{}
}

// extraction holds what is known of one function while its program is built.
type extraction struct {
	req      Request
	file     *jsparse.File
	fn       jsparse.Cursor
	isolated bool

	lifted   []string // declarations taken along, in source order
	captured map[string]jsparse.Cursor
	workload workload // the user's own inputs
	private  []int    // offsets of the # of private names
}

func (x *extraction) program() (*Program, error) {
	if x.fn.Has(jsparse.FlagGenerator) {
		return nil, fail(ReasonGenerator, "a generator runs when its caller asks")
	}
	p := &Program{Name: x.name(), Async: x.fn.IsAsync(), Isolated: x.isolated}
	var err error
	if x.workload, err = x.readWorkload(); err != nil {
		return nil, err
	}
	x.capture()
	text, err := x.functionText()
	if err != nil {
		return nil, err
	}
	types := typesOf(x.file)
	for prm := range x.fn.All(jsparse.EdgeParam) {
		p.Params = append(p.Params, x.param(prm, types))
	}
	for _, name := range sortedKeys(x.captured) {
		decl := x.captured[name]
		prm := Param{Name: name}
		if decl.Ok() {
			prm.Spec = types.parse(decl.Annotation())
			if init := initOf(decl); !init.Is(jsparse.ObjectLit) || !isEmptyContainer(init) { // {} becomes a table or a record
				prm.Spec = prm.Spec.or(stateSpec(init, decl))
			}
		}
		p.Captured = append(p.Captured, prm)
	}
	p.This = usesThis(x.fn)
	p.Workload = x.workload.text() != ""
	if err := x.bundle(p, text); err != nil {
		return nil, err
	}
	x.callSites(p)
	x.sizeHint(p)
	if x.workload.size > 0 {
		p.SizeHint, p.SizeFrom = x.workload.size, "asynclint-input"
	}
	return p, nil
}

// name is what a person would call the function.
func (x *extraction) name() string {
	if n := x.fn.Name(); n != "" {
		return n
	}
	p := x.fn.Parent()
	switch p.Kind() {
	case jsparse.Method, jsparse.Property, jsparse.Field, jsparse.Declarator:
		return p.Name()
	case jsparse.Assign:
		return p.Left().Name()
	}
	return ""
}

// method returns the class member or property that the function is the
// value of, if it is written as a method.
func (x *extraction) method() jsparse.Cursor {
	if p := x.fn.Parent(); p.Is(jsparse.Method) {
		return p
	}
	return jsparse.Cursor{}
}

// className names the class, declared at module level, whose member the
// function is.
func (x *extraction) className() string {
	for c := range x.fn.Parent().Enclosing() {
		if c.Kind().IsFunc() {
			return ""
		}
		if c.Kind().IsClass() {
			if !c.Func().Ok() {
				return c.Name()
			}
			return ""
		}
	}
	return ""
}

// capture finds the names that the function takes from the functions around
// it. Those bound to functions and literals are lifted; the others are inputs.
func (x *extraction) capture() {
	x.captured = map[string]jsparse.Cursor{}
	seen := map[jsparse.Sym]bool{}
	type piece struct {
		at   int
		text string
	}
	var pieces []piece
	var visit func(root jsparse.Cursor)
	visit = func(root jsparse.Cursor) {
		for id := range root.Preorder(jsparse.Ident) {
			sym := id.Sym()
			if sym == jsparse.NoSym || seen[sym] {
				continue
			}
			info := x.file.Symbol(sym)
			switch info.Kind {
			case jsparse.SymGlobal:
				seen[sym] = true
				if x.isolated && !isHostName(info.Name) {
					x.captured[info.Name] = jsparse.Cursor{}
				}
				continue
			case jsparse.SymArguments:
				continue
			}
			decl := x.file.Decl(sym)
			if !decl.Ok() || root.Contains(decl) || x.fn.Contains(decl) {
				continue
			}
			seen[sym] = true
			outer := decl.Func()
			if isParamOf(decl) {
				outer = x.fn // a parameter's own function is around it
			}
			if fd := decl.Parent(); fd.Is(jsparse.FuncDecl) && decl.Edge() == jsparse.EdgeName {
				outer = fd.Func()
			}
			if !outer.Ok() && !x.isolated && !isEmptyContainer(initOf(decl)) {
				continue // module level: stays where it is
			}
			if stmt, ok := liftable(decl); ok && len(pieces) < 64 && !stmt.Contains(x.fn) {
				pieces = append(pieces, piece{decl.Start(), x.text(stmt)})
				visit(stmt)
				continue
			}
			x.captured[info.Name] = decl
		}
	}
	visit(x.fn)
	sort.Slice(pieces, func(i, j int) bool { return pieces[i].at < pieces[j].at })
	for _, p := range pieces {
		x.lifted = append(x.lifted, p.text)
	}
}

// isEmptyContainer reports whether a variable starts as a list or table without
// anything in it. At module level others fill it over time; as an input it can
// be as full as it gets.
func isEmptyContainer(v jsparse.Cursor) bool {
	switch v.Kind() {
	case jsparse.ArrayLit, jsparse.ObjectLit:
		return v.Count(jsparse.EdgeItem) == 0
	case jsparse.New:
		n := v.Callee().GlobalName()
		return (n == "Map" || n == "Set" || n == "Array") && !v.Arg(0).Ok()
	}
	return false
}

// stateSpec is valueSpec for a captured variable: a flag that others set has
// both values.
func stateSpec(init, decl jsparse.Cursor) *Spec {
	if v, ok := init.Bool(); ok && !isConst(decl) {
		return &Spec{Kind: "literal", Value: v, Values: []any{v, !v}}
	}
	return valueSpec(init)
}

// isConst reports whether a declared name is never assigned again.
func isConst(decl jsparse.Cursor) bool {
	for use := range decl.File().Uses(decl.Sym()) {
		if p := use.Parent(); p.Is(jsparse.Assign) && p.Left() == use {
			return false
		}
	}
	return true
}

func isParamOf(decl jsparse.Cursor) bool {
	for c := range decl.Enclosing() {
		if c.Is(jsparse.Param) {
			return true
		}
		if c.Kind().IsStmt() || c.Kind().IsFunc() {
			return false
		}
	}
	return false
}

// liftable returns the statement that declares a name, if taking it along
// means taking no state: a function, or a constant made of literals.
func liftable(decl jsparse.Cursor) (jsparse.Cursor, bool) {
	p := decl.Parent()
	switch {
	case p.Is(jsparse.FuncDecl) && decl.Edge() == jsparse.EdgeName && !p.Has(jsparse.FlagSynthetic):
		return p, true
	case p.Is(jsparse.Declarator) && decl.Edge() == jsparse.EdgeTarget:
		v := p.Child(jsparse.EdgeInit)
		if v.Is(jsparse.Arrow, jsparse.FuncExpr) || isLiteral(v, 0) && isConst(decl) {
			return p, true
		}
	}
	return jsparse.Cursor{}, false
}

func isLiteral(c jsparse.Cursor, depth int) bool {
	switch c.Kind() {
	case jsparse.NumberLit, jsparse.StringLit, jsparse.BoolLit, jsparse.NullLit, jsparse.RegExpLit, jsparse.BigIntLit:
		return true
	case jsparse.TemplateLit:
		return c.Count(jsparse.EdgePart) == 0
	case jsparse.Unary:
		return isLiteral(c.Operand(), depth+1)
	case jsparse.Binary:
		return isLiteral(c.Left(), depth+1) && isLiteral(c.Right(), depth+1)
	case jsparse.ArrayLit, jsparse.ObjectLit:
		if depth > 3 || c.Count(jsparse.EdgeItem) == 0 {
			return false // empty containers are state to be filled
		}
		for it := range c.All(jsparse.EdgeItem) {
			v := it
			if it.Is(jsparse.Property) {
				v = it.Child(jsparse.EdgeValue)
			}
			if !isLiteral(v, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// text returns the node's text as a statement or expression, with private
// names renamed.
func (x *extraction) text(c jsparse.Cursor) string {
	t := x.renamed(c.Start(), c.End())
	if c.Is(jsparse.Declarator) {
		return "var " + t + ";"
	}
	return t
}

// renamed returns the source in [start,end) with every #name as _p_name.
func (x *extraction) renamed(start, end int) string {
	if x.private == nil {
		x.private = []int{}
		for c := range x.file.Root().Preorder(jsparse.PrivateName, jsparse.Member) {
			if name := c.Name(); strings.HasPrefix(name, "#") && strings.HasSuffix(c.Text(), name) {
				x.private = append(x.private, c.End()-len(name))
			}
		}
		for c := range x.fn.Preorder(jsparse.SuperExpr) {
			if boundTo(c, x.fn) {
				x.private = append(x.private, c.Start())
			}
		}
		sort.Ints(x.private)
	}
	var b strings.Builder
	text, at := x.file.Readable(), start
	for _, hash := range x.private {
		if hash < at || hash >= end {
			continue
		}
		b.WriteString(text[at:hash])
		at = hash + 1
		if text[hash] == 's' { // super, which only a class has
			b.WriteString(`__asynclint_stub("super")`)
			at = hash + len("super")
		} else {
			b.WriteString("_p_")
		}
	}
	b.WriteString(text[at:end])
	return b.String()
}

// functionText returns an expression that evaluates to the function.
func (x *extraction) functionText() (string, error) {
	m := x.method()
	if !m.Ok() {
		text := "(" + x.renamed(x.fn.Start(), x.fn.End()) + ")"
		if x.fn.Is(jsparse.Arrow) && usesThis(x.fn) {
			text = "(function () { return " + text + ".apply(undefined, arguments); })"
		}
		return text, nil
	}
	if x.name() == "constructor" {
		for s := range x.fn.Preorder(jsparse.SuperExpr) {
			if s.Edge() == jsparse.EdgeCallee {
				return "", fail(ReasonConstructor, "a constructor that calls super() needs its class")
			}
		}
	}
	// The function begins at its parameters; modifiers, decorators and the key
	// before them are left out.
	async := ""
	if x.fn.IsAsync() {
		async = "async "
	}
	return "({" + async + "__m" + x.renamed(x.fn.Start(), x.fn.End()) + "}).__m", nil
}

func usesThis(fn jsparse.Cursor) bool {
	for t := range fn.Preorder(jsparse.ThisExpr, jsparse.SuperExpr) {
		if boundTo(t, fn) {
			return true
		}
	}
	return false
}

// boundTo reports whether a `this` means fn's own, or for an arrow the one that
// it finds, through arrows only.
func boundTo(t, fn jsparse.Cursor) bool {
	for f := t.Func(); f.Ok(); f = f.Func() {
		if f == fn {
			return true
		}
		if !f.Is(jsparse.Arrow) {
			return false
		}
	}
	return false
}

func initOf(decl jsparse.Cursor) jsparse.Cursor {
	if p := decl.Parent(); p.Is(jsparse.Declarator) && decl.Edge() == jsparse.EdgeTarget {
		return p.Child(jsparse.EdgeInit)
	}
	return jsparse.Cursor{}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Describe returns the program without its code, for the engine's side.
func (p *Program) Describe() *Program {
	d := *p
	d.Code = ""
	return &d
}
