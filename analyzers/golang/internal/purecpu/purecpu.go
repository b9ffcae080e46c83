package purecpu

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/analyzers/golang/internal/typename"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
)

// Analyzer computes, for every function of the package, whether it is CPU work
// by proof, and exports that as a fact. Its result is a *Prover.
var Analyzer = &analysis.Analyzer{
	Name:       "purecpu",
	Doc:        "prove which functions only compute: no channel, lock, I/O or unknown call",
	URL:        "https://github.com/asynclint/asynclint/tree/main/analyzers/golang/internal/purecpu",
	Run:        run,
	FactTypes:  []analysis.Fact{(*Summary)(nil)},
	ResultType: reflect.TypeFor[*Prover](),
}

// A Weight says how expensive one unit of a function's work is, in orders of
// magnitude: one comparison or copied word, one hashed block or encoded value,
// one key derivation or decoded image.
type Weight uint8

// The weights, in rising order.
const (
	Light  Weight = iota // nanoseconds a unit
	Medium               // from about 100 ns a call, or 1 ns to 20 ns a byte
	Heavy                // from about 100 µs a call, or above 20 ns a byte
)

// A Summary is the fact about one function that is CPU work by proof.
// A function without a Summary may wait.
type Summary struct {
	Degree     int    // how many unknown bounds multiply; at most 3
	Strong     int    // how many of those are strong
	Weight     Weight // the heaviest callee
	CallsParam bool   // calls a parameter of function type: CPU work only if the argument is
}

// AFact marks Summary as a fact.
func (*Summary) AFact() {}

func (s *Summary) String() string {
	text := fmt.Sprintf("cpu(degree %d, strong %d, weight %d", s.Degree, s.Strong, s.Weight)
	if s.CallsParam {
		text += ", calls its parameter"
	}
	return text + ")"
}

func run(pass *analysis.Pass) (any, error) {
	p := &Prover{
		info:      pass.TypesInfo,
		pkg:       pass.Pkg,
		summaries: make(map[*types.Func]*Summary),
		decls:     make(map[*types.Func]*ast.FuncDecl),
		literals:  make(map[*types.Var]*ast.FuncLit),
		defs:      make(map[*types.Var]ast.Expr),
		variadic:  make(map[*types.Var]bool),
		tables:    make(map[*types.Var]bool),
		imported: func(fn *types.Func) *Summary {
			var s Summary
			if pass.ImportObjectFact(fn, &s) {
				return &s
			}
			return nil
		},
	}
	if isStandard(pass.Pkg.Path()) {
		return p, nil // the table speaks for it
	}
	p.index(pass.Files)
	p.summarize()
	for fn, s := range p.summaries {
		if fn.Pkg() == pass.Pkg {
			pass.ExportObjectFact(fn, s)
		}
	}
	return p, nil
}

// A Prover answers questions about the code of one package. It is safe for
// concurrent use once its analyzer has run.
type Prover struct {
	info      *types.Info
	pkg       *types.Package
	decls     map[*types.Func]*ast.FuncDecl
	summaries map[*types.Func]*Summary // of this package's functions
	literals  map[*types.Var]*ast.FuncLit
	defs      map[*types.Var]ast.Expr // variables with one definition, and that
	variadic  map[*types.Var]bool     // variadic parameters: as many as someone typed
	tables    map[*types.Var]bool     // package variables that hold a literal and are never reassigned
	imported  func(*types.Func) *Summary
}

// index collects the package's functions and those variables that have exactly
// one definition.
func (p *Prover) index(files []*ast.File) {
	assigned := make(map[*types.Var]int)
	def := func(id *ast.Ident, value ast.Expr) {
		v, ok := p.object(id).(*types.Var)
		if !ok {
			return
		}
		assigned[v]++
		if value != nil {
			p.defs[v] = value
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncType:
				for _, field := range n.Params.List {
					_, variadic := field.Type.(*ast.Ellipsis)
					for _, id := range field.Names {
						def(id, nil) // the caller's value is the first definition
						if v, ok := p.object(id).(*types.Var); ok && variadic {
							p.variadic[v] = true
						}
					}
				}
			case *ast.FuncDecl:
				if fn, ok := p.info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
					p.decls[fn] = n
				}
			case *ast.AssignStmt:
				for i, lhs := range n.Lhs {
					if id, ok := ast.Unparen(lhs).(*ast.Ident); ok {
						var value ast.Expr
						if len(n.Lhs) == len(n.Rhs) {
							value = n.Rhs[i]
						} else if i == 0 {
							value = n.Rhs[0] // x, err := f()
						}
						def(id, value)
					}
				}
			case *ast.ValueSpec:
				for i, id := range n.Names {
					if len(n.Values) == len(n.Names) {
						def(id, n.Values[i])
					}
				}
			case *ast.IncDecStmt:
				if id, ok := ast.Unparen(n.X).(*ast.Ident); ok {
					def(id, nil)
				}
			case *ast.RangeStmt:
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if id, ok := e.(*ast.Ident); ok {
						def(id, nil)
					}
				}
			case *ast.UnaryExpr:
				// &v can be written through: flag.IntVar(&v, …).
				if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND {
					def(id, nil)
					def(id, nil)
				}
			}
			return true
		})
	}
	for v, n := range assigned {
		if n != 1 || v.IsField() || v.Exported() && v.Parent() == p.pkg.Scope() {
			delete(p.defs, v)
		}
	}
	for v, value := range p.defs {
		switch value := ast.Unparen(value).(type) {
		case *ast.FuncLit:
			p.literals[v] = value
		case *ast.CompositeLit:
			if v.Parent() == p.pkg.Scope() && !v.Exported() {
				p.tables[v] = true
			}
		}
	}
}

// summarize computes the summaries of all functions. It starts from "all are
// CPU work" and takes back until nothing changes; costs only grow.
func (p *Prover) summarize() {
	for fn := range p.decls {
		p.summaries[fn] = &Summary{}
	}
	callers := p.callers()
	pending := slices.SortedFunc(maps.Keys(p.decls), func(a, b *types.Func) int { return cmp.Compare(a.Pos(), b.Pos()) })
	queued := make(map[*types.Func]bool)
	for len(pending) > 0 {
		fn := pending[0]
		pending = pending[1:]
		queued[fn] = false
		old := p.summaries[fn]
		if old == nil {
			continue
		}
		changed := false
		if w := p.prove(p.decls[fn].Body, fn.Signature(), 0); !w.CPU {
			delete(p.summaries, fn)
			changed = true
		} else {
			if p.isExponential(fn) {
				w.Degree, w.Weight = max(w.Degree, 1), Heavy
			}
			s := Summary{Degree: w.Degree, Strong: w.Strong, Weight: w.Weight, CallsParam: w.callsParam}
			// A recursive cost would grow for ever; the cap ends it.
			s.Degree = min(max(s.Degree, old.Degree), 3)
			s.Strong = min(max(s.Strong, old.Strong), s.Degree)
			s.Weight = max(s.Weight, old.Weight)
			if s != *old {
				p.summaries[fn] = &s
				changed = true
			}
		}
		if !changed {
			continue
		}
		for _, caller := range callers[fn] {
			if !queued[caller] {
				queued[caller] = true
				pending = append(pending, caller)
			}
		}
	}
}

// isExponential matches recursion that branches on a number without
// remembering: return fib(n-1) + fib(n-2).
func (p *Prover) isExponential(fn *types.Func) bool {
	calls := 0
	ast.Inspect(p.decls[fn].Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || typeutil.StaticCallee(p.info, call) != fn || len(call.Args) == 0 {
			return true
		}
		for _, arg := range call.Args {
			b, ok := ast.Unparen(arg).(*ast.BinaryExpr)
			if ok && b.Op == token.SUB && p.isConstant(b.Y) && !p.isConstant(b.X) {
				calls++
				break
			}
		}
		return true
	})
	return calls >= 2
}

// callers returns, for each function of the package, the functions of the
// package that mention it.
func (p *Prover) callers() map[*types.Func][]*types.Func {
	callers := make(map[*types.Func][]*types.Func)
	for fn, decl := range p.decls {
		seen := make(map[*types.Func]bool)
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if callee, ok := p.info.Uses[id].(*types.Func); ok && callee.Pkg() == p.pkg && !seen[callee.Origin()] {
					callee = callee.Origin()
					seen[callee] = true
					callers[callee] = append(callers[callee], fn)
				}
			}
			return true
		})
	}
	return callers
}

// summary returns what is known about a function, or nil if it may wait.
func (p *Prover) summary(fn *types.Func) *Summary {
	fn = fn.Origin()
	if fn.Pkg() == nil {
		return nil
	}
	if fn.Pkg() == p.pkg {
		return p.summaries[fn]
	}
	if isStandard(fn.Pkg().Path()) {
		return standard(fn)
	}
	if c, ok := thirdParty[typename.Func(fn)]; ok {
		return c.summary()
	}
	return p.imported(fn)
}

// object returns what an identifier defines or uses.
func (p *Prover) object(id *ast.Ident) types.Object {
	if obj := p.info.Defs[id]; obj != nil {
		return obj
	}
	return p.info.Uses[id]
}

// isStandard reports whether a package path belongs to the standard library.
// A path without a dot in its first element need not: test data and
// GOPATH-less modules have such paths too.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return standardRoots[first]
}
