package typename_test

import (
	"go/importer"
	"go/token"
	"go/types"
	"testing"

	"github.com/asynclint/asynclint/analyzers/golang/internal/typename"
)

func TestNames(t *testing.T) {
	pkg, err := importer.ForCompiler(token.NewFileSet(), "source", nil).Import("errors")
	if err != nil {
		t.Fatal(err)
	}
	fn := pkg.Scope().Lookup("New").(*types.Func)
	if got := typename.Func(fn); got != "errors.New" {
		t.Errorf("function: %q", got)
	}
	unsupported := pkg.Scope().Lookup("ErrUnsupported").Type()
	if got := typename.Of(types.NewPointer(unsupported)); got != "error" {
		t.Errorf("predeclared type: %q", got)
	}
	if got := typename.Of(types.Typ[types.Int]); got != "" {
		t.Errorf("type without a name: %q", got)
	}
	text := pkg.Scope().Lookup("errorString").Type()
	method, _, _ := types.LookupFieldOrMethod(text, true, pkg, "Error")
	if got := typename.Func(method.(*types.Func)); got != "errors.errorString.Error" {
		t.Errorf("method: %q", got)
	}
	method, _, _ = types.LookupFieldOrMethod(unsupported, true, pkg, "Error")
	if got := typename.Func(method.(*types.Func)); got != "Error" {
		t.Errorf("method of error: %q", got)
	}
}
