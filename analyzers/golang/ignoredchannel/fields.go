package ignoredchannel

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// checkFields reports bare sends to a channel without room, in a field or variable
// that only this package can reach, when nothing in the package receives from it.
// (stopneverclosed has the opposite: receives that nobody answers.)
func checkFields(pass *analysis.Pass, info *chanflow.Info) {
	isChan := func(t types.Type) bool {
		c, ok := t.Underlying().(*types.Chan)
		return ok && c.Dir() != types.RecvOnly
	}
	for _, v := range info.Private(isChan) {
		send, ok := onlySent(info, v)
		if !ok || !send.Valid() || chanflow.Skip(pass, send.Node()) {
			continue
		}
		stmt := send.Node().(*ast.SendStmt)
		pass.Report(analysis.Diagnostic{
			Pos: stmt.Pos(), End: stmt.End(),
			Message: fmt.Sprintf("the send to `%s` waits for ever: nothing in the package receives from `%s`; receive from it, or select on a way out", types.ExprString(stmt.Chan), v.Name()),
			Related: []analysis.RelatedInformation{{Pos: v.Pos(), Message: "declared here"}},
		})
	}
}

// onlySent returns the first unguarded send to v, and reports whether v is always
// made here and nothing but sends and closes happens to it. When there is room, the
// send has to be one that happens more often than that.
func onlySent(info *chanflow.Info, v *types.Var) (inspector.Cursor, bool) {
	var send inspector.Cursor
	access := info.AccessOf(v)
	made, counted := false, false
	room := int64(0)
	for _, s := range access.Settings {
		if info.IsNil(s.Value) {
			continue
		}
		call, ok := ast.Unparen(s.Value).(*ast.CallExpr)
		if !ok {
			return send, false
		}
		size, ok := info.MakeChan(call)
		if !ok || size < 0 {
			return send, false
		}
		made = true
		room = max(room, size)
	}
	reads := withAliases(info, access.Reads)
	for _, read := range reads {
		switch read.ParentEdgeKind() {
		case edge.SendStmt_Chan:
			if !send.Valid() && !chanflow.Guarded(read.Parent()) {
				send = read.Parent()
			}
		case edge.UnaryExpr_X, edge.RangeStmt_X:
			if !info.IsUnused(read) {
				return send, false
			}
		case edge.CallExpr_Args:
			id, ok := ast.Unparen(read.Parent().Node().(*ast.CallExpr).Fun).(*ast.Ident)
			if !ok {
				return send, false
			}
			if _, builtin := info.Object(id).(*types.Builtin); !builtin {
				return send, false
			}
			counted = counted || id.Name == "len"
			if id.Name == "append" || id.Name == "print" || id.Name == "println" {
				return send, false
			}
		default:
			if !chanflow.IsNilTest(read) {
				return send, false
			}
		}
	}
	if room > 0 && (counted || !send.Valid() || times(info, send) <= room) {
		return send, false
	}
	return send, made
}

// withAliases returns the reads, with each one that only gives a new local variable
// its value replaced by the reads of that variable.
func withAliases(info *chanflow.Info, reads []inspector.Cursor) []inspector.Cursor {
	var list []inspector.Cursor
	for _, read := range reads {
		alias := defined(info, read)
		if alias == nil {
			list = append(list, read)
			continue
		}
		access := info.AccessOf(alias)
		if len(access.Settings) != 1 {
			return reads
		}
		list = append(list, access.Reads...)
	}
	return list
}

// defined returns the local variable that the read at cur is the value of, or nil.
func defined(info *chanflow.Info, cur inspector.Cursor) *types.Var {
	var id *ast.Ident
	i := cur.ParentEdgeIndex()
	switch p := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		if cur.ParentEdgeKind() == edge.AssignStmt_Rhs && p.Tok == token.DEFINE && len(p.Lhs) == len(p.Rhs) {
			id, _ = p.Lhs[i].(*ast.Ident)
		}
	case *ast.ValueSpec:
		if cur.ParentEdgeKind() == edge.ValueSpec_Values && len(p.Names) == len(p.Values) {
			id = p.Names[i]
		}
	}
	if id == nil {
		return nil
	}
	v, ok := info.Object(id).(*types.Var)
	if !ok || v.Pos() != id.Pos() || v.IsField() {
		return nil
	}
	if _, in := chanflow.FuncOf(cur); !in {
		return nil
	}
	return v
}
