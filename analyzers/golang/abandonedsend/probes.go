package abandonedsend

import (
	"go/ast"
	"go/token"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// asksForLock reports whether all that the goroutine of s does before the send op
// is to take a lock, which it gives back:
//
//	go func() {
//		mu.Lock()
//		defer mu.Unlock()
//		done <- true
//	}()
//
// Its starter wants to know whether the lock is free. When it gives up, whoever
// keeps the lock is at fault, and no room for the value would help.
func (c *checker) asksForLock(s *chanflow.Scope, op *chanflow.Op) bool {
	g := c.info.Graph(s.Fn)
	before := g.Reaches(func(n *chanflow.Node) bool { return n.Contains(op.Node) }, nil)
	locks, unlocks, other := false, false, false
	for _, n := range g.Nodes {
		chanflow.Within(n.AST, func(m ast.Node) {
			switch m := m.(type) {
			case *ast.CallExpr:
				switch c.info.CalleeName(m) {
				case "(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(*sync.RWMutex).RLock":
					locks = locks || before[n]
				case "(*sync.Mutex).Unlock", "(*sync.RWMutex).Unlock", "(*sync.RWMutex).RUnlock":
					unlocks = true
				default:
					other = other || before[n]
				}
			case *ast.UnaryExpr:
				other = other || before[n] && m.Op == token.ARROW
			case *ast.RangeStmt, *ast.GoStmt:
				other = other || before[n]
			}
		})
		other = other || before[n] && len(n.Loops) > 0
	}
	return locks && unlocks && !other
}
