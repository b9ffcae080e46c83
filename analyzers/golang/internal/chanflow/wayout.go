package chanflow

import (
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// IsOnlyWayOut reports whether the function fn can return, but not without the
// step that has the receive at cur.
func (in *Info) IsOnlyWayOut(fn, cur inspector.Cursor) bool {
	g := in.Graph(fn.Node())
	taken := func(n *Node) bool { return n.Contains(cur.Node()) }
	ends := func(n *Node) bool { return n.Exit || n.AST != nil && len(n.Succs) == 0 }
	return g.Reaches(ends, nil)[g.Entry] && !g.Reaches(ends, taken)[g.Entry]
}

// IsGoroutine reports whether every use of fn in the package starts it with go,
// there is one, and nobody else can call it.
func (in *Info) IsGoroutine(fn inspector.Cursor) bool {
	sites, ok := in.GoSites(fn)
	return ok && len(sites) > 0
}

// GoSites returns the places that start fn, a declaration or literal, as a
// goroutine. It reports false when fn runs in another way as well, or may.
func (in *Info) GoSites(fn inspector.Cursor) ([]inspector.Cursor, bool) {
	var sites []inspector.Cursor
	if decl, ok := fn.Node().(*ast.FuncDecl); ok {
		for _, use := range in.uses[in.Object(decl.Name)] {
			if use.ParentEdgeKind() == edge.SelectorExpr_Sel {
				use = use.Parent()
			}
			if use.ParentEdgeKind() != edge.CallExpr_Fun || use.Parent().ParentEdgeKind() != edge.GoStmt_Call {
				return nil, false
			}
			sites = append(sites, use.Parent().Parent())
		}
		return sites, !decl.Name.IsExported()
	}
	starts, ok := in.Starts(fn)
	for _, s := range starts {
		ok = ok && s.Role == Go
		sites = append(sites, s.Site)
	}
	return sites, ok
}
