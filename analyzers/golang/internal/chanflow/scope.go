package chanflow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// Kind says what an operation does with a channel.
type Kind int

// The operations.
const (
	Send Kind = iota
	Recv
	Range
	Close
)

// An Op is one operation on a channel.
type Op struct {
	Kind    Kind
	Node    ast.Node // *ast.SendStmt, *ast.UnaryExpr, *ast.RangeStmt, or the *ast.CallExpr of close
	Cursor  inspector.Cursor
	Guarded bool // the goroutine can do something else instead
}

// A Role says how a function runs relative to the one around it.
type Role int

// The roles.
const (
	Own   Role = iota // the function that made the channel
	Go                // started as a goroutine
	Defer             // deferred
	Call              // called, and waited for
)

// A Scope holds what one function body does with one channel.
type Scope struct {
	Fn   ast.Node // *ast.FuncDecl or *ast.FuncLit
	Var  *types.Var
	Role Role
	Site ast.Node // for Go, Defer, Call: the statement or call in the parent's body
	Loop bool     // Site lies in a loop of the parent that does not contain the channel's definition
	Ops  []Op
	Subs []*Scope
}

// A Chan is a channel that is made into a local variable.
type Chan struct {
	Var     *types.Var
	Def     ast.Node // the statement or specification that defines the variable
	Make    *ast.CallExpr
	Cap     int64 // constant capacity, or -1
	Owner   *Scope
	Escapes []inspector.Cursor // what in the owner lets it out of sight: uses, or function literals that use it
}

// maxDepth bounds how many calls a channel is followed through.
const maxDepth = 4

// Channels returns the local channels of the package that do not escape, in
// source order.
func (in *Info) Channels() []*Chan {
	var list []*Chan
	for _, c := range in.Made() {
		if c.Escapes == nil {
			list = append(list, c)
		}
	}
	return list
}

// Made returns the channels that are made into variables of functions, in source
// order, whether they escape or not.
func (in *Info) Made() []*Chan { return in.made() }

func (in *Info) findMade() []*Chan {
	var list []*Chan
	for cur := range in.root.Preorder((*ast.CallExpr)(nil)) {
		if c := in.channel(cur); c != nil {
			list = append(list, c)
		}
	}
	return list
}

func (in *Info) channel(cur inspector.Cursor) *Chan {
	call := cur.Node().(*ast.CallExpr)
	size, ok := in.MakeChan(call)
	if !ok {
		return nil
	}
	c := in.Received(cur)
	if c != nil {
		c.Make, c.Cap = call, size
	}
	return c
}

// Received returns the channel that the expression at cur, the value of the
// definition of a local variable, brings into its function. It has no Make.
func (in *Info) Received(cur inspector.Cursor) *Chan {
	v, def := in.definedBy(cur)
	if v == nil {
		return nil
	}
	fn, ok := FuncOf(cur)
	if !ok {
		return nil
	}
	scope := &Scope{Fn: fn.Node(), Var: v}
	t := tracer{in: in, def: def}
	t.trace(scope, fn, 0)
	return &Chan{Var: v, Def: def, Cap: -1, Owner: scope, Escapes: t.escapes}
}

// MakeChan reports whether call makes a channel, and its constant capacity, or -1.
func (in *Info) MakeChan(call *ast.CallExpr) (int64, bool) {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || id.Name != "make" || len(call.Args) == 0 {
		return 0, false
	}
	if _, ok := in.pass.TypesInfo.Uses[id].(*types.Builtin); !ok {
		return 0, false
	}
	t := in.pass.TypesInfo.TypeOf(call)
	if t == nil {
		return 0, false
	}
	if _, ok := t.Underlying().(*types.Chan); !ok {
		return 0, false
	}
	if len(call.Args) == 1 {
		return 0, true
	}
	if n, ok := in.size(call.Args[1]); ok {
		return n, true
	}
	return -1, true
}

// size returns the value of x when it is constant, or a parameter for which every
// call gives the same constant.
func (in *Info) size(x ast.Expr) (int64, bool) {
	if v := in.pass.TypesInfo.Types[x].Value; v != nil {
		return constant.Int64Val(constant.ToInt(v))
	}
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return 0, false
	}
	args := in.Arguments(in.pass.TypesInfo.Uses[id])
	size := int64(-1)
	for _, arg := range args {
		v := in.pass.TypesInfo.Types[arg].Value
		if v == nil {
			return 0, false
		}
		n, ok := constant.Int64Val(constant.ToInt(v))
		if !ok || size >= 0 && n != size {
			return 0, false
		}
		size = n
	}
	return size, size >= 0
}

// definedBy returns the variable whose definition has cur as its value, and the
// defining statement.
func (in *Info) definedBy(cur inspector.Cursor) (*types.Var, ast.Node) {
	cur = skipParens(cur)
	var id *ast.Ident
	parent := cur.Parent()
	i := cur.ParentEdgeIndex()
	switch p := parent.Node().(type) {
	case *ast.AssignStmt:
		if p.Tok == token.DEFINE && len(p.Lhs) == len(p.Rhs) {
			id, _ = p.Lhs[i].(*ast.Ident)
		}
	case *ast.ValueSpec:
		if len(p.Names) == len(p.Values) {
			id = p.Names[i]
		}
	}
	if id == nil {
		return nil, nil
	}
	v, ok := in.pass.TypesInfo.Defs[id].(*types.Var)
	if !ok || v.Parent() == in.pass.Pkg.Scope() {
		return nil, nil
	}
	def := parent
	for def.ParentEdgeKind() == edge.GenDecl_Specs || def.ParentEdgeKind() == edge.DeclStmt_Decl {
		def = def.Parent()
	}
	return v, def.Node()
}

// A tracer follows one channel from its definition.
type tracer struct {
	in      *Info
	def     ast.Node
	escapes []inspector.Cursor
}

// trace fills scope with the uses of scope.Var and reports whether none escapes.
// In the owner it notes each escape and goes on.
func (t *tracer) trace(scope *Scope, fn inspector.Cursor, depth int) bool {
	if depth > maxDepth {
		return false
	}
	lits := map[ast.Node][]*Scope{}
	for _, use := range t.in.uses[scope.Var] {
		inner, ok := FuncOf(use)
		if !ok {
			return false // not in a function: impossible for a local variable
		}
		targets := []*Scope{scope}
		if inner.Node() != fn.Node() {
			targets, ok = t.literal(scope, fn, inner, lits)
		}
		for _, target := range targets {
			ok = ok && t.classify(target, use, depth)
		}
		if ok {
			continue
		}
		if depth > 0 {
			return false
		}
		t.escapes = append(t.escapes, outermost(use, fn))
	}
	return len(t.escapes) == 0
}

// outermost returns the outermost function literal between use and fn, or use.
func outermost(use, fn inspector.Cursor) inspector.Cursor {
	at := use
	for c := range use.Enclosing((*ast.FuncLit)(nil)) {
		if c == fn {
			break
		}
		at = c
	}
	return at
}

// literal returns the scopes of the function literal at inner, one for each place
// that starts it, adding them to the tree below scope when they are new.
func (t *tracer) literal(scope *Scope, fn, inner inspector.Cursor, lits map[ast.Node][]*Scope) ([]*Scope, bool) {
	if got, ok := lits[inner.Node()]; ok {
		return got, got != nil
	}
	lits[inner.Node()] = nil
	outer, ok := FuncOf(inner)
	if !ok {
		return nil, false
	}
	parents := []*Scope{scope}
	if outer.Node() != fn.Node() {
		if parents, ok = t.literal(scope, fn, outer, lits); !ok {
			return nil, false
		}
	}
	starts, ok := t.in.Starts(inner)
	if !ok || len(starts) > 8 {
		return nil, false
	}
	var made []*Scope
	for _, parent := range parents {
		for _, s := range starts {
			at, ok := FuncOf(s.Site)
			if !ok || at.Node() != outer.Node() {
				return nil, false
			}
			sub := &Scope{Fn: inner.Node(), Var: scope.Var, Role: s.Role, Site: s.Site.Node(), Loop: t.inLoop(s.Site)}
			parent.Subs = append(parent.Subs, sub)
			made = append(made, sub)
		}
	}
	lits[inner.Node()] = made
	return made, true
}

// inLoop reports whether site repeats while the channel stays the same one.
func (t *tracer) inLoop(site inspector.Cursor) bool {
	for c := range site.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil), (*ast.FuncDecl)(nil)) {
		switch n := c.Node().(type) {
		case *ast.ForStmt:
			if !within(t.def, n.Body) {
				return true
			}
		case *ast.RangeStmt:
			if !within(t.def, n.Body) {
				return true
			}
		default:
			if c != site {
				return false
			}
		}
	}
	return false
}

func within(n, outer ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }

// A Start is a place that runs a function literal.
type Start struct {
	Role Role
	Site inspector.Cursor // *ast.GoStmt, *ast.DeferStmt or *ast.CallExpr
}

// Starts returns all places that run the literal at cur, or false when it gets out of sight.
func (in *Info) Starts(cur inspector.Cursor) ([]Start, bool) {
	cur = skipParens(cur)
	if s, ok := in.started(cur); ok {
		return []Start{s}, true
	}
	v, _ := in.definedBy(cur)
	if v == nil {
		return nil, false
	}
	var list []Start
	for _, use := range in.uses[v] {
		s, ok := in.started(skipParens(use))
		if !ok {
			return nil, false
		}
		list = append(list, s)
	}
	return list, true
}

// started classifies a function value where it is used.
func (in *Info) started(cur inspector.Cursor) (Start, bool) {
	parent := cur.Parent()
	switch cur.ParentEdgeKind() {
	case edge.CallExpr_Fun:
		switch parent.ParentEdgeKind() {
		case edge.GoStmt_Call:
			return Start{Go, parent.Parent()}, true
		case edge.DeferStmt_Call:
			return Start{Defer, parent.Parent()}, true
		}
		return Start{Call, parent}, true
	case edge.CallExpr_Args:
		call := parent.Node().(*ast.CallExpr)
		switch in.CalleeName(call) {
		case "(*sync.WaitGroup).Go", "(*golang.org/x/sync/errgroup.Group).Go", "(*golang.org/x/sync/errgroup.Group).TryGo":
			return Start{Go, parent}, true
		}
	}
	return Start{}, false
}

// CalleeName returns the full name of the function that call calls, or "".
func (in *Info) CalleeName(call *ast.CallExpr) string {
	if fn := typeutil.StaticCallee(in.pass.TypesInfo, call); fn != nil {
		return fn.Origin().FullName()
	}
	return ""
}

// classify adds the use of the channel at cur to scope. It reports false for an escape.
func (t *tracer) classify(scope *Scope, cur inspector.Cursor, depth int) bool {
	cur = skipParens(cur)
	parent := cur.Parent()
	switch cur.ParentEdgeKind() {
	case edge.SendStmt_Chan:
		scope.Ops = append(scope.Ops, Op{Send, parent.Node(), parent, Guarded(parent)})
		return true
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op == token.ARROW {
			scope.Ops = append(scope.Ops, Op{Recv, parent.Node(), parent, Guarded(parent)})
			return true
		}
	case edge.RangeStmt_X:
		scope.Ops = append(scope.Ops, Op{Range, parent.Node(), parent, false})
		return true
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		op := parent.Node().(*ast.BinaryExpr).Op
		return op == token.EQL || op == token.NEQ
	case edge.AssignStmt_Rhs:
		a := parent.Node().(*ast.AssignStmt)
		if len(a.Lhs) == len(a.Rhs) {
			id, ok := a.Lhs[cur.ParentEdgeIndex()].(*ast.Ident)
			return ok && id.Name == "_"
		}
	case edge.CallExpr_Args:
		return t.argument(scope, cur, parent, depth)
	}
	return false
}

// argument follows the channel into the function that gets it.
func (t *tracer) argument(scope *Scope, cur, callCur inspector.Cursor, depth int) bool {
	call := callCur.Node().(*ast.CallExpr)
	info := t.in.pass.TypesInfo
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := info.Uses[id].(*types.Builtin); ok {
			if b.Name() == "close" {
				scope.Ops = append(scope.Ops, Op{Close, call, callCur, false})
			}
			return b.Name() == "close" || b.Name() == "len" || b.Name() == "cap"
		}
	}
	s, ok := t.in.started(callCur.ChildAt(edge.CallExpr_Fun, -1))
	if !ok {
		return false
	}
	var fn inspector.Cursor
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		fn, ok = callCur.FindNode(lit)
		if !ok {
			return false
		}
	} else if fn, ok = t.in.Decl(typeutil.StaticCallee(info, call)); !ok {
		return false
	}
	param := t.in.param(fn.Node(), call, cur.ParentEdgeIndex())
	if param == nil {
		return false
	}
	sub := &Scope{Fn: fn.Node(), Var: param, Role: s.Role, Site: s.Site.Node(), Loop: t.inLoop(s.Site)}
	scope.Subs = append(scope.Subs, sub)
	return t.trace(sub, fn, depth+1)
}

// param returns the parameter of fn that gets argument i of call, when that is
// certain and the parameter is not assigned to (an assignment shows as a use that escapes).
func (in *Info) param(fn ast.Node, call *ast.CallExpr, i int) *types.Var {
	var sig *types.Signature
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		if f, ok := in.pass.TypesInfo.Defs[fn.Name].(*types.Func); ok {
			sig = f.Signature()
		}
	case *ast.FuncLit:
		sig, _ = in.pass.TypesInfo.TypeOf(fn).(*types.Signature)
	}
	if sig == nil || sig.Variadic() && i >= sig.Params().Len()-1 || i >= sig.Params().Len() || sig.Params().Len() != len(call.Args) && !sig.Variadic() {
		return nil
	}
	return sig.Params().At(i)
}

// Guarded reports whether the operation at cur is the communication of a select
// that can choose otherwise.
func Guarded(cur inspector.Cursor) bool {
	for {
		switch cur.ParentEdgeKind() {
		case edge.ParenExpr_X, edge.ExprStmt_X, edge.AssignStmt_Rhs:
			cur = cur.Parent()
			continue
		case edge.CommClause_Comm:
			body := cur.Parent().Parent().Node().(*ast.BlockStmt)
			return len(body.List) > 1
		}
		return false
	}
}

// Walk calls f for scope and everything below it.
func (s *Scope) Walk(f func(*Scope)) {
	f(s)
	for _, sub := range s.Subs {
		sub.Walk(f)
	}
}

// Has reports whether scope or a function that it calls or defers (not one that
// it starts) has an operation of one of the kinds.
func (s *Scope) Has(kinds ...Kind) bool {
	for _, op := range s.Ops {
		for _, k := range kinds {
			if op.Kind == k {
				return true
			}
		}
	}
	for _, sub := range s.Subs {
		if sub.Role != Go && sub.Has(kinds...) {
			return true
		}
	}
	return false
}
