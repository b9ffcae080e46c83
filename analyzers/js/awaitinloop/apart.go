package awaitinloop

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// rewriting collects the edits of one fix.
type rewriting struct {
	*loop
	wave  wave
	file  *jsparse.File
	edits []analysis.TextEdit
}

func (l *loop) rewrite(w wave) *rewriting {
	return &rewriting{loop: l, wave: w, file: l.node.File()}
}

func (r *rewriting) edit(start, end int, text string) {
	r.edits = append(r.edits, analysis.TextEdit{Pos: r.file.Pos(start), End: r.file.Pos(end), NewText: []byte(text)})
}

func (r *rewriting) fix(message string) (analysis.SuggestedFix, bool) {
	return analysis.SuggestedFix{Message: message, TextEdits: r.edits}, true
}

// line begins a line as far in as a node's.
func (r *rewriting) line(n jsparse.Cursor) string { return "\n" + indent(r.file, n) }

// inner begins a line as far in as the body's statements.
func (r *rewriting) inner() string {
	if s := r.body.FirstChild(); s.Ok() && startsLine(r.file, s) {
		return r.line(s)
	}
	return " "
}

// returnsIn makes a return of each continue of the loop in a part of it, of the
// value that the text names, if any.
func (r *rewriting) returnsIn(region jsparse.Cursor, value string) bool {
	for c := range varflow.Own(region, jsparse.Continue) {
		if jumpTarget(c) != r.node {
			continue
		}
		if c.Name() != "" {
			return false
		}
		text := "return"
		if value != "" {
			text += " " + value
		}
		r.edit(c.Start(), c.Start()+len("continue"), text)
	}
	return true
}

// bodyWith puts statements at the beginning and the end of the loop's body, and
// returns what goes around a body that is no block.
func (r *rewriting) bodyWith(first, last string) (open, end string) {
	b := r.body
	if b.Kind() != jsparse.Block {
		return strings.TrimSuffix("{ "+first, " ") + " ", " " + strings.TrimPrefix(last+" }", " ")
	}
	in := r.inner()
	if first != "" {
		r.edit(b.Start()+1, b.Start()+1, in+first)
	}
	if last != "" {
		line := strings.LastIndexByte(r.file.Text[:b.End()], '\n') + 1
		if strings.TrimSpace(r.file.Text[line:b.End()-1]) == "" { // the brace has a line of its own
			last = strings.TrimPrefix(in, r.line(r.node)) + last + r.line(r.node)
		} else {
			last = " " + last + " "
		}
		r.edit(b.End()-1, b.End()-1, last)
	}
	return "", ""
}

// startEach keeps the head of a loop that counts, or that goes through keys, and
// lets each round start a function: started.push((async () => { … })()). first
// and last go into the function's body; wait is what to do with the list of
// promises, which it names LIST.
func (r *rewriting) startEach(name, first, last, wait string) bool {
	if !r.node.Parent().Is(jsparse.Block, jsparse.Program) || r.node.Kind() == jsparse.ForOf || !startsLine(r.file, r.node) {
		return false
	}
	name = r.freshAround(name)
	before, after := "", ""
	if r.wave.size > 0 {
		before = "{" + r.line(r.node) + "\t"
		after = fmt.Sprintf("%s\tif (%s.length === %d) %s;%[1]s}", r.line(r.node), name, r.wave.size, strings.ReplaceAll(wait, "LIST", name+".splice(0)"))
	}
	open, end := r.bodyWith(first, last)
	r.edit(r.node.Start(), r.node.Start(), "const "+name+r.promises()+" = [];"+r.line(r.node))
	r.edit(r.body.Start(), r.body.Start(), before+name+".push((async () => "+open)
	r.edit(r.node.End(), r.node.End(), end+")());"+after+r.line(r.node)+strings.ReplaceAll(wait, "LIST", name)+";")
	return true
}

// promises annotates a list of promises where the compiler cannot tell what will
// be pushed: a list that waits for a batch while it is filled.
func (r *rewriting) promises() string {
	if r.wave.size > 0 && r.file.Lang.IsTS() {
		return ": Promise<any>[]"
	}
	return ""
}

// freshAround returns a name that the function around the loop does not use, nor
// the rewritten loops before it.
func (r *rewriting) freshAround(name string) string {
	around, before := r.fn, 1
	if !around.Ok() {
		around = r.file.Root()
	}
	for n := range varflow.Own(around, jsparse.For, jsparse.ForIn, jsparse.ForOf) {
		if n.Start() < r.node.Start() {
			before++
		}
	}
	if before > 1 {
		name += strconv.Itoa(before)
	}
	for {
		taken := false
		for id := range around.Preorder(jsparse.Ident) {
			taken = taken || id.Name() == name
		}
		if !taken {
			return name
		}
		name += "_"
	}
}

// cutApart builds the third shape: what stands before the last await runs
// together, and what comes behind it goes through the results in order.
func (l *loop) cutApart(w wave) (analysis.SuggestedFix, bool) {
	last, ok := l.lastToWait()
	if !ok || w.size > 0 && l.node.Kind() != jsparse.ForOf {
		return analysis.SuggestedFix{}, false
	}
	r := l.rewrite(w)
	cut := afterLine(r.file, last)
	needed, name, skips := l.handedOn(last), "", false
	for s := range l.body.Children() {
		for c := range varflow.Own(s, jsparse.Continue) {
			skips = skips || jumpTarget(c) == l.node
		}
		if !r.returnsIn(s, "") {
			return analysis.SuggestedFix{}, false
		}
		if s == last {
			break
		}
	}
	result, unpack := "", ""
	switch {
	case len(needed.names) == 0:
		name, result = r.freshAround("done"), "true"
	case len(needed.names) == 1 && !skips && !needed.changes && !l.mentions(l.node.Right(), needed.names[0]):
		name, result = needed.names[0], needed.names[0]
	default:
		name, result = r.freshAround("done"), "{ "+strings.Join(needed.names, ", ")+" }"
		unpack = r.inner() + needed.keyword() + " " + result + " = " + name + ";"
	}
	if skips {
		unpack = r.inner() + "if (!" + name + ") continue;" + unpack
	}
	result = r.inner() + "return " + result + ";" + r.line(l.node)
	if l.node.Kind() == jsparse.ForOf {
		r.edit(l.node.Start(), l.body.Start(), w.loop()+"for (const "+name+" of await Promise.all("+w.mapOver(l.node.Right())+"async ("+l.item.Text()+") => ")
		r.edit(cut, cut, result+"}))) {"+unpack)
		return r.fix(w.message("run what waits together, then go through the results in order"))
	}
	if !l.node.Parent().Is(jsparse.Block, jsparse.Program) || !startsLine(r.file, l.node) {
		return analysis.SuggestedFix{}, false
	}
	started := r.freshAround("started")
	r.edit(l.node.Start(), l.node.Start(), "const "+started+" = [];"+r.line(l.node))
	r.edit(l.body.Start(), l.body.Start(), started+".push((async () => ")
	r.edit(cut, cut, result+"})());"+r.line(l.node)+"for (const "+name+" of await Promise.all("+started+")) {"+unpack)
	return r.fix(w.message("run what waits together, then go through the results in order"))
}

// lastToWait returns the last statement of the body that awaits, if more follows
// and nothing up to it leaves an order behind.
func (l *loop) lastToWait() (last jsparse.Cursor, ok bool) {
	if l.body.Kind() != jsparse.Block {
		return last, false
	}
	for s := range l.body.Children() {
		for range varflow.Own(s, jsparse.Await) {
			last = s
			break
		}
	}
	if !last.Ok() || !last.NextSibling().Ok() || !startsLine(l.node.File(), last.NextSibling()) {
		return last, false
	}
	for _, w := range l.writes {
		if w.Node.Start() < last.End() && !l.leavesNoOrder(w) {
			return last, false
		}
	}
	return last, true
}

// handed is what the second part of a body needs of the first.
type handed struct {
	names   []string
	changes bool // the second part writes to one of them
}

func (h handed) keyword() string {
	if h.changes {
		return "let"
	}
	return "const"
}

func (l *loop) handedOn(last jsparse.Cursor) (h handed) {
	seen := map[jsparse.Sym]bool{}
	for s := last.NextSibling(); s.Ok(); s = s.NextSibling() {
		for id := range s.Preorder(jsparse.Ident) {
			d := id.File().Decl(id.Sym())
			if !d.Ok() || !l.node.Contains(d) || d.Start() > last.End() {
				continue
			}
			if !seen[id.Sym()] {
				seen[id.Sym()] = true
				h.names = append(h.names, id.Name())
			}
		}
		for _, w := range varflow.Writes(s) {
			h.changes = h.changes || seen[w.Root.Sym()] && w.Root == w.Target && (w.Kind == varflow.Set || w.Kind == varflow.Update)
		}
	}
	return h
}

func (l *loop) mentions(x jsparse.Cursor, name string) bool {
	for id := range x.Preorder(jsparse.Ident) {
		if id.Name() == name {
			return true
		}
	}
	return false
}

// fillApart builds the fourth shape: each iteration fills a list of its own under
// the name that the body knows, and the lists are put together in order.
func (l *loop) fillApart(w wave) (analysis.SuggestedFix, bool) {
	list, ok := l.filledList()
	if !ok {
		return analysis.SuggestedFix{}, false
	}
	r, name := l.rewrite(w), list.Name()
	put := func(parts string) string { return name + ".push(...(await Promise.all(" + parts + ")).flat())" }
	own, give := "const "+name+r.annotation(list)+" = [];", "return "+name+";"
	if l.node.Kind() == jsparse.ForOf {
		open, end := r.bodyWith(own, give)
		r.edit(l.node.Start(), l.body.Start(), w.loop()+name+".push(...(await Promise.all("+w.mapOver(l.node.Right())+"async ("+l.item.Text()+") => "+open)
		r.edit(l.node.End(), l.node.End(), end+"))).flat());")
	} else if !r.startEach("parts", own, give, put("LIST")) {
		return analysis.SuggestedFix{}, false
	}
	if !r.returnsIn(l.body, name) {
		return analysis.SuggestedFix{}, false
	}
	return r.fix(w.message("run the iterations together, each with a list of its own"))
}

// annotation repeats the type that a list is declared with.
func (r *rewriting) annotation(list jsparse.Cursor) string {
	if t := r.file.Decl(list.Sym()).Annotation(); t != "" && r.file.Lang.IsTS() {
		return ": " + t
	}
	return ""
}

// filledList returns the one array that the body pushes to, if pushing is all
// that it does outside the iteration.
func (l *loop) filledList() (list jsparse.Cursor, ok bool) {
	for _, w := range l.writes {
		if l.leavesNoOrder(w) {
			continue
		}
		if w.Kind != varflow.Append || w.Node.Callee().Name() != "push" || w.Target != w.Root || w.Root.Kind() != jsparse.Ident ||
			w.Node.Func() != l.node.Func() || effects.Used(w.Node) || !isArray(w.Root) || list.Ok() && list.Sym() != w.Root.Sym() {
			return list, false
		}
		list = w.Root
	}
	if !list.Ok() {
		return list, false
	}
	for u := range list.File().Uses(list.Sym()) {
		if l.node.Contains(u) && (u.Edge() != jsparse.EdgeObject || u.Parent().Name() != "push" || u.Parent().Edge() != jsparse.EdgeCallee) {
			return list, false
		}
	}
	return list, true
}

// startsLine reports whether only white space stands before a node in its line.
func startsLine(f *jsparse.File, n jsparse.Cursor) bool {
	return strings.TrimSpace(f.Text[strings.LastIndexByte(f.Text[:n.Start()], '\n')+1:n.Start()]) == ""
}

// afterLine is the offset behind a statement, its semicolon, and a comment that
// follows in the same line.
func afterLine(f *jsparse.File, s jsparse.Cursor) int {
	at := s.End()
	for {
		for at < len(f.Text) && strings.IndexByte(" \t;", f.Text[at]) >= 0 {
			at++
		}
		moved := false
		for _, c := range f.Comments() {
			if c.Start == at {
				at, moved = c.End, true
			}
		}
		if !moved {
			break
		}
	}
	for at > s.End() && strings.IndexByte(" \t\n", f.Text[at-1]) >= 0 {
		at--
	}
	return at
}
