package corecount

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports pools sized by a number that is not the cores they may use.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "corecount",
	Doc:      "report pools sized by os.cpus().length, which counts the host's cores, and arithmetic with a hardwareConcurrency that may be missing",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/corecount.md",
	Groups:   []string{"workers", "pools"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Safe,
	Words:    []string{"cpus", "hardwareConcurrency"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, workers.Analyzer},
	Run:      run,
}

func run(p *jsanalysis.Pass) (any, error) {
	o := workers.Of(p)
	seen := map[jsparse.Cursor]bool{}
	for _, s := range o.Sites(p.File) {
		for _, c := range o.CoresIn(s.Size) {
			if c.Source != "cpus" || c.At.File() != p.File || seen[c.At] || nobodyDeploys(p, c.At) {
				continue
			}
			seen[c.At] = true
			d := diagnostic(c.At, fmt.Sprintf("`%s` counts the host's cores, not those that this process may use, so in a container the pool is too large; use os.availableParallelism()", c.At.Text()))
			if !s.Size.Contains(c.At) {
				d.Related = append(d.Related, jsanalysis.Related(s.Size, "the size of the pool"))
			}
			if edits, ok := parallelism(c.At); ok {
				d.SuggestedFixes = []analysis.SuggestedFix{{Message: "use os.availableParallelism()", TextEdits: edits}}
				d.Safe = enginesAllow(p.Module)
			}
			p.Report(d)
		}
	}
	for n := range p.File.Root().Preorder(jsparse.Member, jsparse.Ident) {
		if at := bareHardware(o, n); at.Ok() && !seen[at] && !nobodyDeploys(p, n) {
			seen[at] = true
			d := diagnostic(n, fmt.Sprintf("`%s` is NaN where navigator.hardwareConcurrency is missing, and a pool of NaN threads never starts one; write (navigator.hardwareConcurrency || 4)", at.Text()))
			d.Level = jsanalysis.Info
			p.Report(d)
		}
	}
	return nil, nil
}

func diagnostic(at jsparse.Cursor, message string) jsanalysis.Diagnostic {
	return jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: at.Pos(), End: at.TokenEnd(), Message: message}}
}

func nobodyDeploys(p *jsanalysis.Pass, at jsparse.Cursor) bool {
	return execcontext.Of(p).At(at).Only(execcontext.Test | execcontext.Build)
}

// bareHardware returns the arithmetic in which navigator.hardwareConcurrency, or
// a variable that is it, stands without a fallback.
func bareHardware(o *workers.Oracle, n jsparse.Cursor) jsparse.Cursor {
	switch n.Kind() {
	case jsparse.Member:
		if n.Name() != "hardwareConcurrency" || o.CoreCount(n) != "hardware" {
			return jsparse.Cursor{}
		}
	case jsparse.Ident:
		if n.IsDecl() {
			return jsparse.Cursor{}
		}
		v, ok := callee.Value(n.File(), n.Sym())
		if !ok || v.Kind() != jsparse.Member || v.Name() != "hardwareConcurrency" || o.CoreCount(v) != "hardware" {
			return jsparse.Cursor{}
		}
	}
	at := n.Parent()
	switch {
	case at.Kind() == jsparse.Binary && isArithmetic(at.Op()):
	case at.Kind() == jsparse.Call && n.Edge() == jsparse.EdgeArg && isMath(at.Callee()):
	default:
		return jsparse.Cursor{}
	}
	if isGuarded(n) || isTestedLater(at) {
		return jsparse.Cursor{}
	}
	return at
}

func isArithmetic(op string) bool {
	switch op {
	case "*", "/", "-", "+", "%", "**":
		return true
	}
	return false
}

func isMath(c jsparse.Cursor) bool {
	return c.Kind() == jsparse.Member && c.Object().GlobalName() == "Math"
}

// isGuarded reports whether something around takes care of a missing value: a
// fallback behind the whole, a condition that looks at it.
func isGuarded(n jsparse.Cursor) bool {
	for p := n; p.Ok() && !p.Kind().IsFunc(); p = p.Parent() {
		up := p.Parent()
		switch up.Kind() {
		case jsparse.Binary:
			switch up.Op() {
			case "||", "??":
				if p.Edge() == jsparse.EdgeLeft || mentions(up.Left()) {
					return true
				}
			case "&&":
				if p.Edge() == jsparse.EdgeRight && mentions(up.Left()) {
					return true
				}
			}
		case jsparse.Conditional, jsparse.If:
			if test := up.Child(jsparse.EdgeTest); test == p || mentions(test) || usesSym(test, n) {
				return true
			}
		}
	}
	return false
}

// isTestedLater reports whether the result goes into a variable that is tested,
// as in n = navigator.hardwareConcurrency / 2; if (!n) n = 4.
func isTestedLater(at jsparse.Cursor) bool {
	p := at.Parent()
	for p.Kind() == jsparse.Call && isMath(p.Callee()) {
		p = p.Parent()
	}
	var sym jsparse.Sym
	switch {
	case p.Kind() == jsparse.Assign && p.Left().Kind() == jsparse.Ident:
		sym = p.Left().Sym()
	case p.Kind() == jsparse.Declarator:
		sym = p.Sym()
	default:
		return false
	}
	if sym == jsparse.NoSym {
		return false
	}
	for u := range at.File().Uses(sym) {
		switch up := u.Parent(); {
		case up.Kind() == jsparse.Unary && up.Op() == "!", up.Kind() == jsparse.If && u.Edge() == jsparse.EdgeTest, up.Kind() == jsparse.Conditional && u.Edge() == jsparse.EdgeTest:
			return true
		case up.Kind() == jsparse.Binary && u.Edge() == jsparse.EdgeLeft && (up.Op() == "||" || up.Op() == "??"):
			return true
		case up.Kind() == jsparse.Call && u.Edge() == jsparse.EdgeArg && (up.Callee().Name() == "isNaN" || up.Callee().Name() == "isFinite" || up.Callee().Name() == "isInteger"):
			return true
		}
	}
	return false
}

// mentions reports whether a condition looks at the browser's answer.
func mentions(test jsparse.Cursor) bool {
	for m := range test.Preorder(jsparse.Member, jsparse.StringLit) {
		if m.Name() == "hardwareConcurrency" || m.Str() == "hardwareConcurrency" {
			return true
		}
	}
	return false
}

func usesSym(test, n jsparse.Cursor) bool {
	if n.Kind() != jsparse.Ident {
		return false
	}
	for u := range test.Preorder(jsparse.Ident) {
		if u.Sym() == n.Sym() {
			return true
		}
	}
	return false
}
