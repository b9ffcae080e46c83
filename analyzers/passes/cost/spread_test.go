package cost_test

import (
	"context"
	"fmt"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/cpubound"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// TestSpread: dear work is found over whatever names and files lead to it, and
// files that nothing leads to are not parsed.
func TestSpread(t *testing.T) {
	const dear = "export function %s(records) { for (const a of records) for (const b of records) if (a.id === b.id) a.n++; }\n"
	files := map[string]string{
		"named.js":    fmt.Sprintf(dear, "pair"),
		"a.js":        `import { pair } from "./named.js"; export async function a(xs) { pair(xs); }`,
		"renamed.js":  `import { pair } from "./named.js"; export { pair as match };`,
		"b.js":        `import { match } from "./renamed.js"; export async function b(xs) { match(xs); }`,
		"again.js":    `export { pair as twice } from "./named.js";`,
		"c.js":        `import { twice } from "./again.js"; export async function c(xs) { twice(xs); }`,
		"standard.js": strings.Replace(fmt.Sprintf(dear, ""), "export function ", "export default function ", 1),
		"d.js":        `import anything from "./standard.js"; export async function d(xs) { anything(xs); }`,
		"deep.js":     `import { pair } from "./named.js"; export function deep(xs) { inner(xs); } function inner(xs) { pair(xs); }`,
		"e.js":        `import { deep } from "./deep.js"; export async function e(xs) { deep(xs); }`,
		"class.js":    "export class Table { " + strings.TrimPrefix(fmt.Sprintf(dear, "join"), "export function ") + " }",
		"f.js":        `import { Table } from "./class.js"; export async function f(xs) { const t = new Table(); t.join(xs); }`,
		"object.js":   `const { pair } = require("./named.js"); module.exports = { all: pair };`,
		"g.js":        `const o = require("./object.js"); exports.g = async function g(xs) { o.all(xs); };`,
		"whole.js":    strings.Replace(fmt.Sprintf(dear, ""), "export function ", "module.exports = function ", 1),
		"h.js":        `const run = require("./whole.js"); exports.h = async function h(xs) { run(xs); };`,
		"i.js":        `const { pair: other } = require("./named.js"); exports.i = async function i(xs) { other(xs); };`,
		"parts.js":    strings.Replace(fmt.Sprintf(dear, "parts"), "export function ", "exports.all = function ", 1) + "exports.parts = exports.all;",
		"j.js":        `const { all } = require("./parts"); const { log } = require("./parts"); exports.j = async function j(xs) { all(xs); };`, // "parts" names what has no one name
		// Nothing of these is dear.
		"light.js": `import { name } from "./other.js"; export async function light(xs) { const all = await xs; log(all.map((x) => name(x))); }`,
		"other.js": `export function name(x) { return x.pair; }`,
		"stray.js": `export async function stray(xs) { const ys = await xs; return pair(ys); }`, // imports nothing
	}
	for i := range 40 { // enough files for the search to pay
		files[fmt.Sprintf("more%d.js", i)] = fmt.Sprintf(`import { name } from "./other.js"; export async function more%d() { return name({}); }`, i)
	}
	var paths []string
	for p := range files {
		paths = append(paths, "/p/"+p)
	}
	g := jsparse.NewGraph(token.NewFileSet(), "/p", paths, func(p string) (string, error) {
		if text, ok := files[strings.TrimPrefix(p, "/p/")]; ok {
			return text, nil
		}
		return "", os.ErrNotExist
	})
	parsed := map[string]bool{}
	reports, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{
		Graph: g, Analyzers: []*jsanalysis.Analyzer{cpubound.Analyzer}, Modules: g.Modules(), Workers: 1,
		Done: func(m *jsparse.Module, p bool) { parsed[strings.TrimPrefix(m.Path, "/p/")] = p },
	})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	found := map[string]bool{}
	for _, r := range reports {
		found[strings.TrimSuffix(strings.TrimPrefix(r.File.Path, "/p/"), ".js")] = true
	}
	for _, want := range strings.Fields("a b c d e f g h i j") {
		if !found[want] {
			t.Errorf("nothing is found in %s.js", want)
		}
	}
	if len(found) != 10 {
		t.Errorf("found %v", found)
	}
	for p, yes := range parsed {
		if yes && (strings.HasPrefix(p, "more") || p == "light.js" || p == "stray.js") {
			t.Errorf("%s is parsed for nothing", p)
		}
	}
}
