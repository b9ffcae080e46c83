package useaftertransfer

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/messages"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports uses of what has been moved to another thread.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "useaftertransfer",
	Doc:      "reports reads of a buffer, view or port after it was transferred, and transfer lists that cannot work",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/useaftertransfer.md",
	Groups:   []string{"memory"},
	Level:    jsanalysis.Error,
	Words:    messages.Words,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, messages.Analyzer},
	Run:      run,
}

func run(pass *jsanalysis.Pass) (any, error) {
	m := messages.Of(pass)
	for call := range pass.File.Root().Preorder(jsparse.Call) {
		post, ok := m.Post(call)
		if !ok || !post.List.Ok() || execcontext.Of(pass).At(call).Only(execcontext.Test) {
			continue
		}
		for x := range post.List.All(jsparse.EdgeItem) {
			if v := m.ValueOf(x); cannotMove(v.Type) {
				if post.Channel != messages.Unknown && post.Channel != messages.Mark {
					reportUnmovable(pass, x, v)
				}
				continue
			}
			for _, p := range deadAfter(m, x) {
				if use := p.usedAfter(call); use.Ok() {
					report(pass, post, x, use, p)
					break
				}
			}
		}
	}
	return nil, nil
}

// cannotMove: what a transfer list refuses with a DataCloneError or TypeError.
func cannotMove(t messages.Type) bool {
	switch t {
	case messages.View, messages.Alias, messages.Shared, messages.Wasm, messages.Pooled:
		return true
	}
	return false
}

func reportUnmovable(pass *jsanalysis.Pass, x jsparse.Cursor, v messages.Value) {
	out := "list its `.buffer`"
	if v.Type == messages.Shared || v.Type == messages.Wasm {
		out = "leave it out of the list"
	}
	pass.Reportf(x, "`%s` is %s, which cannot be transferred: the call throws and nothing is sent; %s", x.Text(), v.Type, out)
}

// place is a variable, or a property that a fixed path leads to: root.path.
type place struct {
	root jsparse.Cursor // Ident or ThisExpr
	path string         // ".a.b", empty for the variable itself
}

// placeOf reads a chain of members.
func placeOf(x jsparse.Cursor) (place, bool) {
	path := ""
	for ; x.Kind() == jsparse.Member && x.Name() != ""; x = x.Object() {
		path = "." + x.Name() + path
	}
	return place{x, path}, x.Is(jsparse.Ident, jsparse.ThisExpr)
}

func (p place) sameRoot(q place) bool {
	return p.root.Kind() == q.root.Kind() && (p.root.Kind() != jsparse.Ident || p.root.Sym() == q.root.Sym())
}

// deadAfter returns the places that hold nothing once x is transferred: x, the
// view whose buffer x is, and the other views of the same buffer.
func deadAfter(m *messages.Oracle, x jsparse.Cursor) (list []place) {
	if x.Kind() == jsparse.Member && x.Name() == "buffer" {
		x = x.Object()
	}
	p, ok := placeOf(x)
	if !ok {
		return nil
	}
	list = append(list, p)
	if p.path != "" || p.root.Kind() != jsparse.Ident {
		return list
	}
	buffer := p.root.Sym()
	if over := viewed(x); over.Ok() {
		buffer = over.Sym()
		list = append(list, place{root: over})
	}
	fn := x.Func()
	for u := range x.File().Uses(buffer) { // const view = new Uint8Array(buffer)
		n := u.Parent()
		d := n.Parent()
		if n.Kind() != jsparse.New || u.Edge() != jsparse.EdgeArg || d.Kind() != jsparse.Declarator || d.Func() != fn || d.Start() > x.Start() {
			continue
		}
		id := d.Child(jsparse.EdgeTarget)
		if id.Kind() == jsparse.Ident && messages.IsTypedArray(n.Callee().GlobalName()) && n.Arg(0) == u && isFixed(u) {
			list = append(list, place{root: id})
		}
	}
	return list
}

// viewed returns the buffer that a variable is a view of.
func viewed(x jsparse.Cursor) jsparse.Cursor {
	v, ok := callee.Value(x.File(), x.Sym())
	if ok && v.Kind() == jsparse.New && messages.IsTypedArray(v.Callee().GlobalName()) {
		if a := v.Arg(0); a.Kind() == jsparse.Ident && isFixed(a) {
			return a
		}
	}
	return jsparse.Cursor{}
}

// isFixed reports whether a variable only ever has one value, which is no
// number.
func isFixed(id jsparse.Cursor) bool {
	v, ok := callee.Value(id.File(), id.Sym())
	return ok && v.Is(jsparse.New, jsparse.Await)
}

// usedAfter returns the first use of the place on a path from the call on.
func (p place) usedAfter(call jsparse.Cursor) (use jsparse.Cursor) {
	varflow.After(call, func(n jsparse.Cursor) varflow.Step {
		q, ok := placeOf(n)
		if use.Ok() || !ok || !p.sameRoot(q) {
			return varflow.Go
		}
		if isReplaced(n) && (q.path == p.path || q.path == "") {
			return varflow.Kill
		}
		if q.path == p.path && !isHarmless(n) {
			use = n
			return varflow.Kill
		}
		return varflow.Go
	})
	return use
}

// isReplaced: the place gets another value here.
func isReplaced(n jsparse.Cursor) bool {
	return n.IsDecl() || callee.IsWrite(n) && n.Parent().Kind() != jsparse.Update && (n.Parent().Kind() != jsparse.Assign || n.Parent().Op() == "=")
}

// isHarmless reports whether a use needs no memory: comparing, logging, looking
// whether it is detached, dropping it from a collection, closing it.
func isHarmless(n jsparse.Cursor) bool {
	x, p := n, n.Parent()
	if p.Kind() == jsparse.Member && x.Edge() == jsparse.EdgeObject {
		switch p.Name() {
		case "detached", "close", "buffer":
			return p.Name() != "buffer" || isHarmless(p)
		case "byteLength", "length", "width":
			x, p = p, p.Parent() // a test of the length finds out whether it is detached
		}
	}
	switch p.Kind() {
	case jsparse.Binary:
		switch p.Op() {
		case "===", "!==", "==", "!=", "&&", "||", "??", ">", "<":
			return true
		}
	case jsparse.Unary:
		return true // typeof, !, void
	case jsparse.If, jsparse.Conditional, jsparse.While:
		return x.Edge() == jsparse.EdgeTest
	case jsparse.Call:
		c := p.Callee()
		if c.Kind() == jsparse.Member && x.Edge() == jsparse.EdgeArg {
			switch c.Name() {
			case "delete", "has", "indexOf", "includes", "remove", "log", "debug", "info", "warn", "error":
				return true
			}
		}
	}
	return false
}

func report(pass *jsanalysis.Pass, post messages.Post, moved, use jsparse.Cursor, p place) {
	where := "is used after `%s` was transferred"
	if post.Call.Contains(use) {
		where = "is sent again in the next round, after `%s` was transferred"
	}
	msg := fmt.Sprintf("`%s` "+where+": it is empty then, its length is 0, reads give undefined and a second transfer throws; use it before, or send a copy", use.Text(), moved.Text())
	pass.Report(jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{
		Pos: use.Pos(), End: use.TokenEnd(), Message: msg,
		Related: []analysis.RelatedInformation{jsanalysis.Related(moved, "transferred here")},
	}})
}
