// Package mutex recognises the locking of sync.Mutex and sync.RWMutex, and says
// which mutex of which object it is.
//
// A mutex is named by a path: a variable and the fields that lead from it to the
// mutex, embedded ones included. Two operations with the same path in one function
// are on the same mutex as long as nothing on the path is assigned to. What is
// reached in another way, through an index or a call, has no path.
package mutex

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// An Op is what is done with a mutex.
type Op int

// The operations. TryLock is none: it never waits.
const (
	Lock Op = iota
	RLock
	Unlock
	RUnlock
)

// Locks reports whether the operation may wait for a mutex, and holds it then.
func (o Op) Locks() bool { return o == Lock || o == RLock }

// A Path is a variable, and the fields from there on.
type Path []types.Object

// A Use is one operation.
type Use struct {
	Op    Op
	Mutex *types.Var // the field or variable that holds the mutex
	On    ast.Expr   // x in x.Lock()
	Path  Path       // nil when there is none
}

var ops = map[string]Op{
	"(*sync.Mutex).Lock":      Lock,
	"(*sync.RWMutex).Lock":    Lock,
	"(*sync.RWMutex).RLock":   RLock,
	"(*sync.Mutex).Unlock":    Unlock,
	"(*sync.RWMutex).Unlock":  Unlock,
	"(*sync.RWMutex).RUnlock": RUnlock,
}

// Of returns what call does with a mutex, if that is all it does.
func Of(info *types.Info, call *ast.CallExpr) (Use, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return Use{}, false
	}
	fn := typeutil.StaticCallee(info, call)
	if fn == nil {
		return Use{}, false
	}
	op, ok := ops[fn.FullName()]
	if !ok {
		return Use{}, false
	}
	u := Use{Op: op, On: sel.X, Path: Receiver(info, sel)}
	if selection := info.Selections[sel]; selection != nil && len(selection.Index()) > 1 {
		fields := through(selection)
		if fields == nil {
			return Use{}, false
		}
		u.Mutex = fields[len(fields)-1].(*types.Var)
		return u, true
	}
	switch x := ast.Unparen(sel.X).(type) {
	case *ast.Ident:
		u.Mutex, _ = info.ObjectOf(x).(*types.Var)
	case *ast.SelectorExpr:
		u.Mutex, _ = info.ObjectOf(x.Sel).(*types.Var)
	}
	if u.Mutex == nil {
		return Use{}, false
	}
	u.Mutex = u.Mutex.Origin()
	return u, true
}

// Receiver returns the path of what the method sel is called on: embedded fields
// that lead to the method are part of it.
func Receiver(info *types.Info, sel *ast.SelectorExpr) Path {
	p := PathOf(info, sel.X)
	selection := info.Selections[sel]
	if p == nil || selection == nil {
		return nil
	}
	if len(selection.Index()) == 1 {
		return p
	}
	fields := through(selection)
	if fields == nil {
		return nil
	}
	return append(p, fields...)
}

// PathOf returns the path of x, or nil. The address of a variable has its path.
func PathOf(info *types.Info, x ast.Expr) Path {
	switch e := ast.Unparen(x).(type) {
	case *ast.Ident:
		if v, ok := info.ObjectOf(e).(*types.Var); ok {
			return Path{v.Origin()}
		}
	case *ast.StarExpr:
		return PathOf(info, e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return PathOf(info, e.X)
		}
	case *ast.SelectorExpr:
		selection := info.Selections[e]
		if selection == nil { // package.Variable
			return PathOf(info, e.Sel)
		}
		field, ok := selection.Obj().(*types.Var)
		p := PathOf(info, e.X)
		if !ok || p == nil {
			return nil
		}
		if len(selection.Index()) > 1 {
			fields := through(selection)
			if fields == nil {
				return nil
			}
			p = append(p, fields...)
		}
		return append(p, field.Origin())
	}
	return nil
}

// through returns the embedded fields between the operand of a selection and what
// it selects.
func through(selection *types.Selection) Path {
	var fields Path
	t := selection.Recv()
	for _, i := range selection.Index()[:len(selection.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		field := s.Field(i).Origin()
		fields = append(fields, field)
		t = field.Type()
	}
	return fields
}

// Equal reports whether two paths are the same, and not nil.
func (p Path) Equal(q Path) bool {
	if p == nil || len(p) != len(q) {
		return false
	}
	for i := range p {
		if p[i] != q[i] {
			return false
		}
	}
	return true
}

// Below returns what follows q in p, when p starts with q.
func (p Path) Below(q Path) (Path, bool) {
	if q == nil || len(q) > len(p) || !p[:len(q)].Equal(q) {
		return nil, false
	}
	return p[len(q):], true
}
