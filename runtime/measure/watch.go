package measure

import (
	"sort"
	"strings"

	"github.com/asynclint/asynclint/jsparse"
)

// maxWatched bounds the text that is rewritten for probing, in bytes.
const maxWatched = 1 << 20

// watch makes the form of a program that is run on recording proxies. A proxy
// cannot see that it is compared, asked for its type, or bounds a loop; here
// these questions are calls of __asynclint_watch (see inputs.js):
//
//	x === "a"             eq(x,"a")
//	typeof x === "string" type(x,"string")
//	x instanceof Map      is(x,Map)
//	switch (x) {case "a"  switch (pick(x,["a"])) {case "a"
//	for (; i < n;)        for (; i < bound(n);)
//
// What it does not understand stays as it is; it returns "" where nothing was
// rewritten. Programs are large and this is best effort: who compiles the
// result falls back on the program.
func watch(code string) string {
	if len(code) > maxWatched {
		return ""
	}
	files, err := jsparse.Parse(nil, "snippet.js", code)
	if err != nil || len(files) == 0 {
		return ""
	}
	w := &watcher{src: files[0].Readable()}
	for c := range files[0].Root().Preorder(jsparse.Binary, jsparse.Switch, jsparse.For, jsparse.While, jsparse.DoWhile) {
		switch c.Kind() {
		case jsparse.Binary:
			w.binary(c)
		case jsparse.Switch:
			w.choice(c)
		default:
			w.test(c.Child(jsparse.EdgeTest))
		}
	}
	if len(w.edits) == 0 {
		return ""
	}
	return w.text()
}

// edit replaces [start,end). Several insertions at one place come in order of
// rank: what closes first, the innermost first, then what opens, the outermost
// first.
type edit struct {
	start, end int
	rank       int
	text       string
}

type watcher struct {
	src   string
	edits []edit
	opens int
}

func (w *watcher) text() string {
	sort.SliceStable(w.edits, func(i, j int) bool {
		a, b := w.edits[i], w.edits[j]
		if a.start != b.start {
			return a.start < b.start
		}
		return a.rank < b.rank
	})
	var b strings.Builder
	at := 0
	for _, e := range w.edits {
		if e.start < at { // it lies in what was replaced
			continue
		}
		b.WriteString(w.src[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.WriteString(w.src[at:])
	return b.String()
}

const watchName = "__asynclint_watch."

// wrap puts open before start and shut behind end.
func (w *watcher) wrap(start, end int, open, shut string) {
	w.opens++
	w.edits = append(w.edits, edit{start, start, w.opens, watchName + open}, edit{end, end, -w.opens, shut})
}

// between replaces the operator between two operands.
func (w *watcher) between(l, r jsparse.Cursor) {
	w.edits = append(w.edits, edit{l.End(), r.Start(), 0, ","})
}

func (w *watcher) binary(c jsparse.Cursor) {
	op, l, r := c.Op(), c.Left(), c.Right()
	if !w.plainOperands(c, op, l, r) {
		return
	}
	not := ""
	switch op {
	case "!==", "!=":
		not = "!"
		fallthrough
	case "===", "==":
		if isNothing(l) || isNothing(r) {
			return
		}
		kind, isText := r.IsString()
		if l.Is(jsparse.Unary) && l.Op() == "typeof" && isText {
			x := l.Operand()
			if !w.isWhole(x) || !x.Is(jsparse.Ident, jsparse.Member, jsparse.Index) || x.Is(jsparse.Ident) && x.Sym() == jsparse.NoSym {
				return // typeof asks whether a global is there
			}
			if x.Is(jsparse.Ident) && l.File().Symbol(x.Sym()).Kind == jsparse.SymGlobal {
				return
			}
			w.opens++
			w.edits = append(w.edits,
				edit{c.Start(), x.Start(), w.opens, " " + not + watchName + "type("},
				edit{x.End(), c.End(), -w.opens, "," + quoted(kind) + ")"})
			return
		}
		w.wrap(c.Start(), c.End(), "eq(", ")")
		if not != "" {
			w.edits[len(w.edits)-2].text = " !" + w.edits[len(w.edits)-2].text
		} else {
			w.edits[len(w.edits)-2].text = " " + w.edits[len(w.edits)-2].text
		}
		w.between(l, r)
	case "instanceof":
		w.wrap(c.Start(), c.End(), "is(", ")")
		w.edits[len(w.edits)-2].text = " " + w.edits[len(w.edits)-2].text
		w.between(l, r)
	}
}

// plainOperands reports whether the text is left, operator, right and nothing
// else: positions in the tree leave out parentheses.
func (w *watcher) plainOperands(c jsparse.Cursor, op string, l, r jsparse.Cursor) bool {
	return l.Ok() && r.Ok() && c.Start() == l.Start() && c.End() == r.End() && l.End() <= r.Start() &&
		strings.TrimSpace(w.src[l.End():r.Start()]) == op && w.isWhole(l) && w.isWhole(r)
}

// isWhole reports whether an expression's range holds its brackets in pairs.
func (w *watcher) isWhole(c jsparse.Cursor) bool {
	depth := 0
	var quote byte
	for i := c.Start(); i < c.End(); i++ {
		b := w.src[i]
		switch {
		case quote != 0:
			if b == '\\' {
				i++
			} else if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '`' || b == '/':
			return false // a template or a regular expression: its brackets would mislead
		case b == '(' || b == '[' || b == '{':
			depth++
		case b == ')' || b == ']' || b == '}':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0 && quote == 0
}

func isNothing(c jsparse.Cursor) bool {
	return c.Is(jsparse.NullLit) || c.Is(jsparse.Ident) && c.Name() == "undefined" || c.Is(jsparse.Unary) && c.Op() == "void"
}

// choice shows the literals of a switch to its value.
func (w *watcher) choice(c jsparse.Cursor) {
	x := c.Child(jsparse.EdgeTest)
	if !x.Ok() || !w.isWhole(x) {
		return
	}
	var texts []string
	for k := range c.All(jsparse.EdgeCase) {
		if t := k.Child(jsparse.EdgeTest); t.Is(jsparse.StringLit, jsparse.NumberLit) && len(texts) < 6 {
			texts = append(texts, w.src[t.Start():t.End()])
		}
	}
	if len(texts) > 0 {
		w.wrap(x.Start(), x.End(), "pick(", ",["+strings.Join(texts, ",")+"])")
	}
}

// test shows the ends of a loop that they are such.
func (w *watcher) test(t jsparse.Cursor) {
	if !t.Is(jsparse.Binary) {
		return
	}
	switch t.Op() {
	case "&&", "||":
		w.test(t.Left())
		w.test(t.Right())
	case "<", "<=", ">", ">=":
		for _, x := range []jsparse.Cursor{t.Left(), t.Right()} {
			if x.Is(jsparse.Ident, jsparse.Member, jsparse.Index) && w.isWhole(x) {
				w.wrap(x.Start(), x.End(), "bound(", ")")
			}
		}
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
