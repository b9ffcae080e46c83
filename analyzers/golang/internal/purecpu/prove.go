package purecpu

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asynclint/asynclint/analyzers/golang/internal/typename"
	"golang.org/x/tools/go/types/typeutil"
)

// Work is the outcome of a proof.
type Work struct {
	CPU      bool     // proven: the code only computes
	Obstacle ast.Node // where the proof ended, if not CPU

	Degree    int    // how many unknown bounds multiply; not capped
	Strong    int    // how many of those are strong
	Unbounded bool   // some loop of the code itself has an unknown bound
	Open      bool   // some loop has no bound in the data: for {}
	Same      bool   // two of the multiplied bounds are one: all pairs
	Weight    Weight // the heaviest callee

	Heaviest *ast.CallExpr // the call that has Weight, if above Light
	Bulk     *ast.CallExpr // a digest, cipher or codec over a byte slice, if any
	Inner    ast.Node      // the innermost loop of the largest product
	Opens    []ast.Node    // the loops that make it Open

	callsParam bool
}

// Allow says which ways of waiting a proof lets pass at the level of the code
// itself. It never reaches into callees.
type Allow uint8

const (
	// AllowHandover lets pass what connects a pool's task with its pool:
	// channel operations, WaitGroup, weighted semaphores, a look at a context.
	AllowHandover Allow = 1 << iota
)

// Loop proves one loop statement, its own bound included.
func (p *Prover) Loop(loop ast.Stmt) Work { return p.prove(loop, nil, 0) }

// Unbounded reports whether nothing bounds the rounds of a for or range
// statement. Loops over channels and iterators count as unbounded.
func (p *Prover) Unbounded(loop ast.Stmt) bool {
	w := &walker{Prover: p, active: make(map[*ast.FuncLit]bool)}
	unknown := false
	switch loop := loop.(type) {
	case *ast.ForStmt:
		_, unknown = w.forBound(loop)
	case *ast.RangeStmt:
		_, unknown = w.rangeBound(loop)
	}
	return unknown
}

// Task proves the body of a pool's task.
func (p *Prover) Task(body ast.Node) Work { return p.prove(body, nil, AllowHandover) }

// Func returns the cost of a function of this or an analysed package, and
// whether it is CPU work by proof.
func (p *Prover) Func(fn *types.Func) (Summary, bool) {
	if s := p.summary(fn); s != nil && !s.CallsParam {
		return *s, true
	}
	return Summary{}, false
}

// Body returns the body of a function of this package, or nil.
func (p *Prover) Body(fn *types.Func) *ast.BlockStmt {
	if decl := p.decls[fn.Origin()]; decl != nil {
		return decl.Body
	}
	return nil
}

// Literal returns the function literal that a variable always holds, or nil.
func (p *Prover) Literal(v *types.Var) *ast.FuncLit { return p.literals[v] }

// Definition returns the one expression that a variable is defined by, or nil.
func (p *Prover) Definition(v *types.Var) ast.Expr { return p.defs[v] }

func (p *Prover) prove(n ast.Node, sig *types.Signature, allow Allow) Work {
	w := &walker{Prover: p, root: n, allow: allow, active: make(map[*ast.FuncLit]bool)}
	if sig != nil {
		w.params = make(map[*types.Var]bool)
		for v := range sig.Params().Variables() {
			w.params[v] = true
		}
	}
	products := w.cost(n)
	if w.obstacle != nil {
		return Work{Obstacle: w.obstacle}
	}
	work := w.work
	work.CPU = true
	for _, t := range products {
		degree, strong := t.degree(), t.strong()
		if degree > work.Degree || degree == work.Degree && strong > work.Strong {
			work.Degree, work.Strong, work.Inner = degree, strong, t.inner()
		}
		work.Same = work.Same || t.repeats()
	}
	return work
}

// A factor is one unknown bound.
type factor struct {
	deps   []types.Object // what the bound is computed from
	key    types.Object   // the collection or quantity itself, if it is a variable
	strong bool
	callee bool // not a loop of the code itself
	nested bool // stands for the nested loops of a callee
	at     ast.Node
}

// A product is a set of factors that multiply, outermost first.
type product []factor

// degree counts the factors. A callee's weak factor next to others does not
// count: most functions walk some short list.
func (t product) degree() int {
	n := 0
	for _, f := range t {
		if f.strong || f.nested || !f.callee {
			n++
		}
	}
	return max(n, min(len(t), 1))
}

func (t product) strong() int {
	n := 0
	for _, f := range t {
		if f.strong {
			n++
		}
	}
	return n
}

func (t product) inner() ast.Node {
	if len(t) == 0 {
		return nil
	}
	return t[len(t)-1].at
}

func (t product) repeats() bool {
	seen := make(map[types.Object]bool)
	for _, f := range t {
		if f.key != nil && seen[f.key] {
			return true
		}
		seen[f.key] = true
	}
	return false
}

// maxProducts bounds the products kept for one statement; real code has a
// handful, generated code may have thousands.
const maxProducts = 32

type walker struct {
	*Prover
	root     ast.Node // what is to be proven
	allow    Allow
	params   map[*types.Var]bool // parameters of the function whose summary this is
	active   map[*ast.FuncLit]bool
	obstacle ast.Node
	work     Work
}

func (w *walker) block(n ast.Node) { // the first obstacle is the one to show
	if w.obstacle == nil {
		w.obstacle = n
	}
}

// cost returns the products of a statement or expression.
func (w *walker) cost(n ast.Node) []product {
	var out []product
	ast.Inspect(n, func(m ast.Node) bool {
		if w.obstacle != nil {
			return false
		}
		switch m := m.(type) {
		case *ast.FuncLit:
			return m == n // creating one costs nothing
		case *ast.ForStmt:
			out = merge(out, w.forLoop(m))
			return false
		case *ast.RangeStmt:
			out = merge(out, w.rangeLoop(m))
			return false
		case *ast.CallExpr:
			out = merge(out, w.call(m))
			return false
		case *ast.GoStmt:
			w.block(m)
		case *ast.SendStmt, *ast.SelectStmt:
			if w.allow&AllowHandover == 0 {
				w.block(m)
			}
		case *ast.UnaryExpr:
			if m.Op == token.ARROW && w.allow&AllowHandover == 0 {
				w.block(m)
			}
		}
		return true
	})
	return out
}

func merge(a, b []product) []product {
	a = append(a, b...)
	if len(a) > maxProducts {
		a = a[:maxProducts]
	}
	return a
}

func (w *walker) forLoop(loop *ast.ForStmt) []product {
	var body []product
	for _, n := range []ast.Node{loop.Init, loop.Cond, loop.Post, loop.Body} {
		if n != nil {
			body = merge(body, w.cost(n))
		}
	}
	f, unknown := w.forBound(loop)
	if !unknown {
		return body
	}
	if loop.Cond == nil {
		w.work.Open = true
		w.work.Opens = append(w.work.Opens, loop)
	}
	return w.multiply(loop, f, body)
}

func (w *walker) rangeLoop(loop *ast.RangeStmt) []product {
	body := merge(w.cost(loop.X), w.cost(loop.Body))
	switch w.typeOf(loop.X).(type) {
	case *types.Chan:
		if w.allow&AllowHandover == 0 {
			w.block(loop)
		}
		return body
	case *types.Signature:
		if !w.standardIterator(loop.X) {
			w.block(loop)
		}
	}
	f, unknown := w.rangeBound(loop)
	if !unknown {
		return body
	}
	return w.multiply(loop, f, body)
}

// multiply puts a loop's factor before each product of its body. Factors that
// depend on the iteration are the loop's own data seen in pieces: they do not
// multiply, but stay a product of their own.
func (w *walker) multiply(loop ast.Stmt, f factor, body []product) []product {
	w.work.Unbounded = true
	f.at = loop
	changing := w.changedIn(loop)
	out := []product{{f}}
	for _, t := range body {
		whole := product{f}
		independent := true
		for _, inner := range t {
			if inner.dependsOn(changing) {
				independent = false
				// The pieces are strong data if the whole's size is one.
				whole[0].strong = whole[0].strong || inner.strong && f.key != nil && len(t) > 1
				continue
			}
			whole = append(whole, inner)
		}
		out = append(out, whole)
		if !independent {
			out = append(out, t)
		}
	}
	return merge(nil, out)
}

func (f factor) dependsOn(changing map[types.Object]bool) bool {
	for _, obj := range f.deps {
		if changing[obj] {
			return true
		}
	}
	return false
}

// changedIn returns the variables that a loop defines or assigns. Writing an
// element leaves the collection as long as it was.
func (w *walker) changedIn(loop ast.Stmt) map[types.Object]bool {
	changed := make(map[types.Object]bool)
	mark := func(e ast.Expr) {
		if id := rootIdent(e); id != nil {
			if obj := w.object(id); obj != nil {
				changed[obj] = true
			}
		}
	}
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				mark(lhs)
			}
		case *ast.IncDecStmt:
			mark(n.X)
		case *ast.RangeStmt:
			if n.Key != nil {
				mark(n.Key)
			}
			if n.Value != nil {
				mark(n.Value)
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				mark(id)
			}
		}
		return true
	})
	return changed
}

// call returns the products of a call: those of its arguments, and those that
// the callee brings.
func (w *walker) call(call *ast.CallExpr) []product {
	if w.info.Types[call.Fun].IsType() {
		return w.args(call) // conversion
	}
	out := w.args(call)
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return merge(out, w.literal(lit))
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		out = merge(out, w.cost(sel.X)) // a chain of calls
	}
	switch callee := typeutil.Callee(w.info, call).(type) {
	case *types.Builtin:
		switch callee.Name() {
		case "close":
			if w.allow&AllowHandover == 0 {
				w.block(call)
			}
		case "print", "println":
			w.block(call)
		}
		return out
	case *types.Func:
		return merge(out, w.static(call, callee))
	case *types.Var:
		if lit := w.literals[callee]; lit != nil {
			return merge(out, w.literal(lit))
		}
		if w.params[callee] {
			w.work.callsParam = true
			return out
		}
	}
	w.block(call)
	return out
}

func (w *walker) args(call *ast.CallExpr) []product {
	var out []product
	for _, arg := range call.Args {
		if _, ok := ast.Unparen(arg).(*ast.FuncLit); !ok {
			out = merge(out, w.cost(arg))
		}
	}
	return out
}

// literal returns the products of executing a function literal.
func (w *walker) literal(lit *ast.FuncLit) []product {
	if w.active[lit] || w.root != nil && lit.Pos() <= w.root.Pos() && w.root.End() <= lit.End() && w.root != lit.Body {
		return nil // recursion
	}
	w.active[lit] = true
	defer delete(w.active, lit)
	return w.cost(lit.Body)
}

// static returns the products of a call of a named function or method.
func (w *walker) static(call *ast.CallExpr, fn *types.Func) []product {
	if isInterfaceMethod(fn) {
		weight, ok := w.interfaceMethod(call, fn)
		if !ok {
			if !w.allowed(fn) {
				w.block(call)
			}
			return nil
		}
		return w.charge(call, &Summary{Weight: weight})
	}
	s := w.summary(fn)
	if s == nil {
		if !w.allowed(fn) {
			w.block(call)
		}
		return nil
	}
	standard := fn.Pkg() != w.pkg && isStandard(fn.Pkg().Path())
	if standard && !w.memoryOnly(call, fn) {
		w.block(call)
		return nil
	}
	out := w.charge(call, s)
	if !standard && !s.CallsParam {
		return out
	}
	// The callee runs the functions it is given, once per unit of its work.
	for _, arg := range call.Args {
		if _, ok := w.typeOf(arg).(*types.Signature); !ok {
			continue
		}
		inner, ok := w.argument(arg)
		if !ok {
			w.block(arg)
			return nil
		}
		for _, t := range inner {
			if len(out) == 0 || len(out[0]) == 0 {
				out = append(out, t)
				continue
			}
			out = append(out, append(append(product{}, out[0]...), t...))
		}
	}
	return out
}

// argument returns the products of one call of a function argument.
func (w *walker) argument(arg ast.Expr) ([]product, bool) {
	arg = ast.Unparen(arg)
	if tv := w.info.Types[arg]; tv.IsNil() {
		return nil, true
	}
	if lit, ok := arg.(*ast.FuncLit); ok {
		return w.literal(lit), true
	}
	if index, ok := arg.(*ast.IndexExpr); ok {
		if _, generic := w.typeOf(index.X).(*types.Signature); generic {
			arg = index.X // an instantiated function
		}
	}
	var id *ast.Ident
	switch arg := arg.(type) {
	case *ast.Ident:
		id = arg
	case *ast.SelectorExpr:
		id = arg.Sel
	default:
		return nil, false
	}
	switch obj := w.info.Uses[id].(type) {
	case *types.Func:
		if isInterfaceMethod(obj) {
			return nil, false
		}
		s := w.summary(obj)
		if s == nil || s.CallsParam {
			return nil, false
		}
		w.work.Weight = max(w.work.Weight, s.Weight)
		return []product{w.factors(arg, s)}, true
	case *types.Var:
		if lit := w.literals[obj]; lit != nil {
			return w.literal(lit), true
		}
		if w.params[obj] {
			w.work.callsParam = true
			return nil, true
		}
	}
	return nil, false
}

// charge records a callee's weight and returns its factors, bound to what the
// call passes in.
func (w *walker) charge(call *ast.CallExpr, s *Summary) []product {
	if s.Weight > Light && (w.work.Heaviest == nil || s.Weight > w.work.Weight) {
		w.work.Heaviest = call
	}
	w.work.Weight = max(w.work.Weight, s.Weight)
	if s.Weight >= Medium && w.work.Bulk == nil && w.isBulk(call) {
		w.work.Bulk = call
	}
	t := w.factors(call, s)
	if len(t) == 0 {
		return nil
	}
	return []product{t}
}

func (w *walker) factors(n ast.Node, s *Summary) product {
	if s.Degree == 0 {
		return nil
	}
	var deps []types.Object
	ast.Inspect(n, func(m ast.Node) bool {
		if id, ok := m.(*ast.Ident); ok {
			if v, ok := w.object(id).(*types.Var); ok {
				deps = append(deps, v)
			}
		}
		return true
	})
	t := make(product, max(s.Strong, 1)) // the others are not worth counting
	for i := range t {
		t[i] = factor{deps: deps, strong: i < s.Strong, callee: true, at: n}
	}
	if s.Degree >= 2 && s.Strong < 2 {
		// Quadratic in the pieces it is given: one factor, whatever they are.
		t = append(t, factor{callee: true, nested: true, at: n})
	}
	return t
}

// allowed reports whether a call belongs to the hand-over between a pool and
// its task.
func (w *walker) allowed(fn *types.Func) bool {
	return w.allow&AllowHandover != 0 && handover[typename.Func(fn)]
}

func (w *walker) typeOf(e ast.Expr) types.Type {
	t := w.info.TypeOf(e)
	if t == nil {
		return types.Typ[types.Invalid]
	}
	return t.Underlying()
}

func isInterfaceMethod(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

// rootIdent returns the variable that an assignment to e changes, or nil.
func rootIdent(e ast.Expr) *ast.Ident {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		default:
			return nil
		}
	}
}
