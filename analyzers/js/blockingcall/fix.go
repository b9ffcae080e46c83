package blockingcall

import (
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/jsparse"
)

// fix awaits the asynchronous twin:
//
//	fs.readFileSync(p).toString()  ->  (await fs.promises.readFile(p)).toString()
//
// where the call stands in an async function itself. A call by a name that was
// imported alone gets an import of the twin's namespace.
func (r rule) fix(call jsparse.Cursor, b platform.Blocking) (fix analysis.SuggestedFix, ok bool) {
	fn := call.Func()
	if b.Promise == "" || !fn.Has(jsparse.FlagAsync) || !fn.Body().Contains(call) || call.Has(jsparse.FlagChain) {
		return fix, false
	}
	var edits []analysis.TextEdit
	twin := ""
	switch f := call.Callee(); f.Kind() {
	case jsparse.Member:
		twin = f.Object().Text() + "." + strings.TrimPrefix(memberPath(b), ".")
	case jsparse.Ident:
		name, edit, ok := importTwin(call.File(), f, b)
		if !ok {
			return fix, false
		}
		twin, edits = name, append(edits, edit)
	}
	open, shut := "await ", ""
	switch p := call.Parent(); {
	case p.Kind() == jsparse.Await:
		open = "" // await fs.writeFileSync(…), by mistake
	case needsParens(call, p):
		open, shut = "(await ", ")"
	}
	edits = append(edits, jsanalysis.Replace(call.Callee(), open+twin))
	if shut != "" {
		edits = append(edits, jsanalysis.Insert(call.File(), call.End(), shut))
	}
	return analysis.SuggestedFix{Message: "await " + twin, TextEdits: edits}, true
}

// memberPath returns ".promises.readFile" of a namespace.
func memberPath(b platform.Blocking) string {
	if strings.HasSuffix(b.Promise, ".promises") {
		return ".promises." + b.Member
	}
	return "." + b.Member
}

// needsParens reports whether await binds weaker than what is around a call.
func needsParens(call, p jsparse.Cursor) bool {
	switch p.Kind() {
	case jsparse.Member, jsparse.Index:
		return call.Edge() == jsparse.EdgeObject
	case jsparse.Call, jsparse.New:
		return call.Edge() == jsparse.EdgeCallee
	case jsparse.TemplateLit:
		return call.Edge() == jsparse.EdgeTag
	case jsparse.Binary:
		return p.Op() == "**"
	}
	return false
}

// importTwin adds an import of the namespace with the twin, under a name that
// the file does not use.
func importTwin(f *jsparse.File, callee jsparse.Cursor, b platform.Blocking) (twin string, edit analysis.TextEdit, ok bool) {
	module := strings.TrimSuffix(b.Promise, ".promises")
	local := "fsPromises"
	imported := "promises as fsPromises"
	required := "promises: fsPromises"
	if !strings.HasSuffix(b.Promise, ".promises") {
		local, imported, required = b.Member, b.Member, b.Member
	}
	for s := range jsparse.Sym(f.NumSymbols()) {
		if f.Symbol(s).Name == local {
			return "", edit, false
		}
	}
	twin = local
	if local == "fsPromises" {
		twin += "." + b.Member
	}
	path := module
	if s := f.Symbol(callee.Sym()); s.Kind == jsparse.SymImport {
		path = s.ImportPath // as the user writes it: "fs" or "node:fs"
		for d := range f.Root().Children() {
			if d.Kind() == jsparse.ImportDecl && d.Child(jsparse.EdgeSource).Str() == path {
				q := d.Child(jsparse.EdgeSource).Text()[:1]
				end := ""
				if strings.HasSuffix(strings.TrimSpace(d.Text()), ";") {
					end = ";"
				}
				return twin, jsanalysis.Insert(f, d.End(), "\nimport { "+imported+" } from "+q+path+q+end), true
			}
		}
		return "", edit, false
	}
	for d := range f.Root().Children() {
		if d.Kind() != jsparse.VarDecl {
			continue
		}
		for c := range d.Preorder(jsparse.Call) {
			if c.Callee().IsGlobal("require") && c.Parent().Kind() == jsparse.Declarator {
				if s, isString := c.Arg(0).IsString(); isString && strings.TrimPrefix(s, "node:") == strings.TrimPrefix(module, "node:") {
					end := ""
					if strings.HasSuffix(strings.TrimSpace(d.Text()), ";") {
						end = ";"
					}
					return twin, jsanalysis.Insert(f, d.End(), "\nconst { "+required+" } = require("+c.Arg(0).Text()+")"+end), true
				}
			}
		}
	}
	return "", edit, false
}
