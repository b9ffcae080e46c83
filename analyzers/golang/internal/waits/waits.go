// Package waits finds the operations at which a goroutine itself waits: on a
// channel, for other goroutines, for the clock, for the network.
//
// Only what is certain counts. A select with a default does not wait, a send to
// a channel with a buffer may not, a call whose code is unknown may not. What a
// function literal does counts only where it is called on the spot, and what a
// go statement starts does not count at all.
package waits

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asynclint/asynclint/analyzers/golang/internal/typename"
	"golang.org/x/tools/go/types/typeutil"
)

// A Kind says what a goroutine waits for.
type Kind string

// The kinds.
const (
	Receive Kind = "receives from a channel"
	Send    Kind = "sends to an unbuffered channel"
	Select  Kind = "waits in a select"
	Group   Kind = "waits for goroutines"
	Clock   Kind = "sleeps"
	Network Kind = "waits for the network"
)

// calls are functions that wait, by qualified name.
var calls = map[string]Kind{
	"time.Sleep":                            Clock,
	"sync.WaitGroup.Wait":                   Group,
	"net/http.Get":                          Network,
	"net/http.Head":                         Network,
	"net/http.Post":                         Network,
	"net/http.PostForm":                     Network,
	"net/http.Client.Do":                    Network,
	"net/http.Client.Get":                   Network,
	"net/http.Client.Head":                  Network,
	"net/http.Client.Post":                  Network,
	"net.Dial":                              Network,
	"net.DialTimeout":                       Network,
	"net.Dialer.Dial":                       Network,
	"net.LookupHost":                        Network,
	"net.LookupIP":                          Network,
	"net.LookupAddr":                        Network,
	"golang.org/x/sync/errgroup.Group.Wait": Group,
}

// A Wait is one operation that waits.
type Wait struct {
	At   ast.Node
	Kind Kind
	Via  *types.Func // the function of the module in which it waits, or nil
}

// End returns the end of the operation, without the body of a select or loop.
func (w Wait) End() token.Pos {
	switch n := w.At.(type) {
	case *ast.SelectStmt:
		return n.Body.Lbrace
	case *ast.RangeStmt:
		return n.Body.Lbrace
	}
	return w.At.End()
}

// A Finder knows the package that it looks at.
type Finder struct {
	Info *types.Info

	// Unbuffered reports whether a channel expression is known to have no
	// buffer. Without it no send counts.
	Unbuffered func(ast.Expr) bool

	// Callee returns what a called function is known to wait for, or "".
	// Without it only the table counts.
	Callee func(*types.Func) Kind
}

// In returns the waits in a statement or expression, in the order of the text.
func (f *Finder) In(n ast.Node) []Wait {
	var found []Wait
	ast.Inspect(n, func(m ast.Node) bool {
		switch m := m.(type) {
		case *ast.GoStmt:
			// Its arguments are evaluated here, its function runs elsewhere.
			for _, arg := range m.Call.Args {
				found = append(found, f.In(arg)...)
			}
			return false
		case *ast.FuncLit:
			return m == n
		case *ast.DeferStmt:
			return false // at the end, with other locks
		case *ast.SelectStmt:
			if !hasDefault(m) {
				found = append(found, Wait{At: m, Kind: Select})
			}
			for _, clause := range m.Body.List {
				for _, stmt := range clause.(*ast.CommClause).Body {
					found = append(found, f.In(stmt)...)
				}
			}
			return false
		case *ast.SendStmt:
			if f.Unbuffered != nil && f.Unbuffered(m.Chan) {
				found = append(found, Wait{At: m, Kind: Send})
			}
		case *ast.UnaryExpr:
			if m.Op == token.ARROW {
				found = append(found, Wait{At: m, Kind: Receive})
			}
		case *ast.RangeStmt:
			if t := f.Info.TypeOf(m.X); t != nil {
				if _, ok := t.Underlying().(*types.Chan); ok {
					found = append(found, Wait{At: m, Kind: Receive})
				}
			}
		case *ast.CallExpr:
			if lit, ok := ast.Unparen(m.Fun).(*ast.FuncLit); ok {
				found = append(found, f.In(lit.Body)...)
			}
			found = append(found, f.call(m)...)
		}
		return true
	})
	return found
}

func (f *Finder) call(call *ast.CallExpr) []Wait {
	fn := typeutil.StaticCallee(f.Info, call)
	if fn == nil {
		return nil
	}
	if kind, ok := calls[typename.Func(fn)]; ok {
		return []Wait{{At: call, Kind: kind}}
	}
	if f.Callee != nil {
		if kind := f.Callee(fn.Origin()); kind != "" {
			return []Wait{{At: call, Kind: kind, Via: fn}}
		}
	}
	return nil
}

func hasDefault(sel *ast.SelectStmt) bool {
	for _, clause := range sel.Body.List {
		if clause.(*ast.CommClause).Comm == nil {
			return true
		}
	}
	return false
}

// Unbuffered returns a function for Finder that knows the channels of a
// package: a variable or field is unbuffered if the package makes it, always
// without a size.
func Unbuffered(info *types.Info, files []*ast.File) func(ast.Expr) bool {
	made := make(map[types.Object]int) // 1: without a size, 2: otherwise
	note := func(target, value ast.Expr) {
		obj := objectOf(info, target)
		if obj == nil {
			return
		}
		if t := obj.Type(); t == nil {
			return
		} else if _, ok := t.Underlying().(*types.Chan); !ok {
			return
		}
		if isPlainMake(info, value) {
			made[obj] |= 1
		} else {
			made[obj] |= 2
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if len(n.Lhs) == len(n.Rhs) {
					for i, lhs := range n.Lhs {
						note(lhs, n.Rhs[i])
					}
				}
			case *ast.ValueSpec:
				if len(n.Names) == len(n.Values) {
					for i, name := range n.Names {
						note(name, n.Values[i])
					}
				}
			case *ast.KeyValueExpr:
				note(n.Key, n.Value)
			}
			return true
		})
	}
	return func(e ast.Expr) bool { return made[objectOf(info, e)] == 1 }
}

// objectOf returns the variable or field that an expression names, or nil.
func objectOf(info *types.Info, e ast.Expr) types.Object {
	var obj types.Object
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		obj = info.ObjectOf(e)
	case *ast.SelectorExpr:
		obj = info.ObjectOf(e.Sel)
	}
	if v, ok := obj.(*types.Var); ok {
		return v
	}
	return nil
}

func isPlainMake(info *types.Info, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := info.Uses[id].(*types.Builtin)
	return ok && b.Name() == "make"
}
