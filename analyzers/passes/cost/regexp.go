package cost

import (
	"regexp"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// nested matches a group that repeats what itself only repeats one thing, and
// that something must follow: (a+)+$, ([\w-]+)*@. On a text that nearly fits,
// the engine tries every way to share it out among the two, which doubles with
// each character. Other ambiguous shapes, such as (a|a)* and (\w+\s?)*, are not
// looked for.
var nested = regexp.MustCompile(`\((?:\?:|\?<\w+>)?(?:\\[wdsWDS]|\[[^\]\\]*(?:\\.[^\]\\]*)*\]|[A-Za-z0-9.])[+*]\)[+*]\??[^)|?*]`)

// isCatastrophic reports whether matching a regular expression can take
// exponential time. pattern is a literal as written.
func isCatastrophic(pattern string) bool { return nested.MatchString(pattern) }

// matching are the methods that run a regular expression over a text.
var matching = wordSet("test exec match matchAll replace replaceAll search split")

// matched returns the cost of a catastrophic match, or nil: re.test(s), s.match(re).
func (w *walker) matched(call, f jsparse.Cursor) Poly {
	if !matching[f.Name()] {
		return nil
	}
	re, text := f.Object(), call.Arg(0)
	if f.Name() != "test" && f.Name() != "exec" {
		re, text = text, re
	}
	if re.Kind() == jsparse.Ident {
		if v, ok := callee.Value(re.File(), re.Sym()); ok {
			re = v
		}
	}
	if re.Kind() != jsparse.RegExpLit || !isCatastrophic(re.Str()) {
		return nil
	}
	if s := w.size(text, maxSteps); s.Origin == Constant || s.Origin == Few {
		return nil
	}
	return Poly{{Nanos: 1e9, Site: call, Deep: re, Why: "nested quantifiers double the work with each character of a text that nearly fits"}}
}
