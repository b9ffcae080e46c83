package cost_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
	"github.com/asynclint/asynclint/analyzers/passes/cost"
	"github.com/asynclint/asynclint/jsparse"
)

// subject returns the cost of the function f of main.ts; files are alternately
// name and text.
func subject(t *testing.T, files ...string) cost.Poly {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	g := jsanalysistest.Load(t, dir)
	var got cost.Poly
	found := false
	rule := &jsanalysis.Analyzer{Name: "ask", Requires: []*jsanalysis.Analyzer{cost.Analyzer}, Run: func(p *jsanalysis.Pass) (any, error) {
		for fn := range p.File.Root().Preorder(jsparse.FuncDecl) {
			if fn.Name() == "f" {
				got, found = cost.Of(p).Func(fn), true
			}
		}
		return nil, nil
	}}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{
		Graph: g, Analyzers: []*jsanalysis.Analyzer{rule}, Modules: []*jsparse.Module{g.Module(filepath.Join(g.Root(), "main.ts"))}, Workers: 1,
	})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	if !found {
		t.Fatal("no function f")
	}
	return got
}

// shape returns the sizes of the dearest term: "records × records".
func shape(p cost.Poly) string {
	top, _ := p.Top()
	var names []string
	for _, s := range top.Sizes {
		names = append(names, s.Name)
	}
	return strings.Join(names, " × ")
}

func TestShape(t *testing.T) {
	for _, c := range []struct{ name, code, want string }{
		{"light", `function f(records) { return records.length + 1; }`, ""},
		{"loop", `function f(records) { for (const r of records) g(r); }`, "records"},
		{"count up", `function f(records) { for (let i = 0; i < records.length; i++) g(records[i]); }`, "records.length"},
		{"count down", `function f(records) { for (let i = records.length - 1; i >= 0; i--) g(records[i]); }`, "records.length"},
		{"while", `function f(records) { let i = 0; while (i < records.length) { g(records[i]); i++; } }`, "records.length"},
		{"jump", `function f(records) { let i = 0; while (i < records.length) { i += records[i].size; } }`, "records.length"},
		{"method", `function f(records) { return records.map(r => r.a + r.b); }`, "records"},
		{"chain", `function f(records) { return records.filter(r => r.a).map(r => records.find(s => s.b === r.b)); }`, "records × records"},
		{"alias", `function f(records) { const n = records.length; for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) g(i, j); }`, "records.length × records.length"},
		{"set", `function f(records) { const seen = new Set(records); for (const r of seen) g(r); }`, "records"},
		{"keys", `function f(records) { for (const k of Object.keys(records)) g(k); }`, "records"},
		{"destructured", `function f({ records }) { for (const r of records) g(r); }`, "records"},
		{"member", `function f(x) { for (const r of x.records) for (const s of x.records) g(r, s); }`, "x.records × x.records"},
		{"grown", `function f(records) { const out = []; for (const r of records) { if (!out.includes(r)) out.push(r); } }`, "records × records"},
		{"accumulator", `function f(records) { return records.reduce((acc, r) => [...acc, r], []); }`, "records × records"},
		{"sort", `function f(records) { records.sort((a, b) => a.x - b.x); }`, "records"},
		{"inner function", `function f(records) { const one = r => records.some(s => s.p === r.p); return records.filter(one); }`, "records × records"},
		{"not called", `function f(records) { const g = () => records.map(r => r.x); return g; }`, ""},
		{"one volume", `function f(d, size) { const nz = d.a, ny = d.b, nx = d.c, grid = new Float32Array(size); let j = 0; for (let z = 0; z < nz; z++) for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) grid[j++] = z + y + x; }`, "grid"},
		{"one walk", `function f(records) { let i = 0; while (i < records.length) { const v = records[i++]; while (records[i] === v) i++; } }`, "records.length"},
		{"own helper", `function g(list) { return list.map(x => x.y); } function f(records) { return g(records); }`, "records"},
		{"constant", `function f() { let n = 0; for (let i = 0; i < 1000; i++) n += i; return n; }`, ""},
		{"yielding", `async function f(records) { for (const r of records) { await fetch(r); g(r); } }`, ""},
		{"microtasks", `async function f(records) { for (const r of records) { await null; g(r); } }`, "records"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := subject(t, "main.ts", c.code)
			if got := shape(p); got != c.want {
				t.Errorf("got %q, want %q of %v", got, c.want, p)
			}
		})
	}
}

func TestAcrossFiles(t *testing.T) {
	p := subject(t,
		"main.ts", `import { rank } from "./barrel"; function f(samples, names) { return rank(samples, { by: names }); }`,
		"barrel.ts", `export * from "./rank";`,
		"rank.ts", `import score from "./score"; export const rank = (list, { by }) => list.map(x => score(x, by));`,
		"score.ts", `export default function (x, keys) { let n = 0; for (const k of keys) n += x[k]; return n; }`)
	if got := shape(p); got != "samples × names" {
		t.Errorf("got %q", got)
	}
	top, _ := p.Top()
	if len(top.Chain) == 0 || !strings.HasSuffix(top.Deep.File().Path, "score.ts") {
		t.Errorf("chain %v, done at %v", top.Chain, top.Deep)
	}
}

func TestMillis(t *testing.T) {
	for _, c := range []struct {
		name, code string
		low, high  float64
	}{
		{"a second of counting", `function f() { let n = 0; for (let i = 0; i < 1e9; i++) n += i; return n; }`, 1000, 20_000},
		{"one light pass over records", `function f(records) { const o = {}; for (const r of records) o[r.id] = r.name; return o; }`, 0.01, 5},
		{"all pairs of records", `function f(records) { let n = 0; for (const a of records) for (const b of records) n += a.x * b.x; return n; }`, 200, 10_000},
		{"options", `function f(options, keys) { for (const o of options) for (const k of keys) g(o[k]); }`, 0, 0.1},
		{"exponential", `function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } function f(n) { return fib(n); }`, 500, 1e9},
		{"a tree", `function walk(node) { for (const c of node.children) walk(c); } function f(root) { walk(root); }`, 0, 1},
		{"pixels", `function f(ctx, w, h) { const d = ctx.getImageData(0, 0, w, h).data; for (let i = 0; i < d.length; i++) d[i] = 255 - d[i]; }`, 10, 500},
		{"one pixel", `function f(ctx) { const d = ctx.getImageData(0, 0, 1, 1).data; for (let i = 0; i < d.length; i++) d[i] = 255 - d[i]; }`, 0, 0.01},
		{"nested quantifiers", `const re = /^(a+)+$/; function f(s) { return re.test(s); }`, 500, 1e6},
		{"nested quantifiers in a class", `function f(s) { return s.match(/^([\\w.-]+)*@x/); }`, 500, 1e6},
		{"one quantifier", `function f(s) { return /^(a+)$/.test(s) || /^(?:ab+)+$/.test(s) || /(\\d+)?x/.test(s); }`, 0, 0.1},
		{"a parser that jumps", `function f(data) { const b = new Uint8Array(data); let at = 0; while (at + 8 < b.length) { for (let i = 0; i < b.length; ) { const n = b[i++]; i += n > 4 ? 2 : 4; for (let j = 0; j < 16; j++) g(parseInt(String.fromCharCode(b[i + j]), 16)); i += n; } at += b[at]; } }`, 0, 1},
		{"steps of known length", `function f(pixels) { for (let i = 0; i + 4 < pixels.length; i += 4) pixels[i] = 255 - pixels[i + 1]; }`, 5, 200},
		{"steps in the condition", `function f(pixels) { let i = -20, n = 0; while ((i += 20) < pixels.length) n += pixels[i]; return n; }`, 0.1, 10},
		{"a log", `import fs from "fs"; function f(path) { for (const l of fs.readFileSync("a.log", "utf8").split("\\n")) for (const m of fs.readFileSync("b.log", "utf8").split("\\n")) g(l === m); }`, 100, 1e5},
		{"one of many files", `import fs from "fs"; function f(dir) { for (const n of fs.readdirSync(dir)) g(JSON.parse(fs.readFileSync(dir + n, "utf8"))); }`, 0, 10},
		{"a small canvas", `function f(ctx, lights) { const c = new Canvas(); c.width = 8; c.height = 8; for (let x = 0; x < c.width; x++) for (let y = 0; y < c.height; y++) g(ctx, lights); }`, 0, 0.1},
		{"any canvas", `function f(ctx, c) { for (let x = 0; x < c.width; x++) for (let y = 0; y < c.height; y++) g(ctx.image, x, y); }`, 50, 1000},
		{"datasets", `function f(datasets) { return Object.keys(datasets).reduce((acc, id) => ({ ...acc, [id]: datasets[id] }), {}); }`, 0, 1},
		{"one's own queries", `async function f(db, key) { const words = await db.getRecordsByKey(key); const all = await db.getAllRecords("books"); return words.map((w) => all.filter((b) => b.key === w.key)); }`, 0, 10},
		{"no data to begin with", `class Image { constructor(data = null) { this.init(data); } init(data) { for (const a of new Uint8Array(data)) for (const b of new Uint8Array(data)) g(a, b); } } function f() { return new Image(); }`, 0, 1},
		{"a view's getters", `function f(reader, n) { const positions = new Float32Array(3 * n); for (let i = 0; i < n; i++) positions[i] = reader.getFloat32(4 * i, true); }`, 0, 20},
		{"grown for each", `function f(records) { for (const r of records) { const tags = []; for (const k of r.keys) tags.push(k); for (const t of tags) for (const u of tags) g(t, u); } }`, 0, 20},
		{"counts in a header", `function f(head, bytes) { for (let i = 0; i < head.numRecords; i++) for (let j = 0; j < head.valueCount; j++) for (let k = 0; k < head.numValues; k++) g(bytes.slice(i, j + k)); }`, 0, 5},
		{"what is kept", `let kept; function load() { let n = 0; for (let i = 0; i < 1e8; i++) n += i; return n; } function f() { if (!kept) kept = load(); return kept; }`, 0, 0.1},
		{"what is not", `function load() { let n = 0; for (let i = 0; i < 1e8; i++) n += i; return n; } function f() { return load(); }`, 50, 1e4},
		{"a parsed answer", `async function ask(path) { const r = await fetch(path); return r.ok ? r.json() : r.text(); } async function f() { const files = await ask("/files"); return files.map((x) => [x.a, x.b, x.c.trim()]); }`, 0, 10},
		{"a table", `function f(table) { const { width, height } = table.map; const cells = []; for (let row = 0; row < height; row++) for (let col = 0; col < width; col++) cells.push(table.at(row, col)); return cells; }`, 0, 5},
		{"a cursor", `function f(fbu, pixels) { return drawCursor(fbu.image, pixels); } function drawCursor(image, out) { const w = image.width, h = image.height; for (let i = 0; i < w * h; i++) out[i] = image.data[i] & 255; }`, 0, 10},
		{"bytes of a key", `function f(em: Uint8Array) { let hex = ""; for (let i = 0; i < em.length; i++) hex += em[i].toString(16); return BigInt(hex); }`, 0, 40},
		{"weights of bands", `function f(bands) { const weights = new Float32Array(bands); for (let i = 0; i < weights.length; i++) weights[i] = Math.abs(Math.sin(i) * Math.cos(i / 3)); }`, 0, 30},
		{"a mask", `function f(size) { const mask = new Float32Array(size); for (let i = 0; i < mask.length; i++) mask[i] = Math.abs(Math.sin(i) * Math.cos(i / 3)); }`, 50, 500},
		{"a floor", `function f(room, map) { for (let y = 0; y < room.height; y++) { map[y] = new Array(30).fill(true); for (let x = 0; x < room.width; x++) map[y][x] = g(map, x, y); } }`, 0, 5},
		{"errors", `function f(values) { for (const v of values) { if (!v) throw new Error(` + "`no ${v}`" + `); g(v); } }`, 0, 0.005},
		{"a search that stops", `function f(g) { for (let i = 0; i < 1e9; i++) { if (g(i)) return i; } }`, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if ms := subject(t, "main.ts", c.code).Millis(); ms < c.low || ms > c.high {
				t.Errorf("%v ms, want %v to %v", ms, c.low, c.high)
			}
		})
	}
}

// Names, annotations and circles must not make the answer depend on the order of
// questions, nor keep it from coming.
func TestCircles(t *testing.T) {
	var sb strings.Builder
	for _, a := range []string{"a", "b", "c", "d"} {
		sb.WriteString("function " + a + "(list, k) { for (const x of list) { if (k) a(x, b(list)); c(d(list), x); } return " + string("bcda"[strings.Index("abcd", a)]) + "(list); }\n")
	}
	sb.WriteString("function f(records) { return a(records, 1); }\n")
	p := subject(t, "main.ts", sb.String())
	if len(p) == 0 || p.Millis() <= 0 {
		t.Errorf("no cost: %v", p)
	}
	if !slices.ContainsFunc(p, func(t cost.Term) bool { return len(t.Sizes) > 0 }) {
		t.Errorf("no size: %v", p)
	}
}

// Pictures in a file about tiles are as small as tiles.
func TestTiles(t *testing.T) {
	const loop = `export function extremes(image: Uint8ClampedArray) { let n = 0; for (const v of image) n = Math.max(n, v); return n; }`
	const main = `import { extremes } from "%"; function f(image: ImageData) { return extremes(image.data); }`
	tiles := subject(t, "main.ts", strings.ReplaceAll(main, "%", "./tile-layer"), "tile-layer.ts", loop).Millis()
	any := subject(t, "main.ts", strings.ReplaceAll(main, "%", "./layer"), "layer.ts", loop).Millis()
	if tiles*4 > any {
		t.Errorf("%v ms of a tile, %v ms of an image", tiles, any)
	}
}

// A query's rows times a list that is longer than a handful by its name only is
// no evidence of mass data; times other rows it is.
func TestMass(t *testing.T) {
	const loop = `for (const a of xs) for (const b of ys) for (const c of b.parts) if (score(a, c) > score(c, b)) n += score(b, a) * Math.sin(n); return n; } function score(a, b) { return a.x * b.x + a.y * b.y + a.z * b.z; }`
	for code, want := range map[string]bool{
		`async function f(db, features) { let n = 0; const xs = await db.user.findMany(), ys = features; ` + loop:                                                                                                                                                     false,
		`async function f(page) { let n = 0; const records = await page.rest(), [samples, other] = await page.both(); for (const r of records) for (const s of r.parts) n += score(r, s) + score(s, samples); return n; } function score(a, b) { return a.x * b.x; }`: false,
		`async function f(records) { let n = 0; for (const r of records) for (const s of r.parts) n += score(r, s); return n; } function score(a, b) { return a.x * b.x; }`:                                                                                           true,
		`async function f(db) { let n = 0; const xs = await db.user.findMany(), ys = await db.order.findMany(); ` + loop:                                                                                                                                              true,
		`async function f(db, ids) { let n = 0; const xs = await db.user.findMany(), ys = await ordersByIds(db, ids); ` + loop + byIds:                                                                                                                                false,
	} {
		if top, _ := subject(t, "main.ts", code).Top(); top.IsMass() != want {
			t.Errorf("mass %t, want %t: %s", top.IsMass(), want, code)
		}
	}
}

const byIds = ` async function ordersByIds(db, ids) { return (await db.order.findMany()).filter((o) => ids.includes(o.id)); }`
