package runtime_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/runtime"
)

// Each function has work that only the right inputs reach. All of it is
// quadratic, so that finding the way and not the figure is what is tested.
func TestInputsReachTheWork(t *testing.T) {
	const pairs = `let s = 0; for (const a of xs) for (const b of xs) s += a ^ b; return s;`
	for name, c := range map[string]struct{ file, src, mark, grows string }{
		"array or map, array":    {"a.js", `async function f(xs) { if (Array.isArray(xs)) { ` + pairs + ` } return xs.size; }`, "async function f(", "xs"},
		"array or map, map":      {"a.js", `async function f(m) { if (!(m instanceof Map)) return 0; const xs = [...m.values()]; ` + pairs + ` }`, "async function f(", "m"},
		"not an array":           {"a.js", `async function f(m) { if (Array.isArray(m)) return m.length; const xs = Object.keys(m); ` + pairs + ` }`, "async function f(", "m"},
		"mode":                   {"a.js", `async function f(mode, xs) { if (mode === "fast") return 1; if (mode === "slow") { ` + pairs + ` } return 2; }`, "async function f(", "xs"},
		"switch":                 {"a.js", `async function f(o) { switch (o.kind) { case "a": return 1; case "b": { const xs = o.list.map(x => x.v); ` + pairs + ` } } }`, "async function f(", "o.list"},
		"typed union":            {"a.ts", `async function f(op: "add" | "remove" | "set", xs: number[]) { if (op !== "set") return 0; ` + pairs + ` }`, "async function f(", "xs"},
		"typeof":                 {"a.js", `async function f(q) { if (typeof q === "string") return q.length; const xs = q.items.map(i => i.id); ` + pairs + ` }`, "async function f(", "q.items"},
		"flag of others":         {"a.js", `function make(xs) { let ready = false; on(() => { ready = true; }); return async function f() { if (!ready) return 0; ` + pairs + ` } }`, "async function f(", "xs"},
		"module state":           {"a.js", `const xs = []; export function add(x) { xs.push(x); } export async function f() { ` + pairs + ` }`, "async function f(", "xs"},
		"table of lists":         {"a.js", `const lists = new Map(); export async function f(name) { const xs = lists.get(name); ` + pairs + ` }`, "async function f(", "lists[]"},
		"answer by name":         {"a.js", `function make(events) { return async function f() { if (events.invoke("mode") !== "on") return 0; const xs = events.invoke("list").rows; ` + pairs + ` } }`, "async function f(", "events.invoke(list).rows"},
		"bound of a loop":        {"a.js", `import { open } from "pkg"; export async function f() { const d = await open(); let s = 0; for (let i = 0; i < d.count; i++) for (let j = 0; j < d.count; j++) s += i ^ j; return s; }`, "async function f(", "<pkg>.open().@await.count"},
		"kept from a package":    {"a.js", `const { find } = require("db"); module.exports = async function f() { const xs = (await find("rows")).map(r => r.id); ` + pairs + ` }`, "async function f(", "<db>.find(rows).@await"},
		"JSON in a string":       {"a.js", `async function f(text) { const xs = JSON.parse(text).map(x => x.v); ` + pairs + ` }`, "async function f(", "text[]"},
		"global of a page":       {"a.js", `async function f() { const xs = Session.get("rows").list.map(x => x.v); ` + pairs + ` }`, "async function f(", "<Session>.get(rows).list"},
		"React callback":         {"a.jsx", `import { useCallback, useState } from "react"; export function List({ items }) { const [q] = useState(""); const onClick = useCallback(async () => { const xs = items.map(i => i.n); ` + pairs + ` }, [items]); return <button onClick={onClick}>{q}</button>; }`, "async () => {", "items"},
		"handler":                {"a.js", `const app = require("express")(); app.post("/", async (req, res) => { const xs = req.body.ids; let s = 0; for (const a of xs) for (const b of xs) s += a ^ b; res.json({ s }); });`, "async (req, res)", "req.body.ids"},
		"component":              {"a.vue", "<template><p/></template>\n<script setup lang=\"ts\">\nenum Op { A, B }\nnamespace N { export const k = Op.B; }\nasync function f(xs: number[]) { let s = N.k; for (const a of xs) for (const b of xs) s += a ^ b; return s; }\n</script>\n", "async function f(", "xs"},
		"handler in a property":  {"a.js", `async function f() { const xs = await new Promise((ok, no) => { const r = new FileReader(); r.onerror = no; r.onload = () => ok(r.result); r.readAsText(1); }); ` + pairs + ` }`, "async function f(", "<FileReader>().result"},
		"failure is not called":  {"a.js", `async function f(db) { const xs = await new Promise((ok, no) => { db.on("error", no); db.on("rows", ok); }); ` + pairs + ` }`, "async function f(", "db.on()[]"},
		"loaded by the module":   {"a.js", `import { all } from "db"; const loaded = fetchRows(); async function fetchRows() { return (await all("rows")).map(r => r.id); } async function f() { const xs = await loaded; ` + pairs + ` }`, "async function f(", "<db>.all(rows).@await"},
		"query to be narrowed":   {"a.js", `async function f(db, min) { const q = db("rows").limit(9); if (min) void q.where("a", min); const xs = (await q).map(r => r.v); ` + pairs + ` }`, "async function f(", "db(rows).limit().@await"},
		"pixels as floats":       {"a.js", `async function f(ctx) { const xs = new Float32Array(ctx.getImageData(0, 0, 9, 9).data.buffer); ` + pairs + ` }`, "async function f(", "ctx.getImageData().data"},
		"number that is neither": {"a.js", `async function f(ids, xs) { const id = ids[0]; if (id === undefined || id === 0xffffffff || id >= xs.length) return 0; ` + pairs + ` }`, "async function f(", "xs"},
		"count of a typed array": {"a.js", `async function f(o) { const xs = new Uint8Array(o.count); for (let i = 0; i < o.count; i++) xs[i] = i; ` + pairs + ` }`, "async function f(", "o.count"},
		"two that grow together": {"a.js", `async function f(a, b) { const n = Math.min(a.length, b.length); let s = 0; for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) s += a[i] ^ b[j]; return s; }`, "async function f(", "a, b"},
		"recent enough":          {"a.js", `async function f(rows, o) { const since = Date.now() - o.interval; const xs = rows.filter(r => r.updatedAt >= since).map(r => r.v); ` + pairs + ` }`, "async function f(", "rows"},
		"given by the user":      {"a.js", "// asynclint-input rows = Array.from({ length: n }, (_, i) => ({ deep: { er: [i] } }))\nasync function f(rows) { const xs = rows.map(r => r.deep.er[0]); " + pairs + " }", "async function f(", "rows"},
	} {
		t.Run(name, func(t *testing.T) {
			e := measureText(t, c.file, c.src, c.mark, runtime.Options{InputSize: 20_000, PerFunction: 20 * time.Second})
			if e.Verdict == runtime.Refuted || e.Exponent == nil || *e.Exponent < 1.7 {
				t.Errorf("want quadratic growth: %s", show(e))
			}
			if e.Grows != c.grows {
				t.Errorf("%q grew, want %q", e.Grows, c.grows)
			}
		})
	}
}

// What a stub decides or does is never sure.
func TestStubsNeverMakeSure(t *testing.T) {
	for name, src := range map[string]string{
		"ends the loop": `import { queue } from "q"; async function f() { let n = 0; while (queue.size() === 0) n++; return n; }`,
		"does the work": `import { sortBy } from "pkg"; async function f(rows) { return sortBy(rows.map(r => r.id)); }`,
	} {
		e := measureText(t, "a.js", src, "async function f(", runtime.Options{PerFunction: 4 * time.Second})
		if e.Verdict != runtime.Unmeasured || e.Reason != runtime.ReasonStubs || len(e.Stubs) == 0 {
			t.Errorf("%s: want unmeasured(stubs): %s", name, show(e))
		}
	}
}

func TestBrokenWorkloadSaysSo(t *testing.T) {
	e := measureText(t, "a.js", "// asynclint-input rows = [\nasync function f(rows) { return rows.map(g); }", "async function f(", runtime.Options{})
	if e.Reason != "workload" || !strings.Contains(e.Detail, "rows = [") {
		t.Errorf("want unmeasured(workload) that quotes the comment: %s", show(e))
	}
}

// TestOneOfSeveral holds that work which grows with a product of sizes is not
// called harmless because one of them was made to grow.
func TestOneOfSeveral(t *testing.T) {
	const src = `import { readFile } from "node:fs/promises";
import pg from "pg";
const pool = new pg.Pool();
export async function report() {
  const { rows: users } = await pool.query("select id, name from users");
  const lines = (await readFile("audit.log", "utf8")).split("\n");
  return lines.map((line) => users.find((u) => u.id === line));
}
`
	path := filepath.Join(t.TempDir(), "report.js")
	if err := os.WriteFile(path, []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	at := strings.Index(src, "async function")
	target := runtime.Target{Path: path, Start: at, End: at + len("async function"), Grow: []string{"lines", "users"}}
	if e := runtime.Measure(context.Background(), []runtime.Target{target}, runtime.Options{Budget: time.Minute}, nil)[0]; e.Verdict == runtime.Refuted {
		t.Errorf("refuted though not both grew: %s", show(e))
	}
}

// TestProduct holds that the sizes of a product grow together, each by itself, and
// that the verdict is about sizes that they plausibly have.
func TestProduct(t *testing.T) {
	const src = `export async function f(ctx, w) {
  const image = ctx.getImageData(0, 0, 9, 9);
  let sum = 0;
  for (let i = 0; i < w.length * 9; i++) sum += i;
  for (let y = 0; y < image.height; y++) for (let x = 0; x < image.width; x++) sum += x ^ y;
  return sum;
}
`
	path := filepath.Join(t.TempDir(), "sum.js")
	if err := os.WriteFile(path, []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	at := strings.Index(src, "async function")
	target := runtime.Target{Path: path, Start: at, End: at + len("async function"), Grow: []string{"image.height", "image.width"}, Size: 1500}
	e := runtime.Measure(context.Background(), []runtime.Target{target}, runtime.Options{Budget: time.Minute}, nil)[0]
	if e.Exponent == nil || *e.Exponent < 1.8 || e.InputSize != 1500 || e.Grows != "ctx.getImageData().height, ctx.getImageData().width" {
		t.Errorf("want height and width to grow together, to 1500 each: %s", show(e))
	}
}
