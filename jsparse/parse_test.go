package jsparse

import (
	"fmt"
	"go/token"
	"strings"
	"testing"
	"time"
)

func parseOne(t *testing.T, name, src string) *File {
	t.Helper()
	fs, err := Parse(nil, name, src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return fs[0]
}

// dump writes the tree as nested kinds with their text.
func dump(c Cursor) string {
	var sb strings.Builder
	var walk func(c Cursor, depth int)
	walk = func(c Cursor, depth int) {
		sb.WriteString(strings.Repeat("  ", depth) + c.Kind().String() + " " + strings.ReplaceAll(c.Text(), "\n", "\\n"))
		if c.Has(FlagSynthetic) {
			sb.WriteString(" SYNTH")
		}
		sb.WriteString("\n")
		for s := range c.Children() {
			walk(s, depth+1)
		}
	}
	walk(c, 0)
	return sb.String()
}

// everything holds one of most things that the grammar has.
const everything = `import fs, {readFile as rf} from "node:fs"
"x"
export async function f<T>(a: number[], {b, c = 2, ...r}: Foo = {}): Promise<void> {
  const x = ((a as any).foo!)[1] + (2 * (3 + 4));
  for (let i = 0; i < a.length; i++) { await g(i, (x), ...a) }
  for await (const y of z) if ((y)) { return } else throw new (foo())("a" as string)
  do { a?.b?.(c)++ } while ((a, b))
  label: switch (x) { case (1): break label; default: foo(` + "`a${1}b`" + `) }
  try { (await f)() } catch ({message}) {} finally {}
  return (x) as unknown as Foo
}
class A extends (B) { static #p = 1; private w: Worker; constructor(private q: Worker, readonly z = 3) { super() } get x() { return this.#p } async *[Symbol.iterator]() {} static { foo() } }
enum E { A = 1, B }
namespace N { export function inner() { return 1 } }
const t = async (a) => ({...a, b() {}, c: 1, d}), u = x => x, w = [, 1,] as const
if (a) b; else if (c) d
`

const everythingJSX = `const a = <Foo bar="x" baz={(1)} qux {...p}>hi {x} <b.c/> </Foo>; //c
function g() { return <></> }`

// invariants checks what every tree must hold.
func invariants(t *testing.T, f *File) {
	t.Helper()
	if msg := broken(f); msg != "" {
		t.Fatal(msg)
	}
}

// broken says which invariant of trees f does not hold, or nothing.
func broken(f *File) string {
	for i := range f.nodes {
		c := f.At(i)
		n := &f.nodes[i]
		if n.start < 0 || n.end < n.start || int(n.end) > len(f.Text) {
			return fmt.Sprintf("%s: node %d %v: range %d..%d of %d", f.Path, i, n.kind, n.start, n.end, len(f.Text))
		}
		if n.next <= int32(i) || int(n.next) > len(f.nodes) {
			return fmt.Sprintf("%s: node %d %v: subtree ends at %d", f.Path, i, n.kind, n.next)
		}
		p := c.Parent()
		if !p.Ok() {
			if i != 0 {
				return fmt.Sprintf("%s: node %d %v has no parent", f.Path, i, n.kind)
			}
			continue
		}
		if !p.Contains(c) {
			return fmt.Sprintf("%v does not hold %v", p, c)
		}
		if c.Has(FlagSynthetic) || p.Has(FlagSynthetic) {
			continue
		}
		if c.Start() < p.Start() || c.End() > p.End() {
			return fmt.Sprintf("%v reaches out of %v", c, p)
		}
		if c.Kind() == Ident && c.Text() != c.Name() && !strings.Contains(c.Text(), "\\u") {
			return fmt.Sprintf("%v is called %q", c, c.Name())
		}
		// A shorthand's key is its value.
		if s := c.NextSibling(); s.Ok() && !s.Has(FlagSynthetic) && s.Start() < c.End() && !p.Has(FlagShorthand) {
			return fmt.Sprintf("%v starts before the end of %v", s, c)
		}
	}
	return ""
}

func TestInvariants(t *testing.T) {
	invariants(t, parseOne(t, "a.ts", everything))
	invariants(t, parseOne(t, "a.jsx", everythingJSX))
}

func TestRanges(t *testing.T) {
	for _, c := range []struct {
		path, src string
		kind      Kind
		want      string
	}{
		{"a.js", "x = ((a + b)) * (c);", Binary, "((a + b)) * (c)"},
		{"a.js", "f((a), (b))(c)", Call, "f((a), (b))(c)"},
		{"a.ts", "y = (x as any).foo!.bar", Member, "(x as any).foo!.bar"},
		{"a.js", "return_ = async (a) => ({b: 1})", Arrow, "async (a) => ({b: 1})"},
		{"a.js", "new (foo())(1)", New, "new (foo())(1)"},
		{"a.js", "if ((a)) b(); else if (c) d()", If, "if ((a)) b(); else if (c) d()"},
		{"a.js", "do { a() } while ((b));", DoWhile, "do { a() } while ((b));"},
		{"a.js", "for (const x of (y)) { z }", ForOf, "for (const x of (y)) { z }"},
		{"a.js", "a = `x${b}y` /* c */ ;", TemplateLit, "`x${b}y`"},
		{"a.js", "try { a } catch { b } finally { c }", Try, "try { a } catch { b } finally { c }"},
		{"a.ts", "export default async function f(): Promise<void> { }", FuncDecl, "async function f(): Promise<void> { }"},
		{"a.js", "switch (a) { case 1: b(); break; default: c() }", Case, "case 1: b(); break;"},
		{"a.tsx", "x = <A b={(c)}>d{e}</A>", JSXElement, "<A b={(c)}>d{e}</A>"},
		{"a.js", "label: for (;;) { break label }", Break, "break label"},
		{"a.js", "x = a?.b?.[c]?.(d)", Call, "a?.b?.[c]?.(d)"},
		{"a.js", "class A { async *m() { yield* b } static { c } }", Method, "async *m() { yield* b }"},
		{"a.ts", "a as b\n!c", ExprStmt, "a as b"},
		{"a.ts", "x = a as Things\nfoo()", ExprStmt, "x = a as Things"},
		{"a.ts", "x = {} as T // (\nfoo()", ExprStmt, "x = {} as T"},
		{"a.js", "x = 'a' + 'b' + c", StringLit, "'a' + 'b'"},
		{"a.js", "x = ('a' + 'b') + 'c'", StringLit, "('a' + 'b') + 'c'"},
		{"a.js", "x = `a${b}` + 'c\\n' ;", TemplateLit, "`a${b}` + 'c\\n'"},
		{"a.js", "x = 'a' + `b`", StringLit, "'a' + `b`"},
		{"a.js", "x = a > - 1;", NumberLit, "- 1"},
		{"a.js", "x = !0", BoolLit, "!0"},
		{"a.js", "x = void 0 ;", UndefinedLit, "void 0"},
		{"a.js", "if (a) { b(); function f() { c } }", FuncDecl, "function f() { c }"},
		{"a.ts", "export const enum E { A = 1, B }", EnumDecl, "const enum E { A = 1, B }"},
		{"a.ts", "namespace A.B { export function f() {} }", FuncDecl, "function f() {}"},
		{"a.ts", "declare module 'x' { function y(): void }\nexport = a", ExportAssign, "export = a"},
		{"a.js", "import(a ? 'b' : 'c')", ImportCall, "import(a ? 'b' : 'c')"},
		{"a.js", "x = !( // (\n (a && b))", Unary, "!( // (\n (a && b))"},
		{"a.js", "let {a = 1, ...b} = c, d", VarDecl, "let {a = 1, ...b} = c, d"},
	} {
		f := parseOne(t, c.path, c.src)
		found := ""
		for n := range f.Root().Preorder(c.kind) {
			found = n.Text()
			break
		}
		if found != c.want {
			t.Errorf("%s\n got %q\nwant %q\n%s", c.src, found, c.want, dump(f.Root()))
		}
		invariants(t, f)
	}
}

func TestSymbols(t *testing.T) {
	f := parseOne(t, "a.ts", `import d, {n as m} from "x"; import * as ns from "y"
let a = 1; { let a = 2; a++ } a; function f(a) { return a + Worker } const {p: {q}} = m; d; ns; q; f`)
	uses := map[string][]int{}
	for s := range Sym(f.NumSymbols()) {
		n := 0
		for range f.Uses(s) {
			n++
		}
		sym := f.Symbol(s)
		uses[sym.Name] = append(uses[sym.Name], n)
		switch sym.Name {
		case "Worker":
			if sym.Kind != SymGlobal || f.Decl(s).Ok() {
				t.Errorf("Worker: %+v", sym)
			}
		case "m":
			if sym.Kind != SymImport || sym.ImportPath != "x" || sym.ImportName != "n" {
				t.Errorf("m: %+v", sym)
			}
		case "ns":
			if sym.ImportName != "*" {
				t.Errorf("ns: %+v", sym)
			}
		}
	}
	if len(uses["a"]) != 3 || len(uses["q"]) != 1 || uses["q"][0] != 2 {
		t.Errorf("uses: %v", uses)
	}
}

func TestHoisted(t *testing.T) {
	f := parseOne(t, "a.js", "function o() { f(); { function f() {} function g() {} f() } g() }")
	for _, name := range []string{"f", "g"} {
		syms := map[Sym]bool{}
		for id := range f.Root().Preorder(Ident) {
			if id.Name() == name {
				syms[id.Sym()] = true
			}
		}
		if len(syms) != 1 {
			t.Errorf("%s is %d symbols", name, len(syms))
		}
		for s := range syms {
			if f.Decl(s).Parent().Kind() != FuncDecl {
				t.Errorf("%s is declared by %v", name, f.Decl(s).Parent())
			}
		}
	}
}

func TestAnnotations(t *testing.T) {
	f := parseOne(t, "a.ts", "function f(a: number[], b?: {c: string; d(): void}, [e]: [number, number] = [1, 2], g: (x: A) => B = h): Promise<Map<string, Worker>> { const w: Worker | null = null; let z }\n"+
		"class C { private pool: Worker[] = []; x!: Foo\n y = 1 }\nconst k = (v: readonly string[]): v is string[] => true")
	got := map[string]string{}
	for c := range f.Root().Preorder(Param, Declarator, Field, FuncDecl, Arrow) {
		name := c.Name()
		if c.Kind() == Arrow {
			name = "arrow"
		}
		got[name] = c.Annotation()
	}
	for name, want := range map[string]string{
		"a": "number[]", "b": "{c: string; d(): void}", "": "[number, number]", "g": "(x: A) => B", "f": "Promise<Map<string, Worker>>",
		"w": "Worker | null", "z": "", "pool": "Worker[]", "x": "Foo", "y": "", "v": "readonly string[]", "arrow": "v is string[]",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

func TestComments(t *testing.T) {
	src := "#!/usr/bin/env node\n// one\nconst a = '// no' + \"/* no */\" /* two */\nconst b = `// no ${ /* three */ x + `${y /* four */}` } // no`; const c = /\\/\\/* no/.test(a) // five"
	f := parseOne(t, "a.js", src)
	var got []string
	for _, c := range f.Comments() {
		got = append(got, f.CommentText(c))
	}
	if s := strings.Join(got, " "); s != "one two three four five" {
		t.Errorf("comments: %s", s)
	}
	f = parseOne(t, "a.jsx", `const a = <p title="// no">it's // no {/* yes */}</p> // end`)
	if len(f.Comments()) != 2 {
		t.Errorf("comments in JSX: %d", len(f.Comments()))
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a.ts", everything)
	f.Add("a.jsx", everythingJSX)
	f.Add("a.vue", "<script>let a</script><script setup lang=ts>let b: x</script>")
	f.Add("a.html", "<!-- <script> --><script>a()</script>")
	f.Fuzz(func(t *testing.T, path, src string) {
		slow := time.AfterFunc(5*time.Second, func() { panic("slow: " + path + "\n" + src) })
		defer slow.Stop()
		files, err := Parse(nil, path, src)
		if err != nil {
			if strings.Contains(err.Error(), "the parser failed") {
				t.Fatal(err)
			}
			return
		}
		for _, file := range files {
			invariants(t, file)
			file.Comments()
		}
		scanAll(path, src)
	})
}

func TestReadableIsWhatTheParserRead(t *testing.T) {
	src := "// @flow\nfunction f(a: ?number, b: {| c: A |}) { return '?' }"
	f := parseOne(t, "a.js", src)
	got := f.Readable()
	if len(got) != len(src) || strings.Contains(got, "?number") || strings.Contains(got, "{|") || !strings.Contains(got, "'?'") {
		t.Errorf("got %q", got)
	}
	v := parseOne(t, "a.vue", "<template>x</template>\n<script>\nlet a = 1\n</script>\n")
	if got := v.Readable(); len(got) != len(v.Text) || !strings.HasPrefix(strings.TrimSpace(got), "let a = 1") || strings.Contains(got, "template") {
		t.Errorf("got %q", got)
	}
}

// FuzzCursor asks every question that a Cursor answers about every node, of text
// that mutations made, and holds the answers against each other.
func FuzzCursor(f *testing.F) {
	for _, s := range corpus(f) {
		f.Add(s.path[strings.LastIndexByte(s.path, '.'):], s.text)
	}
	f.Fuzz(func(t *testing.T, ext, text string) {
		files, err := Parse(token.NewFileSet(), "a"+ext, text)
		if err != nil {
			return
		}
		for _, file := range files {
			for id := range file.NumNodes() {
				askAll(t, file.At(id))
			}
		}
	})
}

func askAll(t *testing.T, c Cursor) {
	t.Helper()
	if c.Start() < 0 || c.End() > len(c.File().Text) || c.Start() > c.End() {
		t.Fatalf("%v: range %d to %d", c.Kind(), c.Start(), c.End())
	}
	if p := c.Parent(); p.Ok() && !p.Contains(c) {
		t.Fatalf("%v is not in its parent %v", c.Kind(), p.Kind())
	}
	for child := range c.Children() {
		if child.Parent() != c || c.ChildAt(child.Edge(), 0) != c.Child(child.Edge()) {
			t.Fatalf("%v: child %v", c.Kind(), child.Kind())
		}
		if prev := child.PrevSibling(); prev.Ok() && prev.NextSibling() != child {
			t.Fatalf("%v: siblings of %v", c.Kind(), child.Kind())
		}
	}
	if found := c.File().FindByPos(c.Start(), c.End()); found.Ok() && (found.Start() > c.Start() || found.End() < c.End()) {
		t.Fatalf("%v: FindByPos gives %v", c.Kind(), found.Kind())
	}
	_, _ = c.Number()
	_, _ = c.Bool()
	_, _ = c.IsString()
	_, _, _, _, _ = c.Text(), c.Name(), c.Str(), c.Op(), c.String()
	_, _, _ = c.GlobalName(), c.IsAsync(), c.Prop("a")
	_, _, _, _ = c.Func(), c.FuncValue(), c.Body(), c.Arg(0)
	_, _ = c.Annotation(), c.TokenEnd()
	if sym := c.Sym(); sym != NoSym {
		_ = c.File().Decl(sym)
		for u := range c.File().Uses(sym) {
			if u.Sym() != sym {
				t.Fatalf("a use of another symbol: %v", u)
			}
		}
	}
	for p := range c.Enclosing(FuncDecl, FuncExpr, Arrow) {
		if !p.Contains(c) {
			t.Fatalf("%v does not enclose %v", p.Kind(), c.Kind())
		}
	}
}
