package missingtransfer

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/messages"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports large buffers that are copied into a message though nobody
// needs the original any more.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "missingtransfer",
	Doc:      "reports messages that copy a buffer which could be moved",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/missingtransfer.md",
	Groups:   []string{"memory"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"postMessage", "rrayBuffer", "ImageData", "ImageBitmap", "OffscreenCanvas", "8Array(", "8ClampedArray(", "16Array(", "32Array(", "64Array("},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, messages.Analyzer},
	Run:      run,
}

// smallBytes: copying less than that is not worth a transfer.
const smallBytes = 16 << 10

func run(pass *jsanalysis.Pass) (any, error) {
	m := messages.Of(pass)
	for call := range pass.File.Root().Preorder(jsparse.Call) {
		post, ok := m.Post(call)
		if !ok || !post.Channel.Threads() || post.Options.Ok() || execcontext.Of(pass).At(call).Only(execcontext.Test) {
			continue
		}
		var moves []move
		for _, x := range post.Parts() {
			if mv, ok := movable(m, x); ok && (mv.must || diesWith(mv.id, call)) {
				moves = append(moves, mv)
			}
		}
		if len(moves) > 0 {
			report(pass, post, moves)
		}
	}
	return nil, nil
}

// move is a part of a message that can be transferred.
type move struct {
	x     jsparse.Cursor // as it stands in the message
	id    jsparse.Cursor // the variable that holds it
	value messages.Value
	list  string // what belongs in the transfer list
	must  bool   // it cannot be cloned at all
}

// movable reports whether a part of a message has memory of its own that is
// worth moving: a local variable, or the buffer of one.
func movable(m *messages.Oracle, x jsparse.Cursor) (move, bool) {
	mv := move{x: x, id: x, value: m.ValueOf(x), list: x.Text()}
	switch mv.value.Type {
	case messages.Buffer:
		if x.Kind() == jsparse.Member { // view.buffer
			mv.id = x.Object()
		}
		if made := mv.value.Made; made.Ok() && m.ValueOf(made).Type == messages.Alias {
			return mv, false
		}
	case messages.View:
		mv.list += ".buffer"
	case messages.Image:
		mv.list += ".data.buffer"
	case messages.Bitmap:
	case messages.Canvas, messages.PortEnd, messages.Stream:
		mv.must = true
		return mv, x.Is(jsparse.Ident, jsparse.Member)
	default:
		return mv, false
	}
	return mv, mv.id.Kind() == jsparse.Ident && mv.value.Made.Ok() && !isSmall(mv.value.Made)
}

// isSmall: new Uint8Array(16), new Uint8Array([1, 2, 3]), an image of constant
// small size.
func isSmall(made jsparse.Cursor) bool {
	if made.Kind() != jsparse.New {
		return false
	}
	arg := made.Arg(0)
	if arg.Kind() == jsparse.Ident {
		if v, ok := callee.Value(arg.File(), arg.Sym()); ok {
			arg = v
		}
	}
	if n, ok := arg.Number(); ok {
		return n < smallBytes
	}
	return arg.Kind() == jsparse.ArrayLit || !arg.Ok()
}

// diesWith reports whether nobody can see a variable's value after the call: it
// is local to the function, no path leads to another use, and nothing that ran
// before may have kept it.
func diesWith(id, call jsparse.Cursor) bool {
	f, sym := id.File(), id.Sym()
	d, fn := f.Decl(sym), call.Func()
	if !d.Ok() || !fn.Ok() || d.Func() != fn || d.Parent().Kind() != jsparse.Declarator {
		return false
	}
	for u := range f.Uses(sym) {
		if u != id && u.Start() < call.Start() && !u.IsDecl() && isKept(u) || u.Func() != fn {
			return false
		}
	}
	used := false
	varflow.After(call, func(n jsparse.Cursor) varflow.Step {
		switch {
		case n.Kind() != jsparse.Ident || n.Sym() != sym:
			return varflow.Go
		case n.IsDecl(), n.Parent().Kind() == jsparse.Assign && n.Edge() == jsparse.EdgeLeft && n.Parent().Op() == "=":
			return varflow.Kill
		}
		used = true
		return varflow.Kill
	})
	return !used
}

// isKept reports whether a use may hand the value to somebody who keeps it.
// Reading and writing items, the array's own methods, and copies do not.
func isKept(u jsparse.Cursor) bool {
	p := u.Parent()
	switch p.Kind() {
	case jsparse.Index:
		return u.Edge() != jsparse.EdgeObject
	case jsparse.Member:
		switch name := p.Name(); name {
		case "subarray", "buffer":
			return true
		default:
			return u.Edge() != jsparse.EdgeObject || name == "data" && p.Parent().Kind() != jsparse.Index && p.Parent().Kind() != jsparse.Member
		}
	case jsparse.Binary, jsparse.Unary, jsparse.If, jsparse.Conditional, jsparse.ExprStmt:
		return false
	case jsparse.ForOf:
		return u.Edge() != jsparse.EdgeRight
	case jsparse.Assign:
		return u.Edge() == jsparse.EdgeRight
	case jsparse.Call:
		c := p.Callee()
		return !(c.Kind() == jsparse.Member && (c.Name() == "set" && varflow.Root(c).Sym() != u.Sym() && p.Count(jsparse.EdgeArg) <= 2 ||
			c.Name() == "getRandomValues" || c.Object().GlobalName() == "console"))
	}
	return true
}

func report(pass *jsanalysis.Pass, post messages.Post, moves []move) {
	call := post.Call
	first := moves[0]
	var msg string
	names := list(moves)
	if first.must {
		msg = fmt.Sprintf("`%s` is %s, which cannot be copied into a message: the call throws a DataCloneError; add the transfer list [%s]", first.x.Text(), first.value.Type, names)
	} else {
		msg = fmt.Sprintf("`%s` is copied into the message byte by byte, and nobody uses the original afterwards: the copy costs time on both threads and doubles the memory; add the transfer list [%s] to move it", first.x.Text(), names)
	}
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: call.Pos(), End: call.Callee().TokenEnd(), Message: msg}}
	if post.Carrier.Ok() {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: post.Carrier.Pos(), End: post.Carrier.Body().Pos(), Message: "posted by this function"})
	}
	for _, mv := range moves {
		d.Related = append(d.Related, jsanalysis.Related(mv.x, "%s", mv.value.Type))
	}
	behind := call.Arg(call.Count(jsparse.EdgeArg) - 1)
	if !post.Carrier.Ok() || post.TakesList {
		d.SuggestedFixes = []analysis.SuggestedFix{{
			Message:   "move it with a transfer list",
			TextEdits: []analysis.TextEdit{jsanalysis.Insert(call.File(), behind.End(), ", ["+names+"]")},
		}}
	}
	pass.Report(d)
}

func list(moves []move) string {
	var names []string
	seen := map[string]bool{}
	for _, mv := range moves {
		if !seen[mv.list] {
			seen[mv.list] = true
			names = append(names, mv.list)
		}
	}
	return strings.Join(names, ", ")
}
