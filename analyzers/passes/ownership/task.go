package ownership

import (
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// A Task is a function each call of which has a thread of its own.
type Task struct {
	Func jsparse.Cursor // the function
	At   jsparse.Cursor // the creation, or the call that has its result
	Many bool           // a local collection holds several
}

// Task reports whether a thread lives for one call of a function: only locals
// hold it, and whatever happens to it happens in the function and in callbacks
// that it registers. A handle that goes to the caller (an object with a terminate
// method) is no task, nor is code that runs once.
func (o *Oracle) Task(t workers.Thread) (Task, bool) {
	return o.task(t, t.Node, map[jsparse.Cursor]bool{})
}

func (o *Oracle) task(t workers.Thread, value jsparse.Cursor, seen map[jsparse.Cursor]bool) (Task, bool) {
	if seen[value] || len(seen) > maxCallers {
		return Task{}, false
	}
	seen[value] = true
	tr := o.trace(t, value)
	if tr.isStored() || len(tr.escapes) > 0 {
		return Task{}, false
	}
	if len(tr.returns) > 0 {
		for _, fn := range tr.returns {
			calls, _ := o.callers(fn)
			for _, c := range calls {
				if fn.Contains(c) {
					continue
				}
				if task, ok := o.task(t, c, seen); ok {
					return task, true
				}
			}
		}
		return Task{}, false
	}
	fn := value.Func()
	for fn.Ok() && fn.Parent().Kind() == jsparse.New { // new Promise((resolve) => …)
		fn = fn.Func()
	}
	if !fn.Ok() {
		return Task{}, false
	}
	many := false
	for _, h := range tr.holders {
		if !fn.Contains(h.decl) && !h.isParameter() {
			return Task{}, false
		}
		many = many || h.many
	}
	for _, m := range append(append([]jsparse.Cursor{}, tr.members...), tr.releases...) {
		if fn.Contains(m) && isHandle(m, fn) {
			return Task{}, false
		}
	}
	return Task{Func: fn, At: value, Many: many}, true
}

// isHandle reports whether a node stands in a function that its surroundings
// hand out, rather than register.
func isHandle(n, fn jsparse.Cursor) bool {
	for f := n.Func(); f.Ok() && f != fn; f = f.Func() {
		switch p := f.Parent(); p.Kind() {
		case jsparse.Method, jsparse.Property, jsparse.Return, jsparse.Field, jsparse.Arrow, jsparse.ArrayLit:
			return true
		case jsparse.Assign:
			if l := p.Left(); l.Kind() == jsparse.Member && len(l.Name()) > 2 && l.Name()[:2] != "on" {
				return true
			}
		}
	}
	return false
}

// Once reports whether the code at a node runs once in the page's or process's
// life, as far as can be seen.
func (o *Oracle) Once(n jsparse.Cursor) bool { return o.isOnce(n, 0) }
