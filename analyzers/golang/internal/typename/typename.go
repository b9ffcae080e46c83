// Package typename writes functions and types in the one way in which the tables
// of the Go rules name them: with the whole path of their package and without the
// star of a pointer.
package typename

import "go/types"

// Of returns "pkg/path.Type" for a named type or a pointer to one, and "" for
// other types.
func Of(t types.Type) string {
	if t == nil {
		return ""
	}
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return ""
	}
	obj := named.Obj()
	if obj.Pkg() == nil {
		return obj.Name()
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

// Func returns "pkg/path.Func" or "pkg/path.Type.Method".
func Func(fn *types.Func) string {
	if fn.Pkg() == nil {
		return fn.Name()
	}
	if recv := fn.Signature().Recv(); recv != nil {
		if name := Of(recv.Type()); name != "" {
			return name + "." + fn.Name()
		}
	}
	return fn.Pkg().Path() + "." + fn.Name()
}
