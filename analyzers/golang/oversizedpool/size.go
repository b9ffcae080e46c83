package oversizedpool

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// A size is how many goroutines a pool lets run.
type size struct {
	n       int64
	perCore bool       // n for each core
	at      ast.Expr   // where it is written
	defined *types.Var // the variable through which it came, or nil
}

// above reports whether a size is beyond a machine of so many cores.
func (s size) above(cores int64) bool {
	if s.perCore {
		return s.n > maxFactor
	}
	return s.n > cores
}

// sizeOf evaluates a constant, or a constant times the cores. Everything else,
// such as a flag, a field or a clamp, is a size that somebody chose elsewhere.
func (c *checker) sizeOf(e ast.Expr) (size, bool) {
	e = ast.Unparen(e)
	if n, ok := c.constant(e); ok {
		return size{n: n, at: e}, true
	}
	switch e := e.(type) {
	case *ast.Ident:
		v, ok := c.pass.TypesInfo.Uses[e].(*types.Var)
		if !ok {
			break
		}
		if def := c.prover.Definition(v); def != nil {
			s, ok := c.sizeOf(def)
			if ok && s.defined == nil {
				s.defined = v
			}
			return s, ok
		}
	case *ast.BinaryExpr:
		if k, ok := c.factor(e); ok {
			return size{n: k, perCore: true, at: e}, true
		}
	case *ast.CallExpr:
		if c.pass.TypesInfo.Types[e.Fun].IsType() && len(e.Args) == 1 {
			s, ok := c.sizeOf(e.Args[0])
			if s.defined == nil {
				s.at = e
			}
			return s, ok
		}
	}
	return size{}, false
}

// factor matches k * runtime.NumCPU(), NumCPU() * k and NumCPU() << k.
func (c *checker) factor(e *ast.BinaryExpr) (int64, bool) {
	switch e.Op {
	case token.MUL:
		if k, ok := c.constant(e.X); ok && c.isCores(e.Y) {
			return k, true
		}
		if k, ok := c.constant(e.Y); ok && c.isCores(e.X) {
			return k, true
		}
	case token.SHL:
		if k, ok := c.constant(e.Y); ok && c.isCores(e.X) && k < 32 {
			return 1 << k, true
		}
	}
	return 0, false
}

func (c *checker) constant(e ast.Expr) (int64, bool) {
	v := c.pass.TypesInfo.Types[e].Value
	if v == nil || v.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(v)
}

// isCores reports whether an expression is the number of cores, through
// conversions and variables.
func (c *checker) isCores(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		if c.pass.TypesInfo.Types[e.Fun].IsType() && len(e.Args) == 1 {
			return c.isCores(e.Args[0])
		}
		fn := typeutil.StaticCallee(c.pass.TypesInfo, e)
		return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "runtime" && (fn.Name() == "NumCPU" || fn.Name() == "GOMAXPROCS")
	case *ast.Ident:
		v, ok := c.pass.TypesInfo.Uses[e].(*types.Var)
		if !ok {
			return false
		}
		def := c.prover.Definition(v)
		return def != nil && c.isCores(def)
	}
	return false
}
