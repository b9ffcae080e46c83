package ownership_test

import (
	"context"
	"errors"
	"go/token"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/ownership"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// fate returns what becomes of the archive's one thread.
func fate(t *testing.T, archive string) (f ownership.Fate, task bool) {
	t.Helper()
	files := map[string]string{}
	var paths []string
	for _, f := range txtar.Parse([]byte(archive)).Files {
		p := "/p/" + f.Name
		files[p] = string(f.Data)
		paths = append(paths, p)
	}
	g := jsparse.NewGraph(token.NewFileSet(), "/p", paths, func(p string) (string, error) {
		if s, ok := files[p]; ok {
			return s, nil
		}
		return "", errors.New("no such file: " + p)
	})
	threads := 0
	probe := &jsanalysis.Analyzer{
		Name:     "probe",
		Requires: []*jsanalysis.Analyzer{workers.Analyzer, ownership.Analyzer},
		Run: func(p *jsanalysis.Pass) (any, error) {
			for n := range p.File.Root().Preorder(jsparse.New) {
				if th := workers.Of(p).New(n); th.Kind != workers.None {
					threads++
					f = ownership.Of(p).Fate(th)
					_, task = ownership.Of(p).Task(th)
				}
			}
			return nil, nil
		},
	}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Analyzers: []*jsanalysis.Analyzer{probe}, Modules: g.Modules()})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	if threads != 1 {
		t.Fatalf("%d threads in %s", threads, archive)
	}
	return f, task
}

// TestRoutes takes each way of ending a worker, and the same code without it.
func TestRoutes(t *testing.T) {
	const kept, dropped = ownership.Kept, ownership.Dropped
	for _, c := range []struct {
		name, with, without string
		leak                ownership.Verdict
	}{
		{"terminate", `export function f() { const w = new Worker("/w.js"); setTimeout(() => w.terminate(), 9); }`,
			`export function f() { const w = new Worker("/w.js"); setTimeout(() => w.postMessage(1), 9); }`, dropped},
		{"handed function", `export function f(on) { const w = new Worker("/w.js"); on("end", w.terminate); }`,
			`export function f(on) { const w = new Worker("/w.js"); on("end", w.onmessage); }`, dropped},
		{"prototype", `export function f() { const w = new Worker("/w.js"); Worker.prototype.terminate.call(w); }`,
			`export function f() { const w = new Worker("/w.js"); console.log(w); }`, dropped},
		{"helper", `const end = (x) => x.terminate(); export function f() { end(new Worker("/w.js")); }`,
			`const note = (x) => x.postMessage(1); export function f() { note(new Worker("/w.js")); }`, dropped},
		{"promise", `const make = () => new Promise((resolve) => resolve(new Worker("/w.js"))); export async function f() { const w = await make(); w.terminate(); }`,
			`const make = () => new Promise((resolve) => resolve(new Worker("/w.js"))); export async function f() { const w = await make(); w.postMessage(1); }`, dropped},
		{"using", `export function f() { using w = new Worker("/w.js"); w.postMessage(1); }`,
			`export function f() { const w = new Worker("/w.js"); w.postMessage(1); }`, dropped},
		{"message", `export function f() { const w = new Worker(url); w.postMessage({ type: "shutdown" }); }`,
			`export function f() { const w = new Worker(url); w.postMessage({ type: "compute" }); }`, dropped},
		{"proxy", `import * as C from "comlink"; export function f() { const api = C.wrap(new Worker("/w.js")); api[C.releaseProxy](); }`,
			`import * as C from "comlink"; export function f() { const api = C.wrap(new Worker("/w.js")); api.go(); }`, dropped},
		{"map", `export class A { m = new Map(); add(k) { this.m.set(k, new Worker("/w.js")); } end(k) { this.m.get(k)?.terminate(); } }`,
			`export class A { m = new Map(); add(k) { this.m.set(k, new Worker("/w.js")); } send(k) { this.m.get(k)?.postMessage(1); } }`, kept},
		{"destructured", `export class A { w = new Worker("/w.js"); end() { const { w } = this; w.terminate(); } }`,
			`export class A { w = new Worker("/w.js"); end() { const { w } = this; w.postMessage(1); } }`, kept},
		{"getter", `export class A { #w = new Worker("/w.js"); get w() { return this.#w; } end() { this.w.terminate(); } }`,
			`export class A { #w = new Worker("/w.js"); get w() { return this.#w; } }`, kept},
		{"dispose", `export class A { #w = new Worker("/w.js"); [Symbol.dispose]() { this.#w.terminate(); } }`,
			`export class A { #w = new Worker("/w.js"); [Symbol.dispose]() {} }`, kept},
	} {
		if f, _ := fate(t, "-- a.js --\n"+c.with+"\n"); f.Verdict != ownership.Ended {
			t.Errorf("%s: verdict %d, want Ended", c.name, f.Verdict)
		}
		if f, _ := fate(t, "-- a.js --\n"+c.without+"\n"); f.Verdict != c.leak {
			t.Errorf("without %s: verdict %d, want %d", c.name, f.Verdict, c.leak)
		}
	}
}

func TestAcrossFiles(t *testing.T) {
	for _, c := range []struct {
		name, archive string
		want          ownership.Verdict
	}{
		{"factory whose caller ends it", `
-- make.js --
export const make = () => new Worker("/w.js");
-- use.js --
import { make } from "./make.js";
export class A { w = make(); destroy() { this.w.terminate(); } }
`, ownership.Ended},
		{"factory whose caller does not, behind a barrel", `
-- make.js --
export const make = () => new Worker("/w.js");
-- index.js --
export { make } from "./make.js";
-- use.js --
import { make } from "./index.js";
export class A { w = make(); }
`, ownership.Kept},
		{"factory without a caller", `
-- make.js --
export const make = () => new Worker("/w.js");
`, ownership.Unknown},
		{"base class, ended by a subclass", `
-- base.js --
export class Base { w = new Worker("/w.js"); }
-- sub.js --
import { Base } from "./base.js";
export class Sub extends Base { destroy() { this.w.terminate(); } }
`, ownership.Ended},
		{"helper in another file", `
-- a.js --
import { end } from "./b.js";
export function f() { const w = new Worker("/w.js"); end(w); }
-- b.js --
export function end(x) { x.terminate(); }
`, ownership.Ended},
		{"worker that closes itself", `
-- a.js --
export function f() { const w = new Worker(new URL("./w.js", import.meta.url)); w.postMessage(1); }
-- w.js --
self.onmessage = () => self.close();
`, ownership.SelfEnding},
		{"record that another function takes apart", `
-- a.js --
export function begin(job) { Object.assign(job, { worker: make(), busy: true }); }
function make() { return new Worker("/w.js"); }
export function stop(job) { const { worker } = job; worker.terminate(); }
`, ownership.Ended},
		{"record that nobody takes apart", `
-- a.js --
export function begin() { const job = {}; Object.assign(job, { worker: make(), busy: true }); job.worker.postMessage(1); }
function make() { return new Worker("/w.js"); }
`, ownership.Dropped},
		{"shorthand in a record", `
-- a.js --
export function f() { const w = new Worker("/w.js"); jobs.push({ w, busy: false }); }
const jobs = [];
export const end = () => jobs.forEach((job) => job.w.terminate());
`, ownership.Ended},
		{"CommonJS start-up code, called once", `
-- lib.js --
exports.create = (env) => { prepare(env).then(() => { const w = new Worker("/w.js"); w.postMessage(env); }); };
-- server.js --
require("./lib").create(process.env);
`, ownership.Lasting},
		{"CommonJS function that handlers call", `
-- lib.js --
exports.create = (env) => { const w = new Worker("/w.js"); w.postMessage(env); };
-- server.js --
const lib = require("./lib");
module.exports = (app) => app.get("/", (req, res) => { lib.create(req); res.end(); });
`, ownership.Dropped},
		{"one instance of a class", `
-- a.js --
export class A { w = new Worker("/w.js"); }
-- b.js --
import { A } from "./a.js";
export const a = new A();
`, ownership.Lasting},
	} {
		if f, _ := fate(t, c.archive); f.Verdict != c.want {
			t.Errorf("%s: verdict %d, want %d", c.name, f.Verdict, c.want)
		}
	}
}

func TestTask(t *testing.T) {
	for code, want := range map[string]bool{
		`export function f(x) { const w = new Worker("/w.js"); w.onmessage = () => w.terminate(); w.postMessage(x); }`:                                               true,
		`export const f = (x) => new Promise((r) => { const w = new Worker("/w.js"); w.onmessage = r; w.postMessage(x); });`:                                         true,
		`export function f() { const w = new Worker("/w.js"); return { send(x) { w.postMessage(x); }, end() { w.terminate(); } }; }`:                                 false,
		`let w; export function f(x) { w ??= new Worker("/w.js"); w.postMessage(x); }`:                                                                               false,
		`export class A { f() { this.w = new Worker("/w.js"); } }`:                                                                                                   false,
		`export function f(use) { use(new Worker("/w.js")); }`:                                                                                                       false,
		`export function f(x) { const w = new Worker("/w.js"); const stop = () => w.terminate(); window.stop = stop; w.onmessage = () => stop(); w.postMessage(x) }`: true,
	} {
		if _, got := fate(t, "-- a.js --\n"+code+"\n"); got != want {
			t.Errorf("%s: task %t", code, got)
		}
	}
}

// TestMetamorphic changes what must not matter.
func TestMetamorphic(t *testing.T) {
	for _, archive := range []string{
		"-- a.js --\nexport function f(x) { const w = new Worker(\"/w.js\"); w.postMessage(x); }\n",
		"-- a.ts --\nexport function f(x: unknown): void { const w: Worker = new Worker(\"/w.js\") as Worker; w!.postMessage(x); }\n",
		"-- a.js --\nexport const renamed = async (y) => {\n\n  let thread = new Worker(\"/w.js\");\n  (thread)?.postMessage(y);\n};\n",
		"-- a.js --\nexport class C { f(x) { const w = new Worker(\"/w.js\"); w.postMessage(x); } }\n",
		"-- a.js --\nimport { send } from \"./b.js\";\nexport function f(x) { const w = new Worker(\"/w.js\"); send(w, x); }\n-- b.js --\nexport const send = (w, x) => w.postMessage(x);\n",
		"-- a.js --\nimport { make } from \"./b.js\";\nexport function f(x) { make().postMessage(x); }\n-- b.js --\nexport function make() { return new Worker(\"/w.js\"); }\n",
	} {
		if f, _ := fate(t, archive); f.Verdict != ownership.Dropped {
			t.Errorf("verdict %d, want Dropped in %s", f.Verdict, archive)
		}
	}
}

// TestCircles has factories that call each other.
func TestCircles(t *testing.T) {
	const archive = `
-- a.js --
import { b } from "./b.js";
export function a(n) { return n ? b(n - 1) : new Worker("/w.js"); }
-- b.js --
import { a } from "./a.js";
export function b(n) { return n ? a(n - 1) : b(n + 1); }
export { a as default };
`
	if f, _ := fate(t, archive); f.Verdict.Leaks() {
		t.Errorf("verdict %d", f.Verdict)
	}
}
