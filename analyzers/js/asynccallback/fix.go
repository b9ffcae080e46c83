package asynccallback

import (
	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// collected turns xs.forEach(async …) into await Promise.all(xs.map(async …)),
// where an await may stand.
func (r *rule) collected(n, fn jsparse.Cursor) (analysis.SuggestedFix, bool) {
	c, stmt := n.Callee(), n.Parent()
	if stmt.Kind() != jsparse.ExprStmt || n.Has(jsparse.FlagChain) || c.Has(jsparse.FlagChain) || !mayAwait(n) || n.Count(jsparse.EdgeArg) != 1 {
		return analysis.SuggestedFix{}, false
	}
	f, end := n.File(), c.End()
	start := end - len(c.Name())
	var edits []analysis.TextEdit
	if r.shapeOf(c.Object()) == iterable {
		if fn.Count(jsparse.EdgeParam) > 1 || isMap(r, c.Object()) {
			return analysis.SuggestedFix{}, false
		}
		edits = []analysis.TextEdit{
			jsanalysis.Insert(f, n.Start(), "await Promise.all(Array.from("),
			{Pos: f.Pos(c.Object().End()), End: n.Arg(0).Pos(), NewText: []byte(", ")},
			jsanalysis.Insert(f, n.End(), ")"),
		}
	} else {
		edits = []analysis.TextEdit{
			jsanalysis.Insert(f, n.Start(), "await Promise.all("),
			{Pos: f.Pos(start), End: f.Pos(end), NewText: []byte("map")},
			jsanalysis.Insert(f, n.End(), ")"),
		}
	}
	return analysis.SuggestedFix{Message: "wait for all of them with Promise.all", TextEdits: edits}, true
}

// isMap: the callback of Map's forEach gets the value, Array.from the pair.
func isMap(r *rule, x jsparse.Cursor) bool {
	return r.callee.Expr(x).Name != "Set"
}

// mayAwait reports whether the code around a node is async, or a module.
func mayAwait(n jsparse.Cursor) bool {
	fn := n.Func()
	if fn.Ok() {
		return fn.IsAsync()
	}
	return len(n.File().Imports)+len(n.File().Exports) > 0 && n.File().Script.Kind == ""
}

// rejecting wraps an executor's body in a try whose catch rejects.
func rejecting(fn jsparse.Cursor) (analysis.SuggestedFix, bool) {
	body := fn.Body()
	if body.Kind() != jsparse.Block || fn.Count(jsparse.EdgeParam) == 0 || fn.Has(jsparse.FlagExprBody) {
		return analysis.SuggestedFix{}, false
	}
	f, resolve, second := fn.File(), fn.ChildAt(jsparse.EdgeParam, 0), fn.ChildAt(jsparse.EdgeParam, 1)
	reject := "reject"
	var edits []analysis.TextEdit
	switch {
	case second.Ok():
		if second.Child(jsparse.EdgeTarget).Kind() != jsparse.Ident || second.Name() == "error" {
			return analysis.SuggestedFix{}, false
		}
		reject = second.Name()
	case mentions(fn, "reject"):
		return analysis.SuggestedFix{}, false
	case isBare(f, resolve):
		edits = append(edits, jsanalysis.Replace(resolve, "("+resolve.Text()+", reject)"))
	default:
		edits = append(edits, jsanalysis.Insert(f, resolveEnd(f, resolve), ", reject"))
	}
	edits = append(edits,
		jsanalysis.Insert(f, body.Start()+1, " try {"),
		jsanalysis.Insert(f, body.End()-1, "} catch (error) { "+reject+"(error) } "))
	return analysis.SuggestedFix{Message: "reject the promise when the executor fails", TextEdits: edits}, true
}

// resolveEnd is the offset behind a parameter and its type.
func resolveEnd(f *jsparse.File, p jsparse.Cursor) int {
	t := p.Annotation()
	if t == "" {
		return p.End()
	}
	for at := p.Child(jsparse.EdgeTarget).End(); at+len(t) <= len(f.Text); at++ {
		if f.Text[at:at+len(t)] == t {
			return at + len(t)
		}
	}
	return p.End()
}

// isBare: async resolve => …
func isBare(f *jsparse.File, p jsparse.Cursor) bool {
	for at := p.End(); at < len(f.Text); at++ {
		switch f.Text[at] {
		case ' ', '\t', '\n', '\r':
		case '=':
			return at+1 < len(f.Text) && f.Text[at+1] == '>' && !opensBefore(f, p.Start())
		default:
			return false
		}
	}
	return false
}

func opensBefore(f *jsparse.File, at int) bool { return at > 0 && f.Text[at-1] == '(' }

func mentions(fn jsparse.Cursor, name string) bool {
	for id := range fn.Preorder(jsparse.Ident) {
		if id.Name() == name {
			return true
		}
	}
	return false
}

// innerFunction turns async () => {…} into () => { void (async () => {…})() }.
func innerFunction(fn jsparse.Cursor) (analysis.SuggestedFix, bool) {
	if fn.Kind() != jsparse.Arrow || fn.Count(jsparse.EdgeParam) > 0 || fn.Has(jsparse.FlagExprBody) {
		return analysis.SuggestedFix{}, false
	}
	f := fn.File()
	return analysis.SuggestedFix{Message: "start an async function inside the effect", TextEdits: []analysis.TextEdit{
		jsanalysis.Insert(f, fn.Start(), "() => { void ("),
		jsanalysis.Insert(f, fn.End(), ")(); }"),
	}}, true
}
