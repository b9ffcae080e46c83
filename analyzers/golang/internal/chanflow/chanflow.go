package chanflow

import (
	"go/ast"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// Analyzer computes an *Info. It reports nothing.
var Analyzer = &analysis.Analyzer{
	Name:       "chanflow",
	Doc:        "follow the local channels of a package",
	Requires:   []*analysis.Analyzer{inspect.Analyzer, ctrlflow.Analyzer},
	ResultType: reflect.TypeFor[*Info](),
	Run:        run,
}

// Info answers questions about the channels and functions of one package. Several
// goroutines may ask at once: drivers run the rules of a package side by side.
type Info struct {
	pass  *analysis.Pass
	cfgs  *ctrlflow.CFGs
	root  inspector.Cursor
	decls map[*types.Func]inspector.Cursor
	uses  map[types.Object][]inspector.Cursor
	defs  map[types.Object]inspector.Cursor

	mu     sync.Mutex
	graphs map[ast.Node]*Graph // guarded by mu; a graph does not change

	made       func() []*Chan
	positional func() map[*types.Var][]Setting
}

func run(pass *analysis.Pass) (any, error) {
	in := &Info{
		pass:   pass,
		cfgs:   pass.ResultOf[ctrlflow.Analyzer].(*ctrlflow.CFGs),
		root:   pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root(),
		decls:  map[*types.Func]inspector.Cursor{},
		uses:   map[types.Object][]inspector.Cursor{},
		defs:   map[types.Object]inspector.Cursor{},
		graphs: map[ast.Node]*Graph{},
	}
	in.made = sync.OnceValue(in.findMade)
	in.positional = sync.OnceValue(in.findPositional)
	for cur := range in.root.Preorder((*ast.FuncDecl)(nil), (*ast.Ident)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.FuncDecl:
			if fn, ok := pass.TypesInfo.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				in.decls[fn] = cur
			}
		case *ast.Ident:
			if obj := pass.TypesInfo.Uses[n]; obj != nil && obj.Pkg() == pass.Pkg {
				if v, ok := obj.(*types.Var); ok {
					obj = v.Origin()
				}
				in.uses[obj] = append(in.uses[obj], cur)
			} else if obj := pass.TypesInfo.Defs[n]; obj != nil {
				in.defs[obj] = cur
			}
		}
	}
	return in, nil
}

// Uses returns the identifiers that refer to obj, in source order, without its
// definition. For a field of a generic type obj is the field's origin.
func (in *Info) Uses(obj types.Object) []inspector.Cursor { return in.uses[obj] }

// Root returns the cursor of the whole package.
func (in *Info) Root() inspector.Cursor { return in.root }

// Def returns the identifier that defines obj in this package.
func (in *Info) Def(obj types.Object) (inspector.Cursor, bool) {
	cur, ok := in.defs[obj]
	return cur, ok
}

// Decl returns the declaration of fn when it is in this package and has a body.
func (in *Info) Decl(fn *types.Func) (inspector.Cursor, bool) {
	if fn == nil {
		return inspector.Cursor{}, false
	}
	cur, ok := in.decls[fn.Origin()]
	return cur, ok
}

// MayReturn reports whether control can come back from call.
func (in *Info) MayReturn(call *ast.CallExpr) bool {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := in.pass.TypesInfo.Uses[id].(*types.Builtin); ok {
			return b.Name() != "panic"
		}
	}
	fn := typeutil.StaticCallee(in.pass.TypesInfo, call)
	if fn == nil {
		return true
	}
	return !in.cfgs.NoReturn(fn)
}

// Graph returns the paths of fn, an *ast.FuncDecl or *ast.FuncLit with a body.
func (in *Info) Graph(fn ast.Node) *Graph {
	in.mu.Lock()
	defer in.mu.Unlock()
	g := in.graphs[fn]
	if g == nil {
		g = newGraph(Body(fn), in.MayReturn)
		in.graphs[fn] = g
	}
	return g
}

// Body returns the body of an *ast.FuncDecl or *ast.FuncLit.
func Body(fn ast.Node) *ast.BlockStmt {
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		return fn.Body
	case *ast.FuncLit:
		return fn.Body
	}
	return nil
}

// FuncOf returns the innermost function around cur.
func FuncOf(cur inspector.Cursor) (inspector.Cursor, bool) {
	for c := range cur.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if c == cur {
			continue
		}
		return c, true
	}
	return inspector.Cursor{}, false
}

// IsMain reports whether fn is the function main of a program.
func (in *Info) IsMain(fn ast.Node) bool {
	d, ok := fn.(*ast.FuncDecl)
	return ok && d.Recv == nil && d.Name.Name == "main" && in.pass.Pkg.Name() == "main"
}

// skipParens climbs over parentheses and returns the outermost of them.
func skipParens(cur inspector.Cursor) inspector.Cursor {
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	return cur
}
