package jsparse

import (
	"fmt"
	"go/token"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf8"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// Script is a script block of a container such as .vue.
type Script struct {
	Start, End int    // range of the script's text in the outer file
	Kind       string // "component", "script", "frontmatter"; empty for a plain file
}

// IsSource reports whether Parse reads files with the name, by its extension.
func IsSource(name string) bool {
	_, ok := extensions[strings.ToLower(filepath.Ext(name))]
	return ok
}

// dialect says how to read files with an extension.
type dialect struct {
	lang      Lang
	container bool // script blocks inside another language
	strict    bool // .mts and .cts forbid <T>x casts
}

var extensions = map[string]dialect{
	".js": {lang: JS}, ".mjs": {lang: JS}, ".cjs": {lang: JS}, ".jsx": {lang: JS},
	".ts": {lang: TS}, ".mts": {lang: TS, strict: true}, ".cts": {lang: TS, strict: true}, ".tsx": {lang: TSX},
	".vue": {container: true}, ".svelte": {container: true}, ".astro": {container: true},
	".html": {container: true}, ".htm": {container: true},
}

// Parse reads a file's text: one File for a plain source, one for each script
// scope of a container. The text must be valid UTF-8, at most
// 16 MiB, and not nested deeper than the parser can go; anything else, and text
// that is no program, is an *Error with place and way out. fset may be nil, then
// Pos and TokenFile have no use. Parse never panics and may be called
// concurrently.
func Parse(fset *token.FileSet, path, text string) (files []*File, err error) {
	d, ok := extensions[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return nil, &Error{Path: path, Msg: "not a JavaScript or TypeScript file; name it .js, .ts, .jsx, .tsx, .mjs, .cjs, .mts, .cts, .vue, .svelte, .astro or .html"}
	}
	plus, err := check(path, text)
	if err != nil {
		return nil, err
	}
	var tok *token.File
	if fset != nil {
		tok = fset.AddFile(path, -1, len(text))
		tok.SetLinesForContent([]byte(text))
		defer func() { // while somebody types, most texts are no program
			if len(files) == 0 {
				fset.RemoveFile(tok)
			}
		}()
	}
	if !d.container {
		f := &File{Path: path, Text: text, code: plainLines(text), Lang: d.lang, tok: tok}
		if err := f.parse(d.strict, plus); err != nil {
			return nil, err
		}
		return []*File{f}, nil
	}
	blocks := scriptBlocks(path, text)
	files, err = parseBlocks(path, text, blocks, tok, plus)
	if err != nil && len(blocks) == 1 && blocks[0].script.Kind == "component" {
		// Two scripts may not be one, as when both declare a name.
		if single := singleBlocks(text); len(single) > 1 {
			return parseBlocks(path, text, single, tok, plus)
		}
	}
	return files, err
}

// parseBlocks parses script blocks, and returns the first error with those that
// are readable.
func parseBlocks(path, text string, blocks []scriptBlock, tok *token.File, plus []int) (files []*File, firstErr error) {
	for _, s := range blocks {
		f := &File{Path: path, Text: text, code: plainLines(s.code), Lang: s.lang, tok: tok, Script: s.script}
		if err := f.parse(false, plus); err != nil {
			if firstErr == nil {
				firstErr = err
			}
			continue
		}
		files = append(files, f)
	}
	return files, firstErr
}

// check refuses what the parser must not see. It returns the plus signs to hide
// from it.
func check(path, text string) (plus []int, err error) {
	if len(text) > maxSize {
		return nil, &Error{Path: path, Msg: fmt.Sprintf("%d MiB of source, more than the %d MiB that are read; generated files belong into \"ignore\"", len(text)>>20, maxSize>>20)}
	}
	// A string may hold a NUL; a text that is full of them is no UTF-8 text.
	if at := strings.IndexByte(text, 0); at >= 0 && strings.Count(text, "\x00") > 8 {
		return nil, errorAt(path, text, at, "NUL bytes: not a text file, or UTF-16; save it as UTF-8")
	}
	if !utf8.ValidString(text) {
		at := 0
		for i, r := range text {
			if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
				at = i
				break
			}
		}
		return nil, errorAt(path, text, at, "not valid UTF-8; save it as UTF-8")
	}
	at, plus := scanDepth(text)
	if at >= 0 {
		return nil, errorAt(path, text, at, "nested too deep to be parsed; generated files belong into \"ignore\"")
	}
	return plus, nil
}

func errorAt(path, text string, offset int, msg string) *Error {
	line := 1 + strings.Count(text[:offset], "\n")
	return &Error{Path: path, Line: line, Column: offset - strings.LastIndexByte(text[:offset], '\n'), Msg: msg}
}

// plainLines keeps offsets: a byte order mark becomes spaces, which the parser
// would skip, too, and a carriage return on its own a line feed, which it is to
// the parser.
func plainLines(text string) string {
	if strings.HasPrefix(text, "\uFEFF") {
		text = "   " + text[3:]
	}
	if strings.Count(text, "\r") == strings.Count(text, "\r\n") {
		return text
	}
	out := []byte(text)
	for i, c := range out {
		if c == '\r' && (i+1 == len(out) || out[i+1] != '\n') {
			out[i] = '\n'
		}
	}
	return string(out)
}

// parse fills f from f.code. JavaScript that is not readable as such is tried
// as TypeScript and as Flow.
func (f *File) parse(strict bool, plus []int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &Error{Path: f.Path, Msg: fmt.Sprintf("the parser failed: %v; please report it with the file", r)}
			if debugPanics {
				err = fmt.Errorf("%w\n%s", err, debug.Stack())
			}
		}
	}()
	code := f.code
	if len(plus) > 0 {
		code = hidePlus(code, plus)
	}
	tree, messages, ok := bridge.Parse(f.Path, code, bridge.Options{
		TypeScript: f.Lang.IsTS(), JSX: f.Lang != TS, NoAmbiguousLessThan: strict,
	})
	for _, other := range []func(string) string{func(s string) string { return s }, flowAsTS} {
		if ok || f.Lang != JS {
			break
		}
		tree2, messages2, ok2 := bridge.Parse(f.Path, other(code), bridge.Options{TypeScript: true, JSX: true})
		if ok2 {
			tree, messages, ok, f.Lang, f.dialect = tree2, messages2, true, TSX, other(code)
		} else if firstLine(messages2) > firstLine(messages) {
			messages = messages2 // of the dialect that reads the most of it
		}
	}
	if !ok {
		e := &Error{Path: f.Path, Msg: "cannot be parsed"}
		if len(messages) > 0 {
			m := messages[0]
			e.Line, e.Column, e.Msg = m.Line, m.Column+1, "syntax error: "+lowerFirst(m.Text)
		}
		return e
	}
	for _, m := range messages {
		f.Warnings = append(f.Warnings, Warning{m.Text, m.Line, m.Column + 1})
	}
	f.Hashbang = tree.Hashbang
	// A node for about every 7 bytes was seen over the files of 22 repositories.
	f.nodes = make([]node, 0, len(f.code)/7+16)
	f.names = make([]string, 0, len(f.code)/24+16)
	f.syms = make([]Symbol, 0, len(tree.Symbols))
	b := builder{f: f, src: f.code, tree: &tree, ts: f.Lang.IsTS(), plusHidden: len(plus) > 0, syms: make([]int32, len(tree.Symbols))}
	for i := range b.syms {
		b.syms[i] = -1
	}
	b.program()
	f.linkage(&b)
	return nil
}

// flowAsTS makes TypeScript of what Flow alone has, of the same length: maybe
// types, exact objects and existential types.
func flowAsTS(code string) string {
	return flowTypes.ReplaceAllStringFunc(code, func(s string) string {
		switch s {
		case "{|":
			return "{ "
		case "|}":
			return " }"
		case "<*>":
			return "<0>"
		}
		return strings.Replace(s, "?", " ", 1)
	})
}

var flowTypes = regexp.MustCompile(`[:|<,(]\s*\?\s*[A-Za-z_$({\[]|\{\||\|\}|<\*>`)

func firstLine(list []bridge.Message) int {
	if len(list) == 0 {
		return 0
	}
	return list[0].Line
}

// debugPanics adds stacks to errors in this package's tests.
var debugPanics bool

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// linkage lists the imports and exports.
func (f *File) linkage(b *builder) {
	for i := range b.tree.ImportRecords {
		r := &b.tree.ImportRecords[i]
		if r.Kind != bridge.ImportStmt && r.Kind != bridge.ImportDynamic || r.Range.Len == 0 {
			continue
		}
		im := Import{Path: r.Path.Text, Start: int(r.Range.Loc.Start), End: int(r.Range.Loc.Start + r.Range.Len), Dynamic: r.Kind == bridge.ImportDynamic}
		if r.AssertOrWith != nil {
			for _, e := range r.AssertOrWith.Entries {
				if b.cooked(0, -1, e.Key) == "type" {
					im.Type = b.cooked(0, -1, e.Value)
				}
			}
		}
		f.Imports = append(f.Imports, im)
	}
	slices.SortStableFunc(f.Imports, func(x, y Import) int { return x.Start - y.Start })
	for s := range f.Root().Children() {
		f.bind(s)
		f.export(s)
	}
}

// bind tells the symbols of an import statement where they come from.
func (f *File) bind(s Cursor) {
	if s.Kind() != ImportDecl {
		return
	}
	path := s.Child(EdgeSource).Str()
	for spec := range s.All(EdgeItem) {
		sym := &f.syms[spec.Child(EdgeName).Sym()]
		sym.Kind, sym.ImportPath, sym.ImportName = SymImport, path, spec.Name()
	}
}

// export lists what one top-level statement exports.
func (f *File) export(s Cursor) {
	local := func(name string, sym Sym, at Cursor) {
		f.Exports = append(f.Exports, Export{Name: name, Kind: ExportLocal, Sym: sym, Node: at})
	}
	switch s.Kind() {
	case FuncDecl, ClassDecl, EnumDecl, NamespaceDecl:
		if s.Has(FlagExport) {
			local(s.Name(), s.Child(EdgeName).Sym(), s)
		}
	case VarDecl:
		if !s.Has(FlagExport) {
			return
		}
		for d := range s.All(EdgeDecl) {
			for id := range d.Child(EdgeTarget).Preorder(Ident) {
				if id.IsDecl() {
					local(id.Name(), id.Sym(), d)
				}
			}
		}
	case ExportDefault:
		d := s.Child(EdgeDecl)
		local("default", d.Sym(), s)
	case ExportAssign:
		local("export=", s.Operand().Sym(), s)
	case ExportNamed:
		source := s.Child(EdgeSource)
		for spec := range s.All(EdgeItem) {
			name := spec.Child(EdgeName)
			if source.Ok() {
				f.Exports = append(f.Exports, Export{Name: spec.Name(), Kind: ExportFrom, Sym: NoSym, Node: spec, Local: name.Str(), Source: source.Str()})
			} else {
				local(spec.Name(), name.Sym(), spec)
			}
		}
	case ExportAll:
		f.Exports = append(f.Exports, Export{Kind: ExportStar, Sym: NoSym, Node: s, Source: s.Child(EdgeSource).Str()})
	}
}
