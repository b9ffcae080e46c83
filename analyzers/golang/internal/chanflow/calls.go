package chanflow

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
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
// declares: the package is a program.
func (in *Info) IsClosed() bool { return in.pass.Pkg.Name() == "main" }

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
		if !ok || len(in.uses[fn.Origin()]) > 0 || decl.Recv == nil && (fn.Name() == "main" || fn.Name() == "init") {
			return false
		}
		return decl.Recv == nil || !in.isAskedFor(fn.Name())
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
