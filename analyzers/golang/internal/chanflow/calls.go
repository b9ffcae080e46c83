package chanflow

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// Arguments returns what the calls of the package give to param, a parameter of
// an unexported function or method that is not assigned to. It returns nothing
// when somebody else may call the function, or when it is used as a value.
func (in *Info) Arguments(param types.Object) []ast.Expr {
	v, ok := param.(*types.Var)
	def, known := in.defs[param]
	if !ok || !known || def.ParentEdgeKind() != edge.Field_Names {
		return nil
	}
	outer, ok := FuncOf(def)
	if !ok {
		return nil
	}
	decl, ok := outer.Node().(*ast.FuncDecl)
	if !ok || decl.Name.IsExported() && !in.IsClosed() {
		return nil
	}
	fn, ok := in.Object(decl.Name).(*types.Func)
	if !ok || fn.Signature().Variadic() {
		return nil
	}
	index := -1
	for i := range fn.Signature().Params().Len() {
		if fn.Signature().Params().At(i) == v {
			index = i
		}
	}
	for _, use := range in.uses[v] {
		if use.ParentEdgeKind() == edge.AssignStmt_Lhs {
			return nil
		}
	}
	var args []ast.Expr
	for _, use := range in.uses[fn] {
		if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
			use = use.Parent()
		}
		use = skipParens(use)
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			return nil
		}
		call := use.Parent().Node().(*ast.CallExpr)
		if index < 0 || index >= len(call.Args) || len(call.Args) != fn.Signature().Params().Len() {
			return nil
		}
		args = append(args, call.Args[index])
	}
	return args
}

// IsClosed reports whether nobody outside of the package can name what it
// declares: the package is a program, or nothing but tests.
func (in *Info) IsClosed() bool { return in.pass.Pkg.Name() == "main" || isAllTests(in.pass) }

// IsUnused reports whether the declared function around cur, in a program, is
// mentioned nowhere, so that what it does never happens. A method that an
// interface of the package asks for counts as used.
func (in *Info) IsUnused(cur inspector.Cursor) bool {
	if !in.IsClosed() {
		return false
	}
	for f := range cur.Enclosing((*ast.FuncDecl)(nil)) {
		decl := f.Node().(*ast.FuncDecl)
		fn, ok := in.Object(decl.Name).(*types.Func)
		if !ok || len(in.uses[fn.Origin()]) > 0 || decl.Recv == nil && in.isRun(decl) {
			return false
		}
		return decl.Recv == nil || !in.isAskedFor(fn.Name()) && !in.goesOut(fn.Signature().Recv().Type())
	}
	return false
}

// isRun reports whether the function decl runs without being mentioned: main, init,
// and what the go command's test runner looks for.
func (in *Info) isRun(decl *ast.FuncDecl) bool {
	name := decl.Name.Name
	if name == "main" || name == "init" {
		return true
	}
	if isTest(in.pass, decl.Pos()) {
		for _, prefix := range []string{"Test", "Benchmark", "Fuzz", "Example"} {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
	}
	return false
}

// goesOut reports whether the package gives a value of type t, or one that has it
// embedded, to a function of another package, which may call its methods.
func (in *Info) goesOut(t types.Type) bool {
	name := func(t types.Type) *types.TypeName {
		t = types.Unalias(t)
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
		}
		if n, ok := t.(*types.Named); ok {
			return n.Origin().Obj()
		}
		return nil
	}
	want := name(t)
	holds := func(t types.Type) bool {
		n := name(t)
		if n == nil || n == want {
			return n != nil
		}
		if n.Pkg() != in.pass.Pkg {
			return false
		}
		s, ok := n.Type().Underlying().(*types.Struct)
		for i := 0; ok && i < s.NumFields(); i++ {
			if s.Field(i).Embedded() && name(s.Field(i).Type()) == want {
				return true
			}
		}
		return false
	}
	for cur := range in.root.Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		fn := typeutil.StaticCallee(in.pass.TypesInfo, call)
		if fn == nil || fn.Pkg() == nil || fn.Pkg() == in.pass.Pkg {
			continue
		}
		for _, arg := range call.Args {
			if at := in.pass.TypesInfo.TypeOf(arg); at != nil && holds(at) {
				return true
			}
		}
	}
	return false
}

// isAskedFor reports whether an interface that the package mentions has a method
// of that name. It says yes for the names that the standard library asks for most.
func (in *Info) isAskedFor(name string) bool {
	switch name {
	case "Close", "Error", "Read", "ServeHTTP", "String", "Write":
		return true
	}
	for _, tv := range in.pass.TypesInfo.Types {
		if !tv.IsType() {
			continue
		}
		iface, ok := tv.Type.Underlying().(*types.Interface)
		if !ok {
			continue
		}
		for i := range iface.NumMethods() {
			if iface.Method(i).Name() == name {
				return true
			}
		}
	}
	return false
}

// Callees returns the functions of the package, declarations and literals, that
// call may run before it returns: through variables and fields by all that the
// package puts into them, through interfaces by the types that it puts into them.
// Functions of other packages are not among them, except that
// sync.Once runs its argument.
func (in *Info) Callees(call *ast.CallExpr) []inspector.Cursor {
	switch in.CalleeName(call) {
	case "(*sync.Once).Do":
		return in.functions(call.Args[0], 0)
	}
	return in.functions(call.Fun, 0)
}

// maxValues bounds how far a function value is followed.
const maxValues = 4

// functions returns the functions of the package that x may be.
func (in *Info) functions(x ast.Expr, depth int) []inspector.Cursor {
	x = ast.Unparen(x)
	if x == nil || depth > maxValues {
		return nil
	}
	if lit, ok := x.(*ast.FuncLit); ok {
		if cur, ok := in.root.FindNode(lit); ok {
			return []inspector.Cursor{cur}
		}
		return nil
	}
	var id *ast.Ident
	switch e := x.(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	case *ast.IndexExpr:
		return in.functions(e.X, depth) // an instance of a generic function
	case *ast.CallExpr:
		return in.returned(e, depth)
	default:
		return nil
	}
	var list []inspector.Cursor
	switch obj := in.pass.TypesInfo.Uses[id].(type) {
	case *types.Func:
		if cur, ok := in.Decl(obj); ok {
			return []inspector.Cursor{cur}
		}
		if sel, ok := x.(*ast.SelectorExpr); ok && obj.Signature().Recv() != nil {
			return in.implementations(sel.X, obj, depth+1)
		}
	case *types.Var:
		for _, arg := range in.Arguments(obj) {
			list = append(list, in.functions(arg, depth+1)...)
		}
		for _, s := range in.AccessOf(obj.Origin()).Settings {
			list = append(list, in.functions(s.Value, depth+1)...)
		}
	}
	return list
}

// returned returns the functions of the package that call may give back.
func (in *Info) returned(call *ast.CallExpr, depth int) []inspector.Cursor {
	if tv := in.pass.TypesInfo.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return in.functions(call.Args[0], depth+1)
	}
	var list []inspector.Cursor
	for _, callee := range in.functions(call.Fun, depth+1) {
		for cur := range callee.Preorder((*ast.ReturnStmt)(nil)) {
			s := cur.Node().(*ast.ReturnStmt)
			if outer, ok := FuncOf(cur); ok && outer.Node() == callee.Node() && len(s.Results) == 1 {
				list = append(list, in.functions(s.Results[0], depth+1)...)
			}
		}
	}
	return list
}

// implementations returns the methods that x.m may run, where m is a method of an
// interface: those of the types that the package puts into x, as far as it shows.
// To take all types with such a method would name many that x never holds.
func (in *Info) implementations(x ast.Expr, m *types.Func, depth int) []inspector.Cursor {
	var list []inspector.Cursor
	for _, t := range in.dynamicTypes(x, depth) {
		obj, _, _ := types.LookupFieldOrMethod(t, true, in.pass.Pkg, m.Name())
		if fn, ok := obj.(*types.Func); ok {
			if cur, ok := in.Decl(fn); ok {
				list = append(list, cur)
			}
		}
	}
	return list
}

// dynamicTypes returns the types of the values that x, of an interface type, holds.
func (in *Info) dynamicTypes(x ast.Expr, depth int) []types.Type {
	x = ast.Unparen(x)
	t := in.pass.TypesInfo.TypeOf(x)
	if x == nil || t == nil || depth > maxValues || in.IsNil(x) {
		return nil
	}
	if !types.IsInterface(t) {
		return []types.Type{t}
	}
	var id *ast.Ident
	switch e := x.(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil
	}
	v, ok := in.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok {
		return nil
	}
	var list []types.Type
	for _, arg := range in.Arguments(v) {
		list = append(list, in.dynamicTypes(arg, depth+1)...)
	}
	for _, s := range in.AccessOf(v.Origin()).Settings {
		list = append(list, in.dynamicTypes(s.Value, depth+1)...)
	}
	return list
}

// Calls calls f for each call in the body of fn that happens on its own thread:
// deferred calls too, but not what go starts, nor what is in a function literal.
func (in *Info) Calls(fn inspector.Cursor, f func(call inspector.Cursor)) {
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if cur.ParentEdgeKind() == edge.GoStmt_Call {
			continue
		}
		if outer, ok := FuncOf(cur); ok && outer.Node() == fn.Node() {
			f(cur)
		}
	}
}

// Runs returns the functions of the package that fn runs on its own thread before
// its own defers: those that it calls, and those that they call or defer.
func (in *Info) Runs(fn inspector.Cursor) map[ast.Node]bool {
	runs := map[ast.Node]bool{}
	work := []inspector.Cursor{fn}
	for len(work) > 0 {
		at := work[len(work)-1]
		work = work[:len(work)-1]
		in.Calls(at, func(call inspector.Cursor) {
			if at == fn && call.ParentEdgeKind() == edge.DeferStmt_Call {
				return
			}
			for _, callee := range in.Callees(call.Node().(*ast.CallExpr)) {
				if !runs[callee.Node()] {
					runs[callee.Node()] = true
					work = append(work, callee)
				}
			}
		})
	}
	return runs
}
