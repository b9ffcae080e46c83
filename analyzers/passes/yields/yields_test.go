package yields_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
	"github.com/asynclint/asynclint/analyzers/passes/yields"
	"github.com/asynclint/asynclint/jsparse"
)

// ask writes the files (alternately name and text) and asks about main.ts.
func ask(t *testing.T, question func(*yields.Oracle, *jsparse.File), files ...string) {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	g := jsanalysistest.Load(t, dir)
	rule := &jsanalysis.Analyzer{Name: "ask", Requires: []*jsanalysis.Analyzer{yields.Analyzer}, Run: func(p *jsanalysis.Pass) (any, error) {
		question(yields.Of(p), p.File)
		return nil, nil
	}}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{
		Graph: g, Analyzers: []*jsanalysis.Analyzer{rule}, Modules: []*jsparse.Module{g.Module(filepath.Join(g.Root(), "main.ts"))}, Workers: 1,
	})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
}

func TestAwaited(t *testing.T) {
	const prelude = `
import { setTimeout as sleep } from "node:timers/promises";
import { readFile } from "fs/promises";
import { promisify } from "util";
import * as fs from "fs";
import { helper, viaBarrel } from "./other";
const readFileAsync = promisify(fs.readFile);
async function nothing() { return 1; }
async function deep() { await nothing(); return nothing(); }
async function io() { await deep(); await fetch("/"); }
async function cached(k) { if (cache[k]) return cache[k]; await fetch(k); return 1; }
async function guarded(k) { if (k) { await fetch(k); } }
async function both(k) { if (k) { await fetch(k); } else { await sleep(1); } }
async function early(k) { for (const x of k) { if (x) return; await fetch(x); } }
async function spins(k) { while (true) { if (k()) return; await sleep(5); } }
async function ping(n) { return n ? pong(n - 1) : 0; }
async function pong(n) { await null; return ping(n - 1); }
async function switches(k) { switch (k) { case 1: await fetch("1"); break; default: await fetch("2"); } }
async function half(k) { switch (k) { case 1: await fetch("1"); break; case 2: return; } await nothing(); }
async function handles() { try { return await fetch("1"); } catch { return null; } }
function plain() { return { a: 1 }; }
function wraps() { return fetch("/"); }
const later = () => new Promise(r => setTimeout(r, 0));
class Thing { async load() { await fetch("/"); } async pure() { return 1; } }
const thing = new Thing();
`
	cases := []struct {
		expr string
		want yields.Turn
	}{
		{"null", yields.Never},
		{"Promise.resolve()", yields.Never},
		{"Promise.resolve(fetch('/'))", yields.Always},
		{"fetch('/')", yields.Always},
		{"sleep(0)", yields.Always},
		{"readFile('x')", yields.Always},
		{"readFileAsync('x')", yields.Always},
		{"fs.promises.readFile('x')", yields.Always},
		{"fs.readFileSync('x')", yields.Never},
		{"import('./other')", yields.Always},
		{"nothing()", yields.Never},
		{"deep()", yields.Never},
		{"io()", yields.Always},
		{"cached(1)", yields.Unknown},
		{"guarded(1)", yields.Sometimes},
		{"both(1)", yields.Always},
		{"early([])", yields.Sometimes},
		{"spins(f)", yields.Sometimes},
		{"ping(3)", yields.Never},
		{"switches(1)", yields.Always},
		{"half(1)", yields.Sometimes},
		{"handles()", yields.Unknown},
		{"plain()", yields.Never},
		{"wraps()", yields.Always},
		{"later()", yields.Always},
		{"unknown()", yields.Unknown},
		{"param", yields.Unknown},
		{"helper(1)", yields.Never},
		{"viaBarrel()", yields.Always},
		{"thing.load()", yields.Always},
		{"thing.pure()", yields.Never},
		{"new Promise(r => queueMicrotask(r))", yields.Never},
		{"new Promise(r => process.nextTick(r))", yields.Never},
		{"new Promise(r => r(1))", yields.Never},
		{"new Promise(r => setImmediate(r))", yields.Always},
		{"new Promise(r => setTimeout(() => r(1), 5))", yields.Always},
		{"new Promise((r) => { w.onmessage = r; w.postMessage(1); })", yields.Always},
		{"new Promise((r, j) => db.get(1, e => e ? j(e) : r()))", yields.Unknown},
		{"Promise.all([nothing(), deep()])", yields.Never},
		{"Promise.all([nothing(), fetch('/')])", yields.Always},
		{"Promise.all(xs.map(async x => x * 2))", yields.Never},
		{"Promise.all(xs.map(x => fetch(x)))", yields.Always},
		{"Promise.race([nothing(), fetch('/')])", yields.Never},
		{"(c ? nothing() : fetch('/'))", yields.Sometimes},
		{"nothing().then(() => 1)", yields.Never},
		{"fetch('/').then(r => r.json())", yields.Always},
		{"scheduler.yield()", yields.Always},
		{"[await fetch('/'), 1]", yields.Always},
	}
	for _, c := range cases {
		ask(t, func(o *yields.Oracle, f *jsparse.File) {
			var last jsparse.Cursor
			for a := range f.Root().Preorder(jsparse.Await) {
				if strings.Contains(a.Text(), c.expr) && a.Func().Name() == "subject" {
					last = a
					break
				}
			}
			if !last.Ok() {
				t.Fatalf("no await of %s", c.expr)
			}
			if got := o.Awaited(last.Operand()); got != c.want {
				t.Errorf("await %s: %v, want %v", c.expr, got, c.want)
			}
		}, "main.ts", prelude+"export async function subject(param) { await "+c.expr+"; }",
			"other.ts", "export async function helper(n: number) { for (let i = 0; i < n; i++) await Promise.resolve(); }\nexport { go as viaBarrel } from './third';",
			"third.ts", "export const go = async () => { await fetch('/x'); };")
	}
}

func TestRound(t *testing.T) {
	cases := []struct {
		loop string
		want yields.Turn
	}{
		{"for (const x of xs) { work(x); }", yields.Never},
		{"for (const x of xs) { await fetch(x); }", yields.Always},
		{"for (const x of xs) { await null; }", yields.Never},
		{"for (const x of xs) { if (x) continue; await fetch(x); }", yields.Sometimes},
		{"for (const x of xs) { if (x) break; await fetch(x); }", yields.Always},
		{"for (let i = 0; i < n; i++) { if (i % 100 === 0) await new Promise(r => setTimeout(r)); }", yields.Sometimes},
		{"for (let i = 0; i < n; i++) { await unknown(); }", yields.Unknown},
		{"while (await next()) { work(); }", yields.Unknown},
		{"for await (const x of xs) { work(x); }", yields.Unknown},
		{"for (const x of xs) { xs.forEach(async y => { await fetch(y); }); }", yields.Never},
		{"for (const x of xs) { try { await fetch(x); } catch { continue; } }", yields.Always},
		{"for (const x of xs) { await x?.y && await fetch(x); }", yields.Unknown},
		{"outer: for (const x of xs) { for (const y of x) { if (y) continue outer; } await fetch(x); }", yields.Sometimes},
	}
	for _, c := range cases {
		ask(t, func(o *yields.Oracle, f *jsparse.File) {
			for l := range f.Root().Preorder(jsparse.For, jsparse.ForOf, jsparse.While) {
				if got := o.Round(l); got != c.want {
					t.Errorf("%s: %v, want %v", c.loop, got, c.want)
				}
				return
			}
		}, "main.ts", "async function f(xs, n) { "+c.loop+" }")
	}
}
