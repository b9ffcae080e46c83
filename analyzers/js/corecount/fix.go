package corecount

import (
	"regexp"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

const replacement = "availableParallelism"

// parallelism turns os.cpus().length, require("os").cpus().length and cpus().length
// of a named import into availableParallelism().
func parallelism(at jsparse.Cursor) ([]analysis.TextEdit, bool) {
	call := at.Object()
	if call.Kind() != jsparse.Call {
		return nil, false
	}
	switch c := call.Callee(); c.Kind() {
	case jsparse.Member:
		return []analysis.TextEdit{jsanalysis.Replace(at, c.Object().Text()+"."+replacement+"()")}, true
	case jsparse.Ident:
		edit, ok := declare(c)
		if !ok {
			return nil, false
		}
		edits := []analysis.TextEdit{jsanalysis.Replace(at, replacement+"()")}
		if edit != nil {
			edits = append(edits, *edit)
		}
		return edits, true
	}
	return nil, false
}

// declare makes the name known where cpus is imported or destructured; nil if it
// already is.
func declare(cpus jsparse.Cursor) (*analysis.TextEdit, bool) {
	f := cpus.File()
	for s := range jsparse.Sym(f.NumSymbols()) {
		if sym := f.Symbol(s); sym.Name == replacement {
			return nil, sym.Kind == jsparse.SymImport && (sym.ImportPath == "os" || sym.ImportPath == "node:os")
		}
	}
	d := f.Decl(cpus.Sym()).Parent()
	if !d.Is(jsparse.ImportSpec, jsparse.PatternElem) || d.Text() != "cpus" {
		return nil, false
	}
	uses := 0
	for range f.Uses(cpus.Sym()) {
		uses++
	}
	e := jsanalysis.Insert(f, d.End(), ", "+replacement)
	if uses == 2 {
		e = jsanalysis.Replace(d, replacement)
	}
	return &e, true
}

var version = regexp.MustCompile(`^\s*(>=?|\^|~|v|=)?\s*v?(\d+)(?:\.(\d+|x|\*))?`)

// enginesAllow reports whether package.json promises a Node that has
// os.availableParallelism: 18.14, or 19.4.
func enginesAllow(m *jsparse.Module) bool {
	if m == nil || m.Package() == nil {
		return false
	}
	v := version.FindStringSubmatch(m.Package().Engines["node"])
	if v == nil {
		return false
	}
	major, _ := strconv.Atoi(v[2])
	minor, _ := strconv.Atoi(v[3])
	switch major {
	case 18:
		return minor >= 14
	case 19:
		return minor >= 4
	}
	return major >= 20
}
