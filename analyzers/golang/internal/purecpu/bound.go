package purecpu

import (
	"github.com/asynclint/asynclint/analyzers/golang/internal/typename"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// forBound classifies the bound of a for statement: a factor, or false if the
// number of rounds is constant or logarithmic.
func (w *walker) forBound(loop *ast.ForStmt) (factor, bool) {
	if loop.Cond == nil {
		return factor{}, true
	}
	if w.shrinks(loop) {
		return factor{}, false
	}
	var best *factor
	for _, cond := range conjuncts(loop.Cond) {
		f, unknown := w.condBound(loop, cond)
		if !unknown {
			return factor{}, false
		}
		if best == nil || f.strong && !best.strong {
			best = &f
		}
	}
	return *best, true
}

func conjuncts(e ast.Expr) []ast.Expr {
	if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && b.Op == token.LAND {
		return append(conjuncts(b.X), conjuncts(b.Y)...)
	}
	return []ast.Expr{e}
}

// condBound classifies one comparison of a loop's condition.
func (w *walker) condBound(loop *ast.ForStmt, cond ast.Expr) (factor, bool) {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return factor{deps: w.deps(cond)}, true
	}
	limit := b.Y
	switch b.Op {
	case token.LSS, token.LEQ, token.NEQ:
	case token.GTR, token.GEQ:
		limit = b.X // n > i
		if w.steps(loop, b.X) {
			limit = w.start(loop, b.X) // i > 0 from n downwards
			if limit == nil {
				return factor{deps: w.deps(cond)}, true
			}
		}
	default:
		return factor{deps: w.deps(cond)}, true
	}
	if b.Op == token.NEQ && !w.steps(loop, b.X) {
		return factor{deps: w.deps(cond)}, true
	}
	f, unknown := w.quantity(limit, 0)
	if unknown && isSquare(b.X) {
		f.strong = true // i*i <= n
	}
	return f, unknown
}

// steps reports whether the loop's post statement counts e up or down.
func (w *walker) steps(loop *ast.ForStmt, e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	switch post := loop.Post.(type) {
	case *ast.IncDecStmt:
		x, ok := post.X.(*ast.Ident)
		return ok && w.object(x) == w.object(id)
	case *ast.AssignStmt:
		x, ok := post.Lhs[0].(*ast.Ident)
		return ok && w.object(x) == w.object(id)
	}
	return false
}

// start returns the value that a loop's init statement gives to e.
func (w *walker) start(loop *ast.ForStmt, e ast.Expr) ast.Expr {
	id, _ := ast.Unparen(e).(*ast.Ident)
	init, ok := loop.Init.(*ast.AssignStmt)
	if !ok || id == nil || len(init.Lhs) != len(init.Rhs) {
		return nil
	}
	for i, lhs := range init.Lhs {
		if x, ok := lhs.(*ast.Ident); ok && w.object(x) == w.object(id) {
			return init.Rhs[i]
		}
	}
	return nil
}

func isSquare(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok || b.Op != token.MUL {
		return false
	}
	x, ok1 := ast.Unparen(b.X).(*ast.Ident)
	y, ok2 := ast.Unparen(b.Y).(*ast.Ident)
	return ok1 && ok2 && x.Name == y.Name
}

// shrinks reports whether the loop divides, shifts, doubles or halves a
// variable of its condition, or clears its lowest bit: at most 64 rounds.
func (w *walker) shrinks(loop *ast.ForStmt) bool {
	inCond := make(map[types.Object]bool)
	for _, obj := range w.deps(loop.Cond) {
		inCond[obj] = true
	}
	halved := make(map[types.Object]bool)
	found := false
	visit := func(n ast.Node) bool {
		s, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for i, lhs := range s.Lhs {
			id, ok := ast.Unparen(lhs).(*ast.Ident)
			if !ok || len(s.Lhs) != len(s.Rhs) {
				continue
			}
			obj := w.object(id)
			geometric := false
			switch s.Tok {
			case token.QUO_ASSIGN, token.SHR_ASSIGN, token.SHL_ASSIGN, token.MUL_ASSIGN, token.AND_ASSIGN:
				geometric = true
			case token.ASSIGN, token.DEFINE:
				geometric = w.isGeometric(s.Rhs[i], obj, halved)
				if geometric {
					halved[obj] = true
				}
			}
			if geometric && inCond[obj] {
				found = true
			}
		}
		return true
	}
	if loop.Post != nil {
		ast.Inspect(loop.Post, visit)
	}
	ast.Inspect(loop.Body, visit)
	return found
}

// isGeometric reports whether an expression contains a division or shift, or a
// variable that was set to one: mid := (lo + hi) / 2; lo = mid + 1.
func (w *walker) isGeometric(e ast.Expr, self types.Object, halved map[types.Object]bool) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			switch n.Op {
			case token.QUO, token.SHR, token.SHL:
				found = true
			case token.REM: // a, b = b, a%b
				found = true
			case token.AND:
				if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && w.object(id) == self {
					found = true
				}
			}
		case *ast.Ident:
			if halved[w.object(n)] {
				found = true
			}
		}
		return !found
	})
	return found
}

// rangeBound classifies the bound of a range statement.
func (w *walker) rangeBound(loop *ast.RangeStmt) (factor, bool) {
	if basic, ok := w.typeOf(loop.X).(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
		return w.quantity(loop.X, 0)
	}
	return w.collection(loop.X, 0)
}

// maxResolve bounds how many definitions are followed from a bound.
const maxResolve = 4

// quantity classifies an integer bound.
func (w *walker) quantity(e ast.Expr, depth int) (factor, bool) {
	e = ast.Unparen(e)
	if w.isConstant(e) {
		return factor{}, false
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		return w.callQuantity(e, depth)
	case *ast.Ident:
		v, _ := w.object(e).(*types.Var)
		if def := w.defs[v]; def != nil && depth < maxResolve {
			f, unknown := w.quantity(def, depth+1)
			f.deps = append(f.deps, w.deps(e)...)
			return f, unknown
		}
		return factor{deps: w.deps(e), key: w.object(e), strong: true}, true
	case *ast.SelectorExpr:
		return factor{deps: w.deps(e), key: w.info.Uses[e.Sel], strong: dimensions[strings.ToLower(e.Sel.Name)]}, true
	case *ast.BinaryExpr:
		// n-1, n/2, i+k: as large as its unknown part.
		f, unknown := w.quantity(e.X, depth)
		g, unknown2 := w.quantity(e.Y, depth)
		switch {
		case !unknown && e.Op == token.SUB:
			return factor{}, false
		case !unknown && e.Op != token.REM:
			return g, unknown2
		case e.Op == token.REM || e.Op == token.AND:
			return g, unknown2
		case !unknown2 || e.Op == token.SUB:
			return f, unknown // n-i is at most n
		}
		f.deps = append(f.deps, g.deps...)
		f.strong = f.strong && g.strong
		return f, true
	}
	return factor{deps: w.deps(e)}, true
}

func (w *walker) callQuantity(call *ast.CallExpr, depth int) (factor, bool) {
	if w.info.Types[call.Fun].IsType() && len(call.Args) == 1 {
		return w.quantity(call.Args[0], depth)
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if _, ok := w.info.Uses[id].(*types.Builtin); ok {
			switch id.Name {
			case "len", "cap":
				return w.collection(call.Args[0], depth)
			case "min":
				for _, arg := range call.Args {
					if w.isConstant(arg) {
						return factor{}, false
					}
				}
				return w.quantity(call.Args[0], depth)
			case "max":
				for _, arg := range call.Args {
					if f, unknown := w.quantity(arg, depth); unknown {
						return f, true
					}
				}
				return factor{}, false
			}
		}
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if fn, ok := w.info.Uses[sel.Sel].(*types.Func); ok {
			name := typename.Func(fn)
			if smallQuantities[name] {
				return factor{}, false
			}
			return factor{deps: w.deps(call), strong: sizeQuantities[name]}, true
		}
	}
	return factor{deps: w.deps(call)}, true
}

// collection classifies something that is walked element by element.
func (w *walker) collection(e ast.Expr, depth int) (factor, bool) {
	e = ast.Unparen(e)
	if w.isConstant(e) || w.isSmall(e) {
		return factor{}, false
	}
	t := w.typeOf(e)
	if ptr, ok := t.(*types.Pointer); ok {
		t = ptr.Elem().Underlying()
	}
	f := factor{deps: w.deps(e), strong: isNumeric(t)}
	switch t.(type) {
	case *types.Array:
		return factor{}, false
	case *types.Signature, *types.Chan:
		return f, true
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		return factor{}, false
	case *ast.SliceExpr:
		if e.High != nil && w.isConstant(e.High) {
			return factor{}, false
		}
		return w.collection(e.X, depth)
	case *ast.Ident:
		f.key = w.object(e)
		v, _ := f.key.(*types.Var)
		if v == nil {
			break
		}
		if w.tables[v] || w.variadic[v] {
			return factor{}, false
		}
		if def := w.defs[v]; def != nil && depth < maxResolve {
			g, unknown := w.collection(def, depth+1)
			if !unknown {
				return factor{}, false
			}
			f.deps = append(f.deps, g.deps...)
			if g.key != nil {
				f.key = g.key
			}
		}
	case *ast.SelectorExpr:
		f.key = w.info.Uses[e.Sel]
		if v, ok := f.key.(*types.Var); ok && w.tables[v] {
			return factor{}, false
		}
	case *ast.CallExpr:
		if sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok {
			if fn, ok := w.info.Uses[sel.Sel].(*types.Func); ok && smallQuantities[typename.Func(fn)] {
				return factor{}, false
			}
		}
		// A conversion or make: as large as its operand.
		if w.info.Types[e.Fun].IsType() && len(e.Args) == 1 {
			return w.collection(e.Args[0], depth)
		}
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && id.Name == "make" && len(e.Args) > 1 {
			return w.quantity(e.Args[1], depth)
		}
	}
	return f, true
}

// isNumeric reports whether a collection's elements are numbers or bytes, or
// rows of them. Lists of integers are mostly identifiers, and few.
func isNumeric(t types.Type) bool {
	var elem types.Type
	switch t := t.(type) {
	case *types.Slice:
		elem = t.Elem().Underlying()
	default:
		return false
	}
	switch elem := elem.(type) {
	case *types.Interface:
		return isFloatConstraint(elem) // a type parameter's underlying type
	case *types.Basic:
		return elem.Info()&(types.IsFloat|types.IsComplex) != 0 || elem.Kind() == types.Uint8
	case *types.Slice:
		inner, ok := elem.Elem().Underlying().(*types.Basic)
		return ok && inner.Info()&types.IsNumeric != 0
	case *types.Array:
		inner, ok := elem.Elem().Underlying().(*types.Basic)
		return ok && inner.Info()&types.IsFloat != 0
	}
	return false
}

// isFloatConstraint reports whether a type parameter's constraint admits
// floating-point types only.
func isFloatConstraint(iface *types.Interface) bool {
	found := false
	for embedded := range iface.EmbeddedTypes() {
		switch t := embedded.Underlying().(type) {
		case *types.Union:
			for term := range t.Terms() {
				basic, ok := term.Type().Underlying().(*types.Basic)
				if !ok || basic.Info()&types.IsFloat == 0 {
					return false
				}
				found = true
			}
		case *types.Interface:
			found = found || isFloatConstraint(t)
		}
	}
	return found
}

// isSmall reports whether a collection's type says that it is short.
func (w *walker) isSmall(e ast.Expr) bool {
	t := w.info.TypeOf(e)
	if t == nil {
		return false
	}
	if s, ok := t.Underlying().(*types.Slice); ok {
		if smallElements[typename.Of(s.Elem())] {
			return true
		}
	}
	if smallTypes[typename.Of(t)] {
		return true
	}
	// An entry of a header is one, too.
	if index, ok := e.(*ast.IndexExpr); ok {
		return w.isSmall(ast.Unparen(index.X))
	}
	return false
}

func (p *Prover) isConstant(e ast.Expr) bool {
	v := p.info.Types[e].Value
	return v != nil && v.Kind() != constant.Unknown
}

// deps returns the variables that an expression reads.
func (w *walker) deps(e ast.Node) []types.Object {
	var deps []types.Object
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := w.object(id).(*types.Var); ok && !v.IsField() {
				deps = append(deps, v)
			}
		}
		return true
	})
	return deps
}
