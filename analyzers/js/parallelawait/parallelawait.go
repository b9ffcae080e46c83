package parallelawait

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// Analyzer reports promises that are started together and awaited one after the
// other.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "parallelawait",
	Doc:      "reports promises that run together but are awaited in turn, so that a failure of the later is unhandled",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/parallelawait.md",
	Groups:   []string{"awaits"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"await"},
	Wants:    wants,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer},
	Run:      run,
}

// wants: at least two variables are awaited.
func wants(p *jsanalysis.Pass, text string) bool {
	if p.Module != nil && execcontext.Of(p).NamedFor(p.Module) == execcontext.Test {
		return false
	}
	for i, found := 0, 0; ; {
		at := strings.Index(text[i:], "await")
		if at < 0 {
			return false
		}
		i += at + len("await")
		rest := strings.TrimLeft(text[i:], " \t\r\n(")
		end := 0
		for end < len(rest) && glance.IsWord(rest[end]) {
			end++
		}
		if rest = strings.TrimLeft(rest[end:], " \t"); end == 0 || rest != "" && strings.IndexByte("(.[`?<", rest[0]) >= 0 {
			continue
		}
		if found++; found == 2 {
			return true
		}
	}
}

func run(pass *jsanalysis.Pass) (any, error) {
	reported := map[jsparse.Cursor]bool{} // blocks and functions with a finding
	for a := range pass.File.Root().Preorder(jsparse.Await) {
		p, ok := startedBefore(pass, a)
		if !ok || reported[p.block] {
			continue
		}
		list := awaitedTogether(pass, p)
		if len(list) < 2 || execcontext.Of(pass).At(a).Only(execcontext.Test) {
			continue
		}
		reported[p.block] = true
		report(pass, list)
	}
	return nil, nil
}

// pending is a promise in a variable that is started in a block and awaited in
// the same block, and that nobody else looks at:
//
//	const p = f();
//	…
//	await p;
type pending struct {
	id    jsparse.Cursor // the declared name
	call  jsparse.Cursor // what starts it
	await jsparse.Cursor
	stmt  jsparse.Cursor // the statement that awaits it
	block jsparse.Cursor
}

func startedBefore(pass *jsanalysis.Pass, a jsparse.Cursor) (pending, bool) {
	use := a.Operand()
	if use.Kind() != jsparse.Ident {
		return pending{}, false
	}
	f := a.File()
	d := f.Decl(use.Sym())
	decl := d.Parent()
	if !d.Ok() || decl.Kind() != jsparse.Declarator || d.Func() != a.Func() {
		return pending{}, false
	}
	uses := 0
	for range f.Uses(use.Sym()) {
		uses++
	}
	p := pending{id: d, call: decl.Child(jsparse.EdgeInit), await: a, stmt: statement(a), block: decl.Parent().Parent()}
	if uses != 2 || p.call.Kind() != jsparse.Call || isHandled(p.call) || p.stmt.Parent() != p.block || p.stmt.Start() < d.Start() {
		return pending{}, false
	}
	return p, isPromise(pass, p)
}

func statement(n jsparse.Cursor) jsparse.Cursor {
	for !n.Kind().IsStmt() && n.Parent().Ok() {
		n = n.Parent()
	}
	return n
}

// isPromise: the variable is called a promise, or the call is known to give one.
func isPromise(pass *jsanalysis.Pass, p pending) bool {
	if name := strings.ToLower(p.id.Name()); strings.Contains(name, "promise") || name == "p" || name == "pending" {
		return true
	}
	e := callee.Of(pass).Call(p.call)
	if fn := e.Func(); fn.Ok() {
		return fn.IsAsync() || strings.HasPrefix(fn.Annotation(), "Promise<")
	}
	return e.Name == "fetch" || strings.HasPrefix(e.Name, "node:fs.promises.") || strings.HasPrefix(e.Name, "node:fs/promises.") || strings.HasPrefix(e.Name, "axios")
}

// isHandled: f().catch(g), f().then(g, h), Promise.allSettled(…).
func isHandled(call jsparse.Cursor) bool {
	c := call.Callee()
	if c.Kind() != jsparse.Member {
		return false
	}
	switch c.Name() {
	case "catch", "allSettled":
		return true
	case "then":
		return call.Arg(1).Ok() || isHandled(c.Object())
	case "finally":
		return isHandled(c.Object())
	}
	return false
}

// awaitedTogether returns p and the promises of its block that are pending while
// p is awaited, in the order of their awaits.
func awaitedTogether(pass *jsanalysis.Pass, p pending) []pending {
	list := []pending{p}
	for s := p.stmt.NextSibling(); s.Ok(); s = s.NextSibling() {
		for a := range s.Preorder(jsparse.Await) {
			if q, ok := startedBefore(pass, a); ok && q.block == p.block && q.id.Start() < p.await.Start() && q.stmt == s {
				list = append(list, q)
			}
		}
	}
	return list
}

func report(pass *jsanalysis.Pass, list []pending) {
	p, q := list[0], list[1]
	msg := fmt.Sprintf("`%s` is pending while `%s` is awaited: if it fails first, or if `%[2]s` fails, its rejection is unhandled, which ends a Node process; await both with Promise.all", q.id.Name(), p.id.Name())
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: p.await.Pos(), End: p.await.TokenEnd(), Message: msg}}
	for _, x := range list[1:] {
		d.Related = append(d.Related, jsanalysis.Related(x.id, "`%s` is started here", x.id.Name()), jsanalysis.Related(x.await, "and awaited only here"))
	}
	if fix, ok := together(list); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{fix}
	}
	pass.Report(d)
}

// together rewrites awaits that follow each other:
//
//	const a = await p;
//	const b = await q;    const [a, b] = await Promise.all([p, q]);
func together(list []pending) (analysis.SuggestedFix, bool) {
	var targets, promises []string
	bare := true
	for i, x := range list {
		if i > 0 && list[i-1].stmt.NextSibling() != x.stmt {
			return analysis.SuggestedFix{}, false
		}
		switch x.stmt.Kind() {
		case jsparse.ExprStmt:
			if x.await.Parent() != x.stmt {
				return analysis.SuggestedFix{}, false
			}
			targets = append(targets, "")
		case jsparse.VarDecl:
			d := x.await.Parent()
			if d.Kind() != jsparse.Declarator || x.stmt.Op() != "const" || x.stmt.Count(jsparse.EdgeDecl) != 1 || d.Annotation() != "" {
				return analysis.SuggestedFix{}, false
			}
			bare = false
			targets = append(targets, d.Child(jsparse.EdgeTarget).Text())
		default:
			return analysis.SuggestedFix{}, false
		}
		promises = append(promises, x.id.Name())
	}
	f := list[0].stmt.File()
	start, end := list[0].stmt.Start(), list[len(list)-1].stmt.End()
	for _, c := range f.Comments() {
		if c.Start >= start && c.Start < end {
			return analysis.SuggestedFix{}, false
		}
	}
	text := "await Promise.all([" + strings.Join(promises, ", ") + "]);"
	if !bare {
		text = "const [" + strings.Join(targets, ", ") + "] = " + text
	}
	return analysis.SuggestedFix{Message: "await them together", TextEdits: []analysis.TextEdit{{Pos: f.Pos(start), End: f.Pos(end), NewText: []byte(text)}}}, true
}
