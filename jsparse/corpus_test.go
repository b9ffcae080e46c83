package jsparse

import (
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// corpusVar names a folder of more sources for the tests and benchmarks of this
// package, such as a checkout of some large project.
const corpusVar = "JSPARSE_CORPUS"

type source struct{ path, text string }

// corpus returns the sources among the tests of the whole module, and those in
// the folder that corpusVar names.
func corpus(tb testing.TB) (list []source) {
	tb.Helper()
	for _, root := range []string{"../testdata", "../analyzers", os.Getenv(corpusVar)} {
		if root == "" {
			continue
		}
		err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if e.IsDir() && (e.Name() == "node_modules" || e.Name() == ".git" || e.Name() == "fuzz") {
				return fs.SkipDir
			}
			if e.Type().IsRegular() && IsSource(p) {
				text, err := os.ReadFile(p)
				if err != nil {
					return err
				}
				list = append(list, source{p, string(text)})
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	if len(list) == 0 {
		tb.Fatal("no sources")
	}
	return list
}

// TestCorpus parses every source of the corpus, and holds the tree and the
// lexical scan against the text and against each other.
func TestCorpus(t *testing.T) {
	sources := corpus(t)
	next := make(chan source)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for s := range next {
				checkSource(t, s, len(sources) > 500)
			}
		})
	}
	for _, s := range sources {
		next <- s
	}
	close(next)
	wg.Wait()
}

// checkSource checks one source; of a large corpus only a part of the
// expressions is parsed again.
func checkSource(t *testing.T, s source, large bool) {
	files, err := Parse(token.NewFileSet(), s.path, s.text)
	if err != nil {
		t.Errorf("error: %v", err)
	}
	var paths []Reference
	for _, f := range files {
		if msg := broken(f); msg != "" {
			t.Errorf("tree: %s", msg)
		}
		every := 1
		if large {
			every = 97
		}
		if msg := reparse(f, every); msg != "" {
			t.Errorf("reparse: %s", msg)
		}
		paths = append(paths, f.paths()...)
	}
	if err != nil {
		return
	}
	var scanned []Reference
	for _, r := range scanAll(s.path, s.text) {
		if r.Kind <= Require || r.Kind == WorkerQuery {
			scanned = append(scanned, r)
		}
	}
	if msg := disagreement(s, paths, scanned); msg != "" {
		t.Errorf("scan: %s", msg)
	}
}

// paths lists what the parser says about imports, for comparison.
func (f *File) paths() (list []Reference) {
	for c := range f.Root().Preorder(ImportDecl, ExportNamed, ExportAll, ImportCall, Call) {
		var lit Cursor
		kind := ImportStatic
		switch c.Kind() {
		case ImportCall:
			kind, lit = ImportDynamic, c.Arg(0)
		case Call:
			if text := c.Text(); !strings.HasPrefix(text, "require") || strings.HasPrefix(text, "require.") || strings.HasPrefix(text, "require?") {
				continue
			}
			if callee := c.Callee(); callee.Ok() && (callee.Kind() != Ident || callee.Name() != "require") {
				continue
			}
			kind, lit = Require, c.Arg(0)
		default:
			lit = c.Child(EdgeSource)
		}
		for s := range lit.Preorder(StringLit, TemplateLit) { // import(a ? "b" : "c")
			if v, ok := s.IsString(); ok && (s == lit || s.Is(StringLit) && (s.Edge() == EdgeThen || s.Edge() == EdgeElse) && lit.Is(Conditional)) {
				list = append(list, Reference{Kind: kind, Start: s.Start(), End: s.End(), Spec: v})
			}
		}
	}
	return list
}

// disagreement says where the parser and the scan see different imports. Types
// are not in the tree: those of import type may be seen by the scan alone.
func disagreement(s source, parsed, scanned []Reference) string {
	at := map[int]Reference{}
	for _, r := range scanned {
		at[r.Start] = r
	}
	for _, p := range parsed {
		r, ok := at[p.Start]
		if !ok {
			return errorAt(s.path, s.text, p.Start, "missed by the scan: "+p.Spec).Error()
		}
		spec, _, _ := strings.Cut(p.Spec, "?")
		if got, _, _ := strings.Cut(r.Spec, "?"); r.End != p.End || got != spec && !strings.Contains(s.text[r.Start:r.End], `\`) {
			return errorAt(s.path, s.text, p.Start, "scanned differently: "+p.Spec+", "+r.Spec).Error()
		}
		delete(at, p.Start)
	}
	for _, r := range scanned {
		if _, left := at[r.Start]; left && !r.TypeOnly {
			return errorAt(s.path, s.text, r.Start, "seen by the scan only: "+r.Spec).Error()
		}
	}
	return ""
}

// reparse parses every n-th expression of f on its own, in parentheses, and says
// where that gives another tree.
func reparse(f *File, n int) string {
	path := map[Lang]string{JS: "a.js", TS: "a.ts", TSX: "a.tsx"}[f.Lang]
	count := 0
	for c := range f.Root().Preorder() {
		if !standsAlone(c) {
			continue
		}
		if count++; count%n != 0 {
			continue
		}
		text := c.Text()
		var last error
		for _, frame := range [][2]string{
			{"class _ extends Object { async *_() { new.target;(", ") } }"},
			{"class _ extends Object { static _ = (", ") }"},
			{"async function* _() { (", ") }"},
			{"async function _() { (", ") }"},
			{"(", ")"},
		} {
			if last = sameExpression(c, path, frame[0]+text+frame[1], len(frame[0])); last == nil {
				break
			}
		}
		if last != nil {
			return c.String() + ": " + last.Error()
		}
	}
	return ""
}

type mismatch string

func (m mismatch) Error() string { return string(m) }

// sameExpression parses src and looks for an expression like c at the offset.
func sameExpression(c Cursor, path, src string, at int) error {
	files, err := Parse(nil, path, src)
	if err != nil {
		return err
	}
	for d := range files[0].Root().Preorder(c.Kind()) {
		if d.Start() == at && d.Text() == c.Text() {
			return nil
		}
	}
	return mismatch("not the same expression alone: " + c.Text())
}

// standsAlone reports whether the node is an expression that can be parsed
// without what is around it.
func standsAlone(c Cursor) bool {
	if !c.Kind().IsExpr() || c.Is(Hole, JSXText, Spread, PrivateName, SuperExpr) || c.IsDecl() {
		return false
	}
	switch c.Edge() {
	case EdgeKey, EdgeName, EdgeSource, EdgeTag, EdgeExtends:
		return false
	case EdgeValue:
		if c.Parent().Is(Method) || c.Parent().Has(FlagShorthand) || c.Parent().Edge() == EdgeName {
			return false
		}
	case EdgeLeft, EdgeOperand, EdgeDecl:
		if c.Parent().Is(ForIn, ForOf) || c.Parent().Is(ExportDefault) && c.Is(FuncExpr, ClassExpr) {
			return false
		}
	}
	for p := c; p.Ok(); p = p.Parent() {
		if p.Has(FlagSynthetic) || p.Is(EnumDecl, NamespaceDecl) {
			return false
		}
	}
	return !strings.Contains(c.Text(), "#") && c.Text() != "undefined" && // which may be declared
		!isConstOfEnum(c)
}

// isConstOfEnum reports whether the node is the value of an enum's member, of
// which the source has the name.
func isConstOfEnum(c Cursor) bool {
	first := c.Text()[:1]
	return c.Is(StringLit, NumberLit) && isIdentByte(first[0]) && (first < "0" || first > "9") &&
		!strings.HasPrefix(c.Text(), "typeof") && c.Text() != "NaN" && c.Text() != "Infinity"
}
