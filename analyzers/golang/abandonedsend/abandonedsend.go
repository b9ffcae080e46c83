package abandonedsend

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang/internal/chanflow"
)

// Analyzer reports goroutines that wait for ever to send to a function that has returned.
var Analyzer = &analysis.Analyzer{
	Name: "abandonedsend",
	Doc: "report goroutines whose send nobody receives after the function that started them has returned\n\n" +
		"The goroutine waits for ever, and keeps its stack and all that it refers to.",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/abandonedsend.md",
	Requires: []*analysis.Analyzer{chanflow.Analyzer},
	Flags:    chanflow.Flags(),
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	info := pass.ResultOf[chanflow.Analyzer].(*chanflow.Info)
	for _, ch := range info.Channels() {
		if ch.Cap < 0 || chanflow.Skip(pass, ch.Make) {
			continue
		}
		c := &checker{pass: pass, info: info, ch: ch, own: ch.Owner}
		if chanflow.InCommand(pass) && c.isStep() {
			continue
		}
		if c.ownerIsReceiver() && !info.ManySendersOneReceive(ch) { // that is firstresult's
			c.check()
		}
	}
	return nil, nil
}

// isStep reports whether the owner is one step of a command: a plain function that
// returns an error. The process ends with it, and the goroutine too.
func (c *checker) isStep() bool {
	decl, ok := c.own.Fn.(*ast.FuncDecl)
	if !ok || decl.Recv != nil || decl.Type.Results == nil {
		return false
	}
	for _, result := range decl.Type.Results.List {
		if t := c.pass.TypesInfo.TypeOf(result.Type); t != nil && types.Identical(t, types.Universe.Lookup("error").Type()) {
			return true
		}
	}
	return false
}

// maxSenders bounds the goroutines of one channel that are told apart.
const maxSenders = 6

// several is as many starts of one goroutine as are told apart.
const several = 3

// everything is the number of receives after which no sender can be left.
const everything = 100

// A checker looks at one channel.
type checker struct {
	pass    *analysis.Pass
	info    *chanflow.Info
	ch      *chanflow.Chan
	own     *chanflow.Scope
	senders []*chanflow.Scope       // the scopes right below the owner that can send
	signals []*chanflow.Scope       // what the owner does with channels on which a sender reports its end
	reach   map[*chanflow.Node]bool // the steps from which a receive is ahead
	taint   map[types.Object]bool
}

// state is what has happened to the channel on a path of its owner.
type state struct {
	made     bool
	started  [maxSenders]uint8 // at most several
	received uint8
}

// ownerIsReceiver reports whether the owner leaves all sending to goroutines that
// it starts, and there are some.
func (c *checker) ownerIsReceiver() bool {
	if c.ch.Cap == 0 && !receivesBelow(c.own) {
		return false // nobody receives at all: ignoredchannel's
	}
	for _, op := range c.own.Ops {
		if op.Kind == chanflow.Send {
			return false
		}
	}
	for _, sub := range c.own.Subs {
		if c.info.Sends(sub, c.own.Fn, "") == 0 {
			continue
		}
		if sub.Role != chanflow.Go && sub.Has(chanflow.Send) {
			return false
		}
		c.senders = append(c.senders, sub)
	}
	if c.ch.Cap > 0 && (c.sendersAreToldToStop() || c.startsOneAtATime()) {
		return false // what they send after that may fit
	}
	return len(c.senders) > 0 && len(c.senders) <= maxSenders
}

func (c *checker) check() {
	g := c.info.Graph(c.own.Fn)
	isDef := func(n *chanflow.Node) bool { return n.AST == c.ch.Def }
	c.reach = g.Reaches(c.receivesAt, isDef)
	c.findSignals()
	var found *leftover
	w := c.info.NewWalker(c.own.Fn, c.own.Fn)
	complete := chanflow.Walk(w, state{}, "", func(n *chanflow.Node, s state, conds chanflow.Conditions) (state, bool) {
		if found != nil {
			return s, false
		}
		if isDef(n) || n.Exit && !c.info.IsMain(c.own.Fn) {
			found = c.leftOver(s, conds)
			return state{made: !n.Exit}, true
		}
		if !s.made {
			return s, true
		}
		if group := c.waitAt(n); group != nil {
			if l := c.leftOver(s, conds); l != nil && c.isIn(group, l) {
				l.waits = group
				found = l
				return s, false
			}
			if c.anyIn(group) {
				s.received = everything
			}
		}
		return c.step(n, s), true
	}, c.along)
	if complete && found != nil {
		c.report(found)
	}
}

// receivesAt reports whether the owner itself receives in the step n.
func (c *checker) receivesAt(n *chanflow.Node) bool {
	for _, op := range c.own.At(n) {
		if op.Kind == chanflow.Recv || op.Kind == chanflow.Range {
			return true
		}
	}
	return false
}

// step returns the state after n.
func (c *checker) step(n *chanflow.Node, s state) state {
	for _, sub := range c.own.SubsAt(n) {
		for i, sender := range c.senders {
			if sender == sub && s.started[i] < several {
				s.started[i]++
			}
		}
		if receivesBelow(sub) {
			s.received = everything
		}
	}
	if c.sendersAreDone(n) || c.closesAt(n) {
		s.received = everything
	}
	if c.receivesAt(n) && s.received < everything {
		s.received++
		if s.received > several*maxSenders {
			s.received = everything
		}
		if loop := c.loopOf(n); loop != nil && c.trusts(loop) {
			s.received = everything
		}
	}
	return s
}

// receivesBelow reports whether s or anything below it receives.
func receivesBelow(s *chanflow.Scope) bool {
	found := false
	s.Walk(func(x *chanflow.Scope) {
		for _, op := range x.Ops {
			found = found || op.Kind == chanflow.Recv || op.Kind == chanflow.Range
		}
	})
	return found
}

// loopOf returns the outermost loop around n that does not make the channel anew.
func (c *checker) loopOf(n *chanflow.Node) ast.Stmt {
	for _, l := range n.Loops {
		if !(l.Pos() <= c.ch.Def.Pos() && c.ch.Def.End() <= l.End()) {
			return l
		}
	}
	return nil
}

// trusts reports whether the receiving loop is taken to know when to stop: the
// number of senders is not known, and neither is its relation to the loop.
func (c *checker) trusts(loop ast.Stmt) bool {
	if isRangeOver(loop, c.own) {
		return false
	}
	single := true
	for _, s := range c.senders {
		if s.Loop {
			return !sameTrips(c.info.LoopAround(c.own.Fn, s.Site), loop)
		}
		single = single && c.info.Sends(s, c.own.Fn, "") == 1
	}
	f, ok := loop.(*ast.ForStmt)
	return ok && f.Cond == nil && !(single && len(c.senders) == 1)
}

// isRangeOver reports whether loop ranges over the channel of s.
func isRangeOver(loop ast.Stmt, s *chanflow.Scope) bool {
	for _, op := range s.Ops {
		if op.Kind == chanflow.Range && op.Node == ast.Node(loop) {
			return true
		}
	}
	return false
}

// sameTrips reports whether two loops plainly run equally often: ranges over the
// same operand, or the same header.
func sameTrips(a, b ast.Stmt) bool {
	switch a := a.(type) {
	case *ast.RangeStmt:
		b, ok := b.(*ast.RangeStmt)
		return ok && types.ExprString(a.X) == types.ExprString(b.X)
	case *ast.ForStmt:
		b, ok := b.(*ast.ForStmt)
		if !ok || a.Cond == nil || b.Cond == nil {
			return false
		}
		x, ok1 := a.Cond.(*ast.BinaryExpr)
		y, ok2 := b.Cond.(*ast.BinaryExpr)
		return ok1 && ok2 && x.Op == y.Op && types.ExprString(x.Y) == types.ExprString(y.Y)
	}
	return false
}

// along returns the state after an edge.
func (c *checker) along(from *chanflow.Node, e chanflow.Edge, s state) (state, bool) {
	if !s.made || s.received == everything {
		return s, true
	}
	if e.Ends != nil && c.receivesIn(e.Ends) {
		s.received = everything // it ran as often as there were senders
	}
	if e.On != nil && c.reach[from] && !c.reach[e.To] {
		if s.received > 0 && c.oneSender() && c.told(e.On) || c.setBySender(e.On) {
			s.received = everything // the sender said that it was the last
		}
	}
	return s, true
}

// receivesIn reports whether the owner receives, or starts somebody who does,
// inside loop, which does not make the channel.
func (c *checker) receivesIn(loop ast.Stmt) bool {
	if loop.Pos() <= c.ch.Def.Pos() && c.ch.Def.End() <= loop.End() {
		return false
	}
	for _, op := range c.own.Ops {
		if (op.Kind == chanflow.Recv || op.Kind == chanflow.Range) && loop.Pos() <= op.Node.Pos() && op.Node.End() <= loop.End() {
			return true
		}
	}
	for _, sub := range c.own.Subs {
		if loop.Pos() <= sub.Site.Pos() && sub.Site.End() <= loop.End() && receivesBelow(sub) {
			return true
		}
	}
	return false
}

func (c *checker) oneSender() bool { return len(c.senders) == 1 && !c.senders[0].Loop }

// A leftover is a send that can still be waiting when its owner is done.
type leftover struct {
	sender *chanflow.Scope
	op     *chanflow.Op
	waits  *types.Var // the group that the owner waits for before it receives, or nil
}

// leftOver returns what can be left over in state s, or nil.
func (c *checker) leftOver(s state, conds chanflow.Conditions) *leftover {
	if !s.made || s.received == everything {
		return nil
	}
	total, started := 0, 0
	var last *chanflow.Scope
	for i, sub := range c.senders {
		n := c.info.Sends(sub, c.own.Fn, conds)
		if s.started[i] == 0 || n == 0 {
			continue
		}
		total += n * int(s.started[i])
		started += int(s.started[i])
		last = sub
	}
	room := int(s.received) + int(c.ch.Cap)
	if total <= room {
		return nil
	}
	if started > 1 {
		room = 0 // any of them can be the one
	}
	if op := c.info.BlockedSend(last, c.own.Fn, conds, room); op != nil && !c.asksForLock(last, op) {
		return &leftover{sender: last, op: op}
	}
	return nil
}

func (c *checker) report(l *leftover) {
	if chanflow.Skip(c.pass, l.op.Node) {
		return
	}
	name := c.ch.Var.Name()
	send := l.op.Node.(*ast.SendStmt)
	d := analysis.Diagnostic{
		Pos: send.Pos(),
		End: send.End(),
		Message: fmt.Sprintf("the send to `%s` can wait for ever, and its goroutine with it: the function that made `%s` can end without receiving; give the channel room or select on a way out",
			types.ExprString(send.Chan), name),
		Related: []analysis.RelatedInformation{
			{Pos: c.ch.Make.Pos(), End: c.ch.Make.End(), Message: "made here"},
			{Pos: l.sender.Site.Pos(), Message: "the goroutine starts here"},
		},
	}
	if l.waits != nil {
		d.Message = fmt.Sprintf("the send to `%s` waits for ever: the function that would receive waits for `%s`, and so for this goroutine, first; receive before waiting, or give the channel room",
			types.ExprString(send.Chan), l.waits.Name())
	}
	if c.sendsOnce(l.sender) {
		d.SuggestedFixes = []analysis.SuggestedFix{{
			Message:   "Make room for the one value",
			TextEdits: []analysis.TextEdit{{Pos: c.ch.Make.Rparen, End: c.ch.Make.Rparen, NewText: []byte(", 1")}},
		}}
	}
	c.pass.Report(d)
}

// sendsOnce reports whether all that is ever sent to the channel fits into a capacity of one.
func (c *checker) sendsOnce(sub *chanflow.Scope) bool {
	return len(c.ch.Make.Args) == 1 && c.oneSender() && c.info.Sends(sub, c.own.Fn, "") == 1
}
