package jsparse

import (
	"errors"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// project lays out a txtar archive on disk and returns its graph.
func project(t *testing.T, archive string) *Graph {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range txtar.Parse([]byte(archive)).Files {
		p := filepath.Join(root, f.Name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		if IsSource(p) && !strings.Contains(p, "node_modules") {
			paths = append(paths, p)
		}
	}
	return NewGraph(token.NewFileSet(), root, paths, nil)
}

func (g *Graph) at(rel string) *Module { return g.Module(filepath.Join(g.root, rel)) }

func TestResolve(t *testing.T) {
	g := project(t, `
-- tsconfig.json --
{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } } // comments
-- package.json --
{ "name": "root", "workspaces": ["packages/*"] }
-- src/a.ts --
-- src/b.tsx --
-- src/dir/index.js --
-- src/w.mts --
-- packages/p/package.json --
{ "name": "@scope/p", "main": "./dist/index.js" }
-- packages/p/src/index.ts --
-- packages/p/src/deep.ts --
-- node_modules/ext/package.json --
{ "name": "ext", "main": "x.js" }
-- node_modules/ext/x.js --
-- lib2/src/made.ts --
-- broken/package.json --
{ "name": 5
-- broken/x.js --
`)
	from := g.at("src/a.ts")
	for _, c := range []struct{ spec, to, external string }{
		{"./b", "src/b.tsx", ""},
		{"./b.js", "src/b.tsx", ""},
		{"./dir", "src/dir/index.js", ""},
		{"./w.mjs", "src/w.mts", ""},
		{"./nothing", "", ""},
		{"../lib2/dist/made.js", "lib2/src/made.ts", ""},
		{"../lib2/dist/nothing.js", "", ""},
		{"..", "", ""},
		{"@/dir/index", "src/dir/index.js", ""},
		{"@scope/p", "packages/p/src/index.ts", ""},
		{"@scope/p/src/deep", "packages/p/src/deep.ts", ""},
		{"ext", "", "ext"},
		{"ext/sub", "", "ext"},
		{"@not/installed/x", "", "@not/installed"},
		{"fs", "", "node:fs"},
		{"node:fs/promises", "", "node:fs.promises"},
	} {
		to, external := from.Resolve(c.spec, ImportStatic)
		got := ""
		if to != nil {
			got, _ = filepath.Rel(g.root, to.Path)
		}
		if filepath.ToSlash(got) != c.to || external != c.external {
			t.Errorf("%s: %q %q, want %q %q", c.spec, got, external, c.to, c.external)
		}
	}
	if p := g.at("broken/x.js").Package(); p == nil || p.Name != "" {
		t.Errorf("a broken package.json: %+v", p)
	}
}

func TestExport(t *testing.T) {
	g := project(t, `
-- index.ts --
export * from "./a"
export { default as Main, helper as h } from "./b"
import { c } from "./c"
export { c }
export * from "./circle"
-- a.ts --
export function one() {}
export const two = () => 2
-- b.ts --
export default class Foo {}
export async function helper() {}
-- c.js --
function c() {}
exports.c = c
module.exports.d = function () {}
-- whole.js --
module.exports = { e, f() {}, g: 1 }
function e() {}
-- handed.js --
module.exports = require("./whole")
-- circle.ts --
export * from "./index"
export const inCircle = 1
`)
	for _, c := range []struct{ module, name, want string }{
		{"index.ts", "one", "function one() {}"},
		{"index.ts", "two", "two = () => 2"},
		{"index.ts", "Main", "class Foo {}"},
		{"index.ts", "h", "async function helper() {}"},
		{"index.ts", "c", "c"},
		{"index.ts", "inCircle", "inCircle = 1"},
		{"index.ts", "nothing", ""},
		{"c.js", "d", "function () {}"},
		{"whole.js", "f", "() {}"},
		{"handed.js", "e", "e"},
		{"whole.js", "default", "{ e, f() {}, g: 1 }"},
	} {
		d, ok := g.Export(g.at(c.module), c.name)
		if got := d.Node.Text(); ok != (c.want != "") || got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.name, c.module, got, c.want)
		}
	}
}

func TestIncoming(t *testing.T) {
	g := project(t, `
-- a.ts --
import "./b"
new Worker(new URL("./b.ts", import.meta.url))
-- b.ts --
export const x = 1
-- outside.ts --
import { x } from "./b"
`)
	inner := NewGraph(token.NewFileSet(), g.root, []string{filepath.Join(g.root, "b.ts")}, nil)
	inner.SetUniverse(func() []string {
		var all []string
		for _, m := range g.Modules() {
			all = append(all, m.Path)
		}
		return all
	})
	for name, graph := range map[string]*Graph{"whole": g, "one file": inner} {
		var kinds []EdgeKind
		for _, r := range graph.at("b.ts").In() {
			kinds = append(kinds, r.Kind)
		}
		slices.Sort(kinds)
		if !slices.Equal(kinds, []EdgeKind{ImportStatic, ImportStatic, WorkerURL}) {
			t.Errorf("%s: %v", name, kinds)
		}
	}
	if len(inner.Modules()) != 1 {
		t.Error("the universe's files are among the modules to report on")
	}
}

func TestUnreadable(t *testing.T) {
	g := NewGraph(token.NewFileSet(), "/p", []string{"/p/a.js"}, func(string) (string, error) { return "", errors.New("no") })
	if _, err := g.Module("/p/a.js").Files(); err == nil {
		t.Error("no error")
	}
	if refs := g.Module("/p/a.js").Refs(); len(refs) != 0 {
		t.Error(refs)
	}
}

func TestScriptBlocks(t *testing.T) {
	for _, c := range []struct{ path, text, want string }{
		{"a.vue", "<template><p>é{{ x }}</p></template>\n<script>\nexport const a = 1\n</script>\n<script setup lang=\"ts\">\nconst x: number = a\n</script>", "a = 1|x: number = a"},
		{"a.svelte", "<script context=module>export let a = 1</script><script>let b = '<'; </script><p>{b}</p>", "a = 1|b = '<'"},
		{"a.astro", "---\nconst a = await f()\n---\n<p>{a}</p><script>const b = 2</script>", "a = await f()|b = 2"},
		{"a.html", "<SCRIPT>var a = 1</SCRIPT><script type='application/json'>{\"x\": [}</script><script src=\"x.js\"></script><!-- <script>no(</script> --><script type=module data-x=\">\">const b = 2</script>", "a = 1|b = 2"},
		{"c.html", "<script data-a='src' type = 'TEXT/JavaScript; charset=utf-8'>var a = '</scr' + \"é\"</script\n><script type=text/template>{{</script><script lang=>var b = 1</script>", "a = '</scr' + \"é\"|b = 1"},
		{"c.vue", "<script>import a from 'a'; let b = 1</script><script setup lang=ts>let b: x = 2</script>", "b = 1|b: x = 2"},
		{"d.vue", "<script src=./x.js /><script lang='tsx'>const x = <A/>, y = 1 as T</script>", "x = <A/>|y = 1"},
		{"b.html", "<p>no script", ""},
		{"b.vue", "<script setup>const a = 1", "a = 1"},
	} {
		files, err := Parse(token.NewFileSet(), c.path, c.text)
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		var got []string
		for _, f := range files {
			for d := range f.Root().Preorder(Declarator) {
				got = append(got, d.Text())
				if c.text[d.Start():d.End()] != d.Text() {
					t.Errorf("%s: offsets are not those of the outer file", c.path)
				}
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s: %s, want %s", c.path, s, c.want)
		}
	}
}
