// Package effects says what a call does that others can notice: whether it only
// asks or computes, changes something, moves on through a shared state, or lets
// time pass.
//
// # Model
//
// An answer comes from the first of three sources that knows:
//
//   - the table of named calls of the platform and of packages (known.go);
//   - the body of the project's own function: which calls it makes, what it
//     assigns outside itself;
//   - the verb that the function's name begins with (verbs.go). Names are weak
//     evidence, and rules that need a proof ask for Certain.
//
// Unknown is an answer: a rule that needs independence must not take it for
// "harmless".
//
// # Not known
//
// Getters, proxies and valueOf can do anything; they are taken to do nothing.
package effects

import (
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// Class is what a call does.
type Class uint8

// The classes, from harmless to not.
const (
	Unknown Class = iota
	Read          // asks or computes; running two at a time changes neither
	Own           // changes only what its arguments name, as fs.unlink(path) does
	Log           // writes a line for people
	Combine       // Promise.all and its like: what it is given runs already
	Pace          // lets time pass on purpose
	Order         // moves on through a state that calls share: a cursor, a page, a queue, a lock, a person
	Write         // changes something that others see
)

// Answer is what is known of a call.
type Answer struct {
	Class   Class
	Certain bool // from the table or a body, not from a name
	Body    bool // from a body, which may read what others change
}

// Analyzer's result is an *Oracle.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "effects",
	Doc:      "what a call does that others can notice",
	Project:  true,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer},
	Run: func(p *jsanalysis.Pass) (any, error) {
		o := &Oracle{callee: callee.Of(p)}
		o.facts = jsanalysis.NewFacts(summary{known: true}, func(a, b summary) bool { return a == b }, o.summarize)
		return o, nil
	},
}

// Oracle answers what calls do. It is safe for concurrent use.
type Oracle struct {
	callee *callee.Oracle
	facts  *jsanalysis.Facts[summary]
}

// Of returns the Oracle that a rule requires.
func Of(p *jsanalysis.Pass) *Oracle { return p.ResultOf[Analyzer].(*Oracle) }

// Call returns what a Call does.
func (o *Oracle) Call(call jsparse.Cursor) Answer { return o.call(call, o.facts.Of) }

// Pure reports whether a function of the project is shown to change nothing
// outside itself.
func (o *Oracle) Pure(fn jsparse.Cursor) bool {
	s := o.facts.Of(fn)
	return s.known && !s.assigns && !s.opaque && s.worst <= Log && s.named < Pace
}

func (o *Oracle) call(call jsparse.Cursor, get func(jsparse.Cursor) summary) Answer {
	if call.Kind() != jsparse.Call {
		return Answer{}
	}
	e := o.callee.Call(call)
	if isRequest(e.Name) {
		c := request(call)
		return Answer{Class: c, Certain: c != Unknown}
	}
	if c := named(e.Name); c != Unknown {
		return Answer{Class: c, Certain: true}
	}
	verb := verbOf(call)
	if fn := e.Func(); fn.Ok() && !e.Instance {
		return get(fn).with(verb)
	}
	return Answer{Class: verb}
}

// Name returns the last name of a callee: c of a.b.c, f of f.
func Name(callee jsparse.Cursor) string {
	switch callee.Kind() {
	case jsparse.Ident, jsparse.Member:
		return callee.Name()
	case jsparse.Index:
		s, _ := callee.Child(jsparse.EdgeIndex).IsString()
		return s
	}
	return ""
}

// summary is what the body of a function shows.
type summary struct {
	known   bool
	worst   Class // the worst class among the calls it makes that are known for sure
	named   Class // the same among those that only their names tell
	assigns bool  // it assigns to something outside itself
	opaque  bool  // it makes a call of which nothing is known
}

// with combines a body with the verb of its name. Deep down every look-up in a
// database connects and releases, so against mere names a name that reads wins.
func (s summary) with(verb Class) Answer {
	switch {
	case !s.known:
		return Answer{Class: verb}
	case s.worst >= Pace:
		return Answer{Class: s.worst, Certain: true, Body: true}
	case verb == Unknown && s.named >= Pace:
		return Answer{Class: s.named, Body: true}
	case verb >= Pace, s.assigns, s.opaque, s.named >= Pace:
		// A memo or an unknown helper inside: the name decides.
		return Answer{Class: verb}
	}
	return Answer{Class: Read, Certain: true, Body: true}
}

func (o *Oracle) summarize(fn jsparse.Cursor, get func(jsparse.Cursor) summary) summary {
	s := summary{known: true}
	for n := range fn.Body().Preorder(jsparse.Call, jsparse.Assign, jsparse.Update) {
		switch n.Kind() {
		case jsparse.Call:
			if isMemo(n) {
				s.assigns = true
				continue
			}
			s.add(o.called(fn, n, get))
		case jsparse.Assign, jsparse.Update:
			s.assigns = s.assigns || assignsOutside(fn, n)
		}
	}
	return s
}

// called classes a call inside fn: what it changes of fn's own values nobody
// else sees.
func (o *Oracle) called(fn, call jsparse.Cursor, get func(jsparse.Cursor) summary) Answer {
	c := call.Callee()
	if root := Root(c); c.Is(jsparse.Member, jsparse.Index) && root.Kind() == jsparse.Ident && isFresh(fn, root) {
		return Answer{Class: Read}
	}
	a := o.call(call, get)
	if a.Certain && a.Class > Pace {
		return a
	}
	if root := Root(c); root != c && OneAtATime(call) && !(root.Kind() == jsparse.Ident && fn.Contains(root.File().Decl(root.Sym()))) {
		return Answer{Class: Order}
	}
	switch {
	case a.Class == Pace && !isWaitedFor(call): // a timer, say of a timeout
		return Answer{}
	case a.Class >= Pace && !a.Certain && Used(call) && !isWaitedFor(call): // syncedNames() may well be a getter
		return Answer{}
	}
	return a
}

// isMemo: cache.set(key, value), this.seen.add(key).
func isMemo(call jsparse.Cursor) bool {
	c := call.Callee()
	if c.Kind() != jsparse.Member || !c.Object().Is(jsparse.Ident, jsparse.Member) {
		return false
	}
	return c.Name() == "set" && call.Count(jsparse.EdgeArg) == 2 || c.Name() == "add" && call.Count(jsparse.EdgeArg) == 1
}

// isWaitedFor: await f(), return f(), () => f(), and await new Promise((r) => f(r)).
func isWaitedFor(call jsparse.Cursor) bool {
	if call.Edge() == jsparse.EdgeBody || call.Parent().Is(jsparse.Await, jsparse.Return) {
		return true
	}
	fn := call.Func()
	made := fn.Parent()
	return made.Kind() == jsparse.New && fn.Edge() == jsparse.EdgeArg && (made.Edge() == jsparse.EdgeBody || made.Parent().Is(jsparse.Await, jsparse.Return))
}

func (s *summary) add(a Answer) {
	switch {
	case a.Class == Unknown:
		s.opaque = true
	case a.Certain:
		s.worst = max(s.worst, a.Class)
	default:
		s.named = max(s.named, a.Class)
	}
}

// isFresh reports whether a variable holds a value that the function made: a
// literal or new X() in a declaration of its own.
func isFresh(fn, id jsparse.Cursor) bool {
	d := id.File().Decl(id.Sym())
	if !d.Ok() || !fn.Contains(d) {
		return false
	}
	init := d.Parent().Child(jsparse.EdgeInit)
	return d.Parent().Kind() == jsparse.Declarator && init.Is(jsparse.ArrayLit, jsparse.ObjectLit, jsparse.New, jsparse.StringLit, jsparse.TemplateLit)
}

// assignsOutside reports whether an Assign or Update changes something that
// outlives the call.
func assignsOutside(fn, n jsparse.Cursor) bool {
	target := n.Left()
	if n.Kind() == jsparse.Update {
		target = n.Operand()
	}
	root := Root(target)
	if root.Kind() != jsparse.Ident {
		return true // this.x = …
	}
	d := root.File().Decl(root.Sym())
	if !d.Ok() || !fn.Contains(d) {
		return true
	}
	return root != target && d.Parent().Kind() == jsparse.Param
}

// Root returns the expression that a chain of members, indexes and calls begins
// with: a of a.b[c].d().
func Root(x jsparse.Cursor) jsparse.Cursor {
	for {
		switch x.Kind() {
		case jsparse.Member, jsparse.Index:
			x = x.Object()
		case jsparse.Call:
			x = x.Callee()
		case jsparse.Await:
			x = x.Operand()
		default:
			return x
		}
	}
}
