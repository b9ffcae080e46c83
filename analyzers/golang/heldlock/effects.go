package heldlock

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
	"github.com/asynclint/asynclint/analyzers/golang/internal/mutex"
)

// maxDepth bounds the calls through which a lock is followed.
const maxDepth = 4

// An effect is what a call does to a mutex that is held.
type effect struct {
	unlocks bool          // it may unlock it
	lock    *ast.CallExpr // it locks it on every path, here, or nil
	op      mutex.Op
}

// A question is for the effect of one function on one mutex, in its own terms. The
// mutex is the last of the path; two mutexes of one type of object are told apart
// by what stands before it.
type question struct {
	fn   ast.Node
	path string
}

// effectOf returns what call does to the mutex at path, in the caller's terms.
// Only calls that name a function of the package, or a literal, do anything.
func (c *checker) effectOf(call *ast.CallExpr, path mutex.Path, depth int) effect {
	if depth == maxDepth {
		return effect{}
	}
	fn, inner := c.callee(call, path)
	if inner == nil {
		return effect{}
	}
	q := question{fn.Node(), key(inner)}
	if e, ok := c.effects[q]; ok {
		return e
	}
	c.effects[q] = effect{} // a function that calls itself adds nothing
	e := c.effect(fn.Node(), inner, depth)
	c.effects[q] = e
	return e
}

func key(p mutex.Path) string {
	var k []byte
	for _, obj := range p {
		k = append(k, obj.Name()...)
		k = append(k, '@')
		for pos := obj.Pos(); pos > 0; pos /= 64 {
			k = append(k, byte('0'+pos%64))
		}
	}
	return string(k)
}

// callee returns the function that call runs, and the path in its terms: by the
// receiver, by an argument, or by a variable that both can see.
func (c *checker) callee(call *ast.CallExpr, path mutex.Path) (inspector.Cursor, mutex.Path) {
	info := c.pass.TypesInfo
	root, ok := path[0].(*types.Var)
	if !ok {
		return inspector.Cursor{}, nil
	}
	fn := typeutil.StaticCallee(info, call)
	if fn == nil {
		return c.literal(call, path)
	}
	cur, ok := c.info.Decl(fn)
	if !ok {
		return cur, nil
	}
	if root.Parent() == c.pass.Pkg.Scope() {
		return cur, path
	}
	sig := fn.Origin().Signature()
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && sig.Recv() != nil {
		if rest, ok := path.Below(mutex.Receiver(info, sel)); ok && isPointer(sig.Recv().Type()) {
			return cur, c.rebased(sig.Recv(), rest)
		}
	}
	if sig.Variadic() || len(call.Args) != sig.Params().Len() {
		return cur, nil
	}
	for i, arg := range call.Args {
		if rest, ok := path.Below(mutex.PathOf(info, arg)); ok && isPointer(sig.Params().At(i).Type()) {
			return cur, c.rebased(sig.Params().At(i), rest)
		}
	}
	return cur, nil
}

// literal returns the function literal that call runs, which sees the same variables.
func (c *checker) literal(call *ast.CallExpr, path mutex.Path) (inspector.Cursor, mutex.Path) {
	callees := c.info.Callees(call)
	if len(callees) != 1 {
		return inspector.Cursor{}, nil
	}
	if _, ok := callees[0].Node().(*ast.FuncLit); !ok {
		return inspector.Cursor{}, nil
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return inspector.Cursor{}, nil // a field: the literal may belong to another object
	}
	return callees[0], path
}

// rebased returns the path of param and rest, unless param is assigned to.
func (c *checker) rebased(param *types.Var, rest mutex.Path) mutex.Path {
	for _, use := range c.info.Uses(param) {
		if a, ok := use.Parent().Node().(*ast.AssignStmt); ok {
			for _, lhs := range a.Lhs {
				if lhs == use.Node() {
					return nil
				}
			}
		}
	}
	return append(mutex.Path{param}, rest...)
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// effect returns what the function fn does to the mutex at path, in its own terms.
func (c *checker) effect(fn ast.Node, path mutex.Path, depth int) effect {
	g := c.info.Graph(fn)
	var e effect
	locks, unlocks := map[*chanflow.Node]bool{}, map[*chanflow.Node]bool{}
	for _, n := range g.Nodes {
		if d, ok := n.AST.(*ast.DeferStmt); ok {
			unlocks[n] = c.mayUnlock(d, path)
			continue
		}
		for _, call := range stepCalls(n) {
			use, ok := mutex.Of(c.pass.TypesInfo, call)
			inner := effect{}
			switch {
			case !ok:
				inner = c.effectOf(call, path, depth+1)
			case use.Path.Equal(path) && use.Op.Locks():
				inner = effect{lock: call, op: use.Op}
			case use.Mutex == path[len(path)-1] && !use.Op.Locks():
				inner.unlocks = true
			}
			unlocks[n] = unlocks[n] || inner.unlocks
			if inner.lock != nil {
				locks[n] = true
				if e.lock == nil {
					e.lock, e.op = inner.lock, inner.op
				}
			}
		}
	}
	unlocked := func(n *chanflow.Node) bool { return unlocks[n] && !locks[n] }
	if g.Reaches(unlocked, func(n *chanflow.Node) bool { return locks[n] })[g.Entry] {
		return effect{unlocks: true}
	}
	ends := func(n *chanflow.Node) bool { return n.Exit }
	if g.Reaches(ends, func(n *chanflow.Node) bool { return locks[n] })[g.Entry] || !g.Reaches(ends, nil)[g.Entry] {
		e.lock = nil
	}
	return e
}

// mayUnlock reports whether the deferred call of d unlocks the mutex at the end of path.
func (c *checker) mayUnlock(d *ast.DeferStmt, path mutex.Path) bool {
	unlocks := false
	ast.Inspect(d, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			use, ok := mutex.Of(c.pass.TypesInfo, call)
			unlocks = unlocks || ok && !use.Op.Locks() && use.Mutex == path[len(path)-1]
		}
		return true
	})
	return unlocks
}
