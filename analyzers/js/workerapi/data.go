package workerapi

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// eventData matches w.on("message", (e) => e.data) and the like on parentPort,
// where the listener gets the message itself. A message may well have a member
// called data, so all messages of the other side must be known not to.
func (c *checker) eventData(m jsparse.Cursor) {
	call := m.Parent()
	if call.Kind() != jsparse.Call || m.Edge() != jsparse.EdgeCallee {
		return
	}
	if ev, _ := call.Arg(0).IsString(); ev != "message" {
		return
	}
	uses := dataUses(call.Arg(1))
	if len(uses) == 0 {
		return
	}
	var senders []*jsparse.Module
	switch {
	case c.callee.Expr(m.Object()).Name == "node:worker_threads.parentPort":
		for _, r := range c.p.Module.In() {
			if r.Kind == jsparse.NodeWorker && r.From != nil {
				senders = append(senders, r.From)
			}
		}
	case c.thread(m.Object()) == workers.Node:
		if t := c.creation(m.Object()); t.Kind == workers.Node {
			if entry := c.workers.Entry(t); entry != nil {
				senders = append(senders, entry)
			}
		}
	}
	if len(senders) == 0 {
		return
	}
	for _, s := range senders {
		if !sendsNoData(s) {
			return
		}
	}
	d := diagnostic(uses[0], fmt.Sprintf("`%s` is undefined: a listener of node:worker_threads gets the message itself, not an event; use `%s`", uses[0].Text(), uses[0].Object().Text()))
	fix := analysis.SuggestedFix{Message: "use the message itself"}
	for _, u := range uses {
		fix.TextEdits = append(fix.TextEdits, jsanalysis.Replace(u, u.Object().Text()))
	}
	d.SuggestedFixes = []analysis.SuggestedFix{fix}
	c.p.Report(d)
}

// creation returns the thread that a variable or field has as its one value.
func (c *checker) creation(x jsparse.Cursor) workers.Thread {
	v := x
	for range 4 {
		switch v.Kind() {
		case jsparse.New:
			return c.workers.New(v)
		case jsparse.Ident:
			v = valueOf(v)
		case jsparse.Member:
			v = fieldOf(v)
		case jsparse.Call:
			v = v.Callee().Object()
		default:
			return workers.Thread{}
		}
	}
	return workers.Thread{}
}

// dataUses returns the uses of a listener's parameter if all of them read its
// data.
func dataUses(fn jsparse.Cursor) (uses []jsparse.Cursor) {
	if !fn.Kind().IsFunc() {
		return nil
	}
	id := fn.Child(jsparse.EdgeParam).Child(jsparse.EdgeTarget)
	if id.Kind() != jsparse.Ident {
		return nil
	}
	for u := range fn.File().Uses(id.Sym()) {
		if u.IsDecl() {
			continue
		}
		m := u.Parent()
		if m.Kind() != jsparse.Member || m.Name() != "data" || u.Edge() != jsparse.EdgeObject {
			return nil
		}
		uses = append(uses, m)
	}
	return uses
}

// sendsNoData reports whether a module posts messages, and all of them are
// written out and have no member called data.
func sendsNoData(m *jsparse.Module) bool {
	text, err := m.Text()
	if err != nil || !strings.Contains(text, "postMessage") {
		return false
	}
	files, err := m.Files()
	if err != nil {
		return false
	}
	posts := 0
	for _, f := range files {
		for call := range f.Root().Preorder(jsparse.Call) {
			if call.Callee().Name() != "postMessage" {
				continue
			}
			posts++
			switch arg := call.Arg(0); arg.Kind() {
			case jsparse.StringLit, jsparse.NumberLit, jsparse.BoolLit, jsparse.TemplateLit, jsparse.ArrayLit, jsparse.Binary:
			case jsparse.ObjectLit:
				if arg.Prop("data").Ok() {
					return false
				}
				for p := range arg.Children() {
					if p.Kind() != jsparse.Property && p.Kind() != jsparse.Method || p.Has(jsparse.FlagComputed) {
						return false
					}
				}
			default:
				return false
			}
		}
	}
	return posts > 0
}
