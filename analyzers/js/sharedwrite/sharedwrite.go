package sharedwrite

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/messages"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports plain writes to memory that another thread has.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "sharedwrite",
	Doc:      "reports plain writes to shared memory that another thread uses at the same time",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/sharedwrite.md",
	Groups:   []string{"memory"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"SharedArrayBuffer"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, messages.Analyzer},
	Run:      run,
}

func run(pass *jsanalysis.Pass) (any, error) {
	r := &rule{pass: pass, messages: messages.Of(pass), posts: map[jsparse.Sym][]jsparse.Cursor{}, reported: map[jsparse.Cursor]bool{}}
	for n := range pass.File.Root().Preorder(jsparse.Call, jsparse.New) {
		r.collect(n)
	}
	for _, call := range r.calls {
		r.check(call)
	}
	return nil, nil
}

type rule struct {
	pass     *jsanalysis.Pass
	messages *messages.Oracle
	posts    map[jsparse.Sym][]jsparse.Cursor // the calls that hand a shared buffer on
	calls    []jsparse.Cursor                 // the same, in the order of the text
	reported map[jsparse.Cursor]bool
}

// collect notes what shared memory a call hands to another thread.
func (r *rule) collect(n jsparse.Cursor) {
	var value jsparse.Cursor
	if n.Kind() == jsparse.New {
		value = n.Arg(1).Prop("workerData").Child(jsparse.EdgeValue)
	} else if post, ok := r.messages.Post(n); ok && post.Channel.Threads() {
		value = post.Value
	}
	if !value.Ok() || execcontext.Of(r.pass).At(n).Only(execcontext.Test) {
		return
	}
	for _, x := range messages.Parts(value) {
		if sym, ok := r.buffer(x); ok {
			r.posts[sym] = append(r.posts[sym], n)
			if !slices.Contains(r.calls, n) {
				r.calls = append(r.calls, n)
			}
		}
	}
}

// buffer returns the variable of the SharedArrayBuffer that x is, or a view of:
// sab, view, view.buffer.
func (r *rule) buffer(x jsparse.Cursor) (jsparse.Sym, bool) {
	if x.Kind() == jsparse.Member && x.Name() == "buffer" {
		x = x.Object()
	}
	for range 3 {
		if x.Kind() != jsparse.Ident {
			break
		}
		v, ok := callee.Value(x.File(), x.Sym())
		if !ok || v.Kind() != jsparse.New {
			break
		}
		switch class := callee.Of(r.pass).Expr(v.Callee()).Name; {
		case class == "SharedArrayBuffer":
			return x.Sym(), true
		case messages.IsTypedArray(class) && v.Arg(0).Kind() == jsparse.Ident:
			x = v.Arg(0)
		case messages.IsTypedArray(class) && r.isShared(v.Arg(0)):
			return x.Sym(), true // new Int32Array(new SharedArrayBuffer(8))
		default:
			return jsparse.NoSym, false
		}
	}
	return jsparse.NoSym, false
}

func (r *rule) isShared(x jsparse.Cursor) bool {
	return x.Kind() == jsparse.New && callee.Of(r.pass).Expr(x.Callee()).Name == "SharedArrayBuffer"
}

// check reports the plain writes behind a call that gave the memory away.
func (r *rule) check(post jsparse.Cursor) {
	varflow.After(post, func(n jsparse.Cursor) varflow.Step {
		if n.Kind() != jsparse.Index || r.reported[n] || n.Object().Kind() != jsparse.Ident {
			return varflow.Go
		}
		sym, ok := r.buffer(n.Object())
		if !ok || !r.handedOn(sym, post) {
			return varflow.Go
		}
		if w := n.Parent(); r.isPlainWrite(n, w) {
			r.reported[n] = true
			r.report(post, n, w)
		}
		return varflow.Go
	})
}

func (r *rule) handedOn(sym jsparse.Sym, post jsparse.Cursor) bool {
	return slices.Contains(r.posts[sym], post)
}

// isPlainWrite reports whether view[i] is written without Atomics. A plain = is
// fine where the function publishes it afterwards, by Atomics.store or notify or
// by another message; a read and a write in one are never fine.
func (r *rule) isPlainWrite(n, w jsparse.Cursor) bool {
	switch {
	case w.Kind() == jsparse.Update, w.Kind() == jsparse.Assign && n.Edge() == jsparse.EdgeLeft && w.Op() != "=":
		return !holdsLock(w)
	case w.Kind() == jsparse.Assign && n.Edge() == jsparse.EdgeLeft:
		return !publishes(w) && !holdsLock(w)
	}
	return false
}

// publishes reports whether anything after the write tells the other thread.
func publishes(w jsparse.Cursor) (yes bool) {
	varflow.After(w, func(n jsparse.Cursor) varflow.Step {
		if n.Kind() == jsparse.Member && (n.Object().GlobalName() == "Atomics" || n.Name() == "postMessage") {
			yes = true
		}
		return varflow.Go
	})
	return yes
}

// holdsLock reports whether the function takes a lock before the write: a wait,
// a compareExchange, or a call by such a name.
func holdsLock(w jsparse.Cursor) bool {
	root := w.Func()
	if !root.Ok() {
		root = w.File().Root()
	}
	for c := range varflow.Own(root, jsparse.Call) {
		if c.Start() >= w.Start() {
			break
		}
		switch c.Callee().Name() {
		case "wait", "waitAsync", "compareExchange", "exchange", "lock", "acquire", "enter":
			return true
		}
	}
	for p := w.Func(); p.Ok(); p = p.Func() { // lock.with(() => …)
		if c := p.Parent(); c.Kind() == jsparse.Call && p.Edge() == jsparse.EdgeArg {
			switch c.Callee().Name() {
			case "with", "runExclusive", "withLock", "synchronized", "request":
				return true
			}
		}
	}
	return false
}

func (r *rule) report(post, n, w jsparse.Cursor) {
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: w.Pos(), End: w.TokenEnd(),
		Message: fmt.Sprintf("`%s` writes to memory that another thread has since `%s`: without Atomics the write may get lost or be seen late; use Atomics.%s", w.Text(), post.Callee().Text(), method(w)),
		Related: []analysis.RelatedInformation{jsanalysis.Related(post, "handed to the other thread here")}}}
	if fix, ok := atomic(n, w); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{fix}
	}
	r.pass.Report(d)
}

// method names the function of Atomics that does what w does.
func method(w jsparse.Cursor) string {
	switch w.Op() {
	case "++", "+=":
		return "add"
	case "--", "-=":
		return "sub"
	case "|=":
		return "or"
	case "&=":
		return "and"
	case "^=":
		return "xor"
	case "=":
		return "store"
	}
	return "compareExchange in a loop"
}

// atomic rewrites view[i] += x as Atomics.add(view, i, x), where the value of the
// expression is not used: Atomics.add gives the old one. Atomics does not take
// views of floating-point numbers.
func atomic(n, w jsparse.Cursor) (analysis.SuggestedFix, bool) {
	m, value := method(w), "1"
	if w.Kind() == jsparse.Assign {
		value = w.Right().Text()
	}
	v, ok := callee.Value(n.File(), n.Object().Sym())
	class := v.Callee().Name()
	if !ok || w.Parent().Kind() != jsparse.ExprStmt || m == "compareExchange in a loop" || len(class) > 5 && class[:5] == "Float" || class == "Uint8ClampedArray" {
		return analysis.SuggestedFix{}, false
	}
	text := "Atomics." + m + "(" + n.Object().Text() + ", " + n.Child(jsparse.EdgeIndex).Text() + ", " + value + ")"
	return analysis.SuggestedFix{Message: "write with Atomics." + m, TextEdits: []analysis.TextEdit{jsanalysis.Replace(w, text)}}, true
}
