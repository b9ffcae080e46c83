package snippet_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/runtime/snippet"
)

// extract cuts out the function that begins at mark.
func extract(t *testing.T, dir, name, src, mark string) (*snippet.Program, error) {
	t.Helper()
	at := strings.Index(src, mark)
	if at < 0 {
		t.Fatalf("no %q in the source", mark)
	}
	return snippet.Extract(snippet.Request{Path: filepath.Join(dir, name), Source: []byte(src), Start: at, End: at + len(mark), Root: dir})
}

func TestClosureTakesFunctionsAlongAndAsksForTheRest(t *testing.T) {
	src := `function outer(db, limit) {
  const factor = 3;
  function weigh(x) { return x * factor; }
  const rows = db.all();
  return async (q) => rows.filter(r => weigh(r.v) > limit + q);
}`
	p, err := extract(t, t.TempDir(), "a.js", src, "async (q)")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range p.Captured {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, " "); got != "limit rows" {
		t.Errorf("captured %q, want limit and rows: weigh and factor can be lifted", got)
	}
	if !strings.Contains(p.Code, "function weigh") {
		t.Errorf("weigh was not lifted:\n%s", p.Code)
	}
}

func TestLocalModulesStayAndPackagesBecomeStubs(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "score.ts"), []byte("export const score = (r: { v: number }) => r.v * 2;\nexport const unused = () => 'gone';\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	src := `import { score } from "./score"; import _ from "lodash"; import fs from "node:fs"; import logo from "./logo.svg";
export async function f(rows: { v: number }[]) { fs.stat(logo); return _.uniq(rows.map(score)); }`
	p, err := extract(t, dir, "a.ts", src, "async function f")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(p.Code, "r.v*2") || strings.Contains(p.Code, "gone") {
		t.Errorf("want score and not unused:\n%s", p.Code)
	}
	if got := strings.Join(p.Stubbed, " "); got != "lodash logo.svg node:fs" {
		t.Errorf("stubbed %q", got)
	}
	if s := p.Params[0].Spec; s == nil || s.Kind != "array" || s.Elem.Fields["v"].Kind != "number" {
		t.Errorf("the annotation was read as %+v", s)
	}
}

func TestPrivateNamesSurviveTheirClass(t *testing.T) {
	src := `class A { #rows = []; async load() { return this.#rows.map(r => this.#one(r)); } #one(r) { return r; } }`
	p, err := extract(t, t.TempDir(), "a.js", src, "async load()")
	if err != nil {
		t.Fatal(err)
	}
	if !p.This || strings.Contains(p.Code, "#") {
		t.Errorf("private names are left:\n%s", p.Code)
	}
}

func TestFailuresHaveReasons(t *testing.T) {
	for src, want := range map[string]string{
		"async function (":               snippet.ReasonSyntax,
		"const a = 1;":                   snippet.ReasonNoFunction,
		"async function* g() { yield 1}": snippet.ReasonGenerator,
		"class A extends B { constructor(x) { super(x); } }": snippet.ReasonConstructor,
	} {
		_, err := snippet.Extract(snippet.Request{Path: "/none/a.js", Source: []byte(src), Start: 0, End: len(src)})
		var f *snippet.Failure
		if !errors.As(err, &f) || f.Reason != want {
			t.Errorf("%s: %v, want %s", src, err, want)
		}
	}
}

func TestSizesThatTheTextNames(t *testing.T) {
	for src, want := range map[string]int{
		"async function f(a, p) { return a.filter(p); }\nf(millionRecords, ok);": 1_000_000,
		"async function f(a, p) { return a.filter(p); }\nf(rows50k, ok);":        1_000_000 * 5 / 100,
		"async function indexLargeList(a) { for (const x of a) g(x); }":          snippet.LargeSize,
		"async function f(a, p) { return a.filter(p); }":                         snippet.LargeSize,
		"async function f(a) { return a.filter(x => x.ok); }":                    0,
		"async function f(a, p) { await a.ready; return a.filter(p); }":          0,
		"async function enlarge(image, p) { return image.scale(p); }":            0,
	} {
		p, err := snippet.Extract(snippet.Request{Path: "/none/a.js", Source: []byte(src), Start: 0, End: strings.Index(src+"\n", "\n")})
		if err != nil {
			t.Fatal(err)
		}
		if p.SizeHint != want {
			t.Errorf("%s: size %d from %q, want %d", src, p.SizeHint, p.SizeFrom, want)
		}
	}
}

// A neighbour in another dialect is read as what it is; one that cannot be
// bundled becomes a stub and does not cost the function.
func TestNeighboursThatAreNoPlainJavaScript(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"flow.js":  "// @flow\nexport function size(x: ?number, y: {| a: ?string |}): number { return 41 + 1; }\n",
		"named.js": "export const other = 1;\n",
		"glob.js":  "export const load = (l) => import(`./locales/${l}.json`);\nexport const k = 1;\n",
		"bad.js":   "export const = ;\n",
		"Part.vue": "<template><p/></template>\n<script>\nexport default { name: 'part', rows: 77 }\n</script>\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	src := `import { size } from "./flow"; import none from "./named"; import { load } from "./glob"; import bad from "./bad.js"; import Part from "./Part.vue";
export async function f(rows) { load(none, bad); return rows.map((r) => size(r) + Part.rows); }`
	p, err := extract(t, dir, "a.js", src, "async function f")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(p.Code, "41+1") && !strings.Contains(p.Code, "42") || !strings.Contains(p.Code, "77") {
		t.Errorf("want the Flow module and the component's script:\n%s", p.Code)
	}
	if got := strings.Join(p.Stubbed, " "); got != "bad.js glob.js named.js" {
		t.Errorf("stubbed %q", got)
	}
}
