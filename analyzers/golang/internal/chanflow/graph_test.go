package chanflow

import (
	"go/ast"
	"go/parser"
	"testing"
)

// TestGraph asks for paths from the call of a to the call of b.
func TestGraph(t *testing.T) {
	tests := []struct {
		name, body string
		want       bool
	}{
		{"sequence", "a(); b()", true},
		{"return", "a(); return; b()", false},
		{"panic", "a(); panic(1); b()", false},
		{"branch", "a(); if x { return }; b()", true},
		{"both branches return", "a(); if x { return } else { return }; b()", false},
		{"select may choose otherwise", "a(); select { case <-c: return; case <-d: }; b()", true},
		{"select without a way on", "a(); select { case <-c: return; case <-d: return }; b()", false},
		{"empty select", "a(); select {}; b()", false},
		{"endless loop", "a(); for { }; b()", false},
		{"endless loop with break", "a(); for { if x { break } }; b()", true},
		{"break of the select only", "a(); for { select { case <-c: break } }; b()", false},
		{"labelled break", "a(); l: for { select { case <-c: break l } }; b()", true},
		{"no trip", "a(); for range xs { return }; b()", true},
		{"a trip for sure", "a(); for i := 0; i < 3; i++ { return }; b()", false},
		{"fallthrough", "switch x { case 1: a(); fallthrough; case 2: b() }", true},
		{"other case", "switch x { case 1: a(); case 2: b() }", false},
		{"switch without default", "a(); switch x { case 1: return }; b()", true},
		{"goto", "a(); goto l; return; l: b()", true},
		{"continue", "for range xs { a(); continue; b(); return }", false},
		{"next trip", "for range xs { if x { b(); return }; a() }", true},
		{"literal is not on the path", "a(); _ = func() { b() }", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, err := parser.ParseExpr("func() {" + tt.body + "}")
			if err != nil {
				t.Fatal(err)
			}
			returns := func(call *ast.CallExpr) bool {
				id, ok := call.Fun.(*ast.Ident)
				return !ok || id.Name != "panic"
			}
			g := newGraph(x.(*ast.FuncLit).Body, returns)
			calls := func(name string) func(*Node) bool {
				return func(n *Node) bool {
					found := false
					Within(n.AST, func(m ast.Node) {
						if call, ok := m.(*ast.CallExpr); ok {
							id, ok := call.Fun.(*ast.Ident)
							found = found || ok && id.Name == name
						}
					})
					return found
				}
			}
			got := false
			reach := g.Reaches(calls("b"), nil)
			fromEntry := reachable(g)
			for _, n := range g.Nodes {
				if calls("a")(n) && fromEntry[n] {
					for _, e := range n.Succs {
						got = got || reach[e.To]
					}
				}
			}
			if got != tt.want {
				t.Errorf("path from a to b: %v, want %v", got, tt.want)
			}
		})
	}
}

func reachable(g *Graph) map[*Node]bool {
	seen := map[*Node]bool{g.Entry: true}
	work := []*Node{g.Entry}
	for len(work) > 0 {
		n := work[0]
		work = work[1:]
		for _, e := range n.Succs {
			if !seen[e.To] {
				seen[e.To] = true
				work = append(work, e.To)
			}
		}
	}
	return seen
}
