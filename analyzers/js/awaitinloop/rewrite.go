package awaitinloop

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// rewrites offers the loop with its calls started together. Four shapes keep the
// order of results; the first that fits is offered, once for all items and once
// in batches.
//
//	for (const [x, r] of await Promise.all(Array.from(xs, async (x) => [x, await f(x)]))) { … r … }
//	await Promise.all(Array.from(xs, async (x) => { … }));
//	for (const r of await Promise.all(Array.from(xs, async (x) => { … return r; }))) { … r … }
//	out.push(...(await Promise.all(Array.from(xs, async (x) => { const out = []; … return out; }))).flat());
//
// The first fits where the loop awaits once and unconditionally, and the second
// where no iteration leaves anything behind but in its own item. The third
// (apart.go) cuts the body behind its last await, and the fourth gives each
// iteration the list that it fills. Loops that count or go through keys keep
// their head in the last three and start a function in each round. Other loops
// get no rewrite: what they collect would come in the order of completion.
func (l *loop) rewrites() []analysis.SuggestedFix {
	if l.declaresVar() || l.node.Parent().Kind() == jsparse.Labeled || hasComments(l.node.File(), l.node.Start(), l.body.Start()) {
		return nil
	}
	var fixes []analysis.SuggestedFix
	for _, w := range []wave{{}, l.batches()} {
		for _, shape := range []func(wave) (analysis.SuggestedFix, bool){l.allTogether, l.collectFirst, l.cutApart, l.fillApart} {
			if fix, ok := shape(w); ok {
				fixes = append(fixes, fix)
				break
			}
		}
	}
	return fixes
}

// batchSize: enough for the network to be busy, few enough for the other side.
const batchSize = 10

// wave says how many calls start together: all, or so many at a time.
//
//	for (let start = 0; start < xs.length; start += 10) await Promise.all(xs.slice(start, start + 10).map(…))
type wave struct {
	size  int
	index string // the variable that counts
	list  string // what has a length and can be cut
	init  string // declares list, where the collection itself cannot be cut
}

// batches is the wave of a limited size.
func (l *loop) batches() wave {
	w := wave{size: batchSize, index: l.fresh("start")}
	if l.node.Kind() != jsparse.ForOf {
		return w
	}
	over := l.node.Right()
	switch {
	case over.Kind() == jsparse.Ident && isArray(over):
		w.list = over.Text()
	case isArray(over):
		w.list = l.fresh("items")
		w.init = ", " + w.list + " = " + over.Text()
	default:
		w.list = l.fresh("items")
		w.init = ", " + w.list + " = Array.from(" + over.Text() + ")"
	}
	return w
}

// loop is what goes before a statement that handles one wave of a collection.
func (w wave) loop() string {
	if w.size == 0 {
		return ""
	}
	return fmt.Sprintf("for (let %s = 0%s; %[1]s < %[3]s.length; %[1]s += %[4]d) ", w.index, w.init, w.list, w.size)
}

// mapOver begins a call that maps a wave of a collection: xs.map( where xs is an
// array for sure, Array.from(xs, elsewhere.
func (w wave) mapOver(over jsparse.Cursor) string {
	switch {
	case w.size > 0:
		return fmt.Sprintf("%s.slice(%s, %[2]s + %d).map(", w.list, w.index, w.size)
	case isArray(over):
		return over.Text() + ".map("
	}
	return "Array.from(" + over.Text() + ", "
}

// message names a fix.
func (w wave) message(all string) string {
	if w.size > 0 {
		return fmt.Sprintf("%s, %d at a time", all, w.size)
	}
	return all
}

// declaresVar: var in a body lives on after the loop.
func (l *loop) declaresVar() bool {
	for d := range varflow.Own(l.body, jsparse.VarDecl) {
		if d.Op() == "var" {
			return true
		}
	}
	return false
}

// collectFirst builds the first shape.
func (l *loop) collectFirst(w wave) (analysis.SuggestedFix, bool) {
	if l.node.Kind() != jsparse.ForOf || len(l.awaits) != 1 || !l.isUnconditional(l.awaits[0]) || hasComments(l.node.File(), l.item.Start(), l.node.Right().End()) {
		return analysis.SuggestedFix{}, false
	}
	f, await, call := l.node.File(), l.awaits[0], l.awaits[0].Operand()
	for id := range call.Preorder(jsparse.Ident) {
		if varflow.Declares(l.body, id) && !varflow.Declares(call, id) {
			return analysis.SuggestedFix{}, false // needs what the body computes before
		}
	}
	over, callText := w.mapOver(l.node.Right()), operandText(await)
	name, stmt := l.boundAlone()
	if name == "" {
		name = l.fresh("result")
	}
	head, param, item := "", l.item.Text(), l.item.Text()
	switch {
	case !l.usesItemBeside(await):
		head = name + " of await Promise.all(" + over + arrow(param, callText) + "))"
	case l.item.Kind() == jsparse.Ident:
		head = "[" + item + ", " + name + "] of await Promise.all(" + over + "async (" + param + ") => [" + item + ", await " + callText + "]" + l.asConst() + "))"
	default:
		whole := l.fresh("item")
		head = "[" + item + ", " + name + "] of await Promise.all(" + over + "async (" + whole + ") => {\n" +
			indent(f, l.node) + "\tconst " + item + " = " + whole + ";\n" +
			indent(f, l.node) + "\treturn [" + whole + ", await " + callText + "]" + l.asConst() + ";\n" + indent(f, l.node) + "}))"
	}
	edits := []analysis.TextEdit{{Pos: f.Pos(l.item.Start()), End: f.Pos(l.node.Right().End()), NewText: []byte(head)}}
	if w.size > 0 {
		edits = append(edits, jsanalysis.Insert(f, l.node.Start(), w.loop()))
	}
	if stmt.Ok() {
		edits = append(edits, analysis.TextEdit{Pos: f.Pos(stmt.Start()), End: f.Pos(nextToken(f, stmt)), NewText: nil})
	} else {
		edits = append(edits, jsanalysis.Replace(await, name))
	}
	return analysis.SuggestedFix{Message: w.message("start the calls together, then go through the results in order"), TextEdits: edits}, true
}

func isArray(x jsparse.Cursor) bool {
	switch x.Kind() {
	case jsparse.ArrayLit:
		return true
	case jsparse.Call:
		switch c := x.Callee(); c.Object().GlobalName() + "." + c.Name() {
		case "Object.keys", "Object.values", "Object.entries", "Array.from":
			return true
		}
	case jsparse.Ident:
		d := x.File().Decl(x.Sym())
		if !d.Ok() {
			return false
		}
		if t := strings.TrimPrefix(d.Annotation(), "readonly "); t != "" {
			return strings.HasSuffix(t, "[]") && !strings.ContainsAny(t, "|&?") || strings.HasPrefix(t, "Array<") && strings.Count(t, "|") == 0
		}
		v, ok := callee.Value(x.File(), x.Sym())
		return ok && v.Kind() != jsparse.Ident && isArray(v)
	}
	return false
}

func arrow(param, body string) string {
	if strings.HasPrefix(body, "{") {
		body = "(" + body + ")"
	}
	return "(" + param + ") => " + body
}

func (l *loop) asConst() string {
	if l.node.File().Lang.IsTS() {
		return " as const"
	}
	return ""
}

// operandText is what is awaited, with its parentheses.
func operandText(await jsparse.Cursor) string {
	return strings.TrimSpace(strings.TrimPrefix(await.Text(), "await"))
}

// isUnconditional reports whether every iteration comes to the await first
// thing, before any effect, and outside a try.
func (l *loop) isUnconditional(a jsparse.Cursor) bool {
	stmt := a
	for p := a.Parent(); p != l.body && stmt != l.body; stmt, p = p, p.Parent() {
		switch p.Kind() {
		case jsparse.ExprStmt, jsparse.VarDecl, jsparse.Declarator, jsparse.Assign, jsparse.Spread, jsparse.Member, jsparse.ArrayLit,
			jsparse.ObjectLit, jsparse.Property, jsparse.Call, jsparse.Unary, jsparse.TemplateLit:
		case jsparse.If:
			if stmt.Edge() != jsparse.EdgeTest {
				return false
			}
		case jsparse.Binary:
			if op := p.Op(); stmt.Edge() == jsparse.EdgeRight && (op == "&&" || op == "||" || op == "??") {
				return false
			}
		default:
			return false
		}
		if p.Has(jsparse.FlagChain) {
			return false
		}
	}
	if l.body.Kind() == jsparse.Block {
		for s := range l.body.Children() {
			if s.Contains(a) {
				break
			}
			for n := range varflow.Own(s, jsparse.Continue, jsparse.Assign, jsparse.Update) {
				if n.Kind() == jsparse.Continue || !l.isLocal(varflow.Root(n.Left())) {
					return false
				}
			}
		}
	}
	return true
}

// boundAlone returns the name of const name = await call, and the statement,
// where it can be dropped from the body.
func (l *loop) boundAlone() (string, jsparse.Cursor) {
	d := l.awaits[0].Parent()
	stmt := d.Parent()
	if d.Kind() != jsparse.Declarator || stmt.Op() != "const" || stmt.Count(jsparse.EdgeDecl) != 1 || stmt.Parent() != l.body || l.headKeyword() != "const" {
		return "", jsparse.Cursor{}
	}
	t := d.Child(jsparse.EdgeTarget)
	f := stmt.File()
	for id := range l.node.Right().Preorder(jsparse.Ident) {
		if id.Name() == t.Text() {
			return "", jsparse.Cursor{} // the head's name would hide it
		}
	}
	if t.Annotation() != "" || t.Kind() != jsparse.Ident || hasComments(f, stmt.Start(), nextToken(f, stmt)) {
		return "", jsparse.Cursor{}
	}
	return t.Text(), stmt
}

func (l *loop) headKeyword() string { return l.node.Left().Op() }

// usesItemBeside reports whether the body needs the item beside the awaited call.
func (l *loop) usesItemBeside(await jsparse.Cursor) bool {
	for _, v := range l.vars {
		for u := range v.File().Uses(v.Sym()) {
			if l.body.Contains(u) && !await.Contains(u) {
				return true
			}
		}
	}
	return false
}

// allTogether builds the second shape.
func (l *loop) allTogether(w wave) (analysis.SuggestedFix, bool) {
	for _, x := range l.writes {
		if !l.leavesNoOrder(x) {
			return analysis.SuggestedFix{}, false
		}
	}
	const message = "run the iterations together"
	r := l.rewrite(w)
	over, param := "", ""
	switch {
	case l.node.Kind() == jsparse.ForOf:
		over, param = w.mapOver(l.node.Right()), "("+l.item.Text()+")"
	case w.size == 0 && l.countsFromZero():
		over, param = "Array.from({ length: "+l.node.Child(jsparse.EdgeTest).Right().Text()+" }, ", "("+l.fresh("_")+", "+l.item.Text()+")"
	default:
		if !r.startEach("started", "", "", "await Promise.all(LIST)") || !r.returnsIn(l.body, "") {
			return analysis.SuggestedFix{}, false
		}
		return r.fix(w.message(message))
	}
	open, end := r.bodyWith("", "")
	r.edit(l.node.Start(), l.body.Start(), w.loop()+"await Promise.all("+over+"async "+param+" => "+open)
	r.edit(l.node.End(), l.node.End(), end+"));")
	if !r.returnsIn(l.body, "") {
		return analysis.SuggestedFix{}, false
	}
	return r.fix(w.message(message))
}

// countsFromZero: for (let i = 0; i < n; i++).
func (l *loop) countsFromZero() bool {
	if l.node.Kind() != jsparse.For {
		return false
	}
	v, ok := l.node.Child(jsparse.EdgeInit).Child(jsparse.EdgeDecl).Child(jsparse.EdgeInit).Number()
	return ok && v == 0 && l.node.Child(jsparse.EdgeTest).Op() == "<" && l.node.Child(jsparse.EdgeUpdate).Op() == "++"
}

// leavesNoOrder reports whether a write looks the same in whatever order the
// iterations end.
func (l *loop) leavesNoOrder(w varflow.Write) bool {
	if w.Root.Kind() != jsparse.Ident {
		return false
	}
	if l.isLocal(w.Root) {
		return true
	}
	switch w.Kind {
	case varflow.Set:
		return true // writesApart allowed only flags with one value
	case varflow.Member: // list[i].name = …: the list has its items already
		k := w.Target
		return k.Kind() == jsparse.Member && k.Object().Kind() == jsparse.Index && w.Node.Op() == "="
	}
	return false
}

// fresh returns a name that the loop does not use.
func (l *loop) fresh(name string) string {
	for {
		taken := false
		for id := range l.node.Preorder(jsparse.Ident) {
			taken = taken || id.Name() == name
		}
		if !taken {
			return name
		}
		name += "_"
	}
}

func hasComments(f *jsparse.File, start, end int) bool {
	for _, c := range f.Comments() {
		if c.Start >= start && c.Start < end {
			return true
		}
	}
	return false
}

// nextToken returns the offset of what follows a statement on the same or next
// lines, white space skipped.
func nextToken(f *jsparse.File, stmt jsparse.Cursor) int {
	end := stmt.End()
	for end < len(f.Text) && strings.IndexByte(" \t\r\n;", f.Text[end]) >= 0 {
		end++
	}
	return end
}

// indent returns the white space before a node's line.
func indent(f *jsparse.File, n jsparse.Cursor) string {
	start := strings.LastIndexByte(f.Text[:n.Start()], '\n') + 1
	end := start
	for end < n.Start() && (f.Text[end] == ' ' || f.Text[end] == '\t') {
		end++
	}
	return f.Text[start:end]
}
