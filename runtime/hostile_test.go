package runtime_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	asyncrt "github.com/asynclint/asynclint/runtime"
)

// hostile are bodies of async functions that try to hurt: `data` is their
// parameter.
var hostile = map[string]string{
	"spin":                 `for (;;);`,
	"spin do":              `do {} while (true);`,
	"recursion":            `function r() { return r() + r(); } return r();`,
	"mutual recursion":     `const a = () => b(), b = () => a(); return a();`,
	"getter recursion":     `const o = { get x() { return this.x; } }; return o.x;`,
	"toString recursion":   `const o = { toString() { return "" + this; } }; return "" + o;`,
	"json recursion":       `const o = { toJSON() { return JSON.stringify(this); } }; return JSON.stringify(o);`,
	"sort forever":         `return Array.from({ length: 1e6 }, (_, i) => -i).sort(() => { for (;;); });`,
	"array bomb":           `const a = []; for (;;) a.push(new Array(1000).fill(a));`,
	"array fill":           `return new Array(1e9).fill(0).length;`,
	"array length":         `const a = []; a.length = 4294967295; return a.indexOf(1);`,
	"array join":           `return new Array(4e8).join("ab").length;`,
	"array reverse":        `const a = []; a[4294967290] = 1; a.reverse(); return a.sort();`,
	"typed bomb":           `const l = []; for (;;) l.push(new Uint8Array(1e8));`,
	"buffer huge":          `return new ArrayBuffer(1e15);`,
	"buffer large":         `return new ArrayBuffer(3e9).byteLength;`,
	"string repeat":        `return "x".repeat(1e12).length;`,
	"string repeat unit":   `return "é".repeat(2 ** 29).length;`,
	"string pad":           `return "x".padStart(2 ** 31 - 2, "ab").length;`,
	"string doubling":      `let s = "x"; for (;;) s += s;`,
	"string replace":       `return "a".repeat(1e6).replaceAll("a", "b".repeat(1e6)).length;`,
	"map bomb":             `const m = new Map(); for (let i = 0; ; i++) m.set(i, { i });`,
	"object bomb":          `const o = {}; for (let i = 0; ; i++) o["k" + i] = [i];`,
	"closure bomb":         `let f = () => 0; for (;;) { const g = f; f = () => g() + 1; }`,
	"closure chain":        `let f = () => 0; for (let i = 0; i < 1e6; i++) { const g = f; f = () => g() + 1; } return f();`,
	"bigint power":         `return (2n ** 40000000n).toString().length;`,
	"bigint factorial":     `let x = 1n; for (let i = 1n; ; i++) x *= i;`,
	"bigint shift":         `return (1n << 100000000000n) > 0n;`,
	"regexp nested":        `return /^(a+)+$/.test("a".repeat(40) + "b");`,
	"regexp backreference": `return /^(a+)+\1$/.test("a".repeat(40) + "b");`,
	"regexp alternatives":  `return /^(a|a)*(?=x)$/.test("a".repeat(40) + "b");`,
	"regexp split":         `return "a".repeat(1e6).split(/(?=(a*)*b)/).length;`,
	"regexp source":        `return new RegExp("(".repeat(1e5) + ")".repeat(1e5)).test("a");`,
	"regexp repeat":        `return new RegExp("((a{1,1000}){1,1000}){1,1000}").test("a".repeat(1e5));`,
	"json deep":            `return JSON.parse("[".repeat(1e7) + "]".repeat(1e7));`,
	"json wide":            `return JSON.parse("[" + "1,".repeat(5e7) + "1]").length;`,
	"parse deep":           `return eval("(".repeat(1e6) + "1" + ")".repeat(1e6));`,
	"function deep":        `return new Function("return " + "[".repeat(1e6) + "]".repeat(1e6))();`,
	"eval spin":            `return eval("for(;;);");`,
	"never settles":        `return new Promise(() => {});`,
	"never settles await":  `await new Promise(() => {}); return 1;`,
	"thenable forever":     `const t = { then(f) { f(t); } }; return t;`,
	"microtask storm":      `const again = () => Promise.resolve().then(again); return again();`,
	"microtask await":      `for (;;) await null;`,
	"queueMicrotask storm": `const again = () => queueMicrotask(again); again(); return new Promise(() => {});`,
	"timer storm":          `const again = () => { setTimeout(again, 0); setTimeout(again, 0); }; again(); return new Promise(() => {});`,
	"interval storm":       `for (let i = 0; i < 1e6; i++) setInterval(() => {}, 0);`,
	"immediate storm":      `for (;;) setImmediate(() => {});`,
	"promise bomb":         `const l = []; for (;;) l.push(new Promise(() => {}).then(() => 1));`,
	"worker storm":         `for (;;) { const w = new Worker("x.js"); w.postMessage(w); }`,
	"worker echo":          `const w = new Worker("x.js"); w.onmessage = () => w.postMessage(1); w.postMessage(1); return new Promise(() => {});`,
	"channel storm":        `const { port1, port2 } = new MessageChannel(); port1.onmessage = () => port2.postMessage(1); port2.postMessage(1); return new Promise(() => {});`,
	"constructor escape":   `return data.constructor.constructor("return process.mainModule.require('child_process').execSync('id')")();`,
	"error escape":         `try { null.x; } catch (e) { return e.constructor.constructor("return this")().process.exit(7); }`,
	"process exit":         `process.exit(7);`,
	"require fs":           `return require("fs").readFileSync("/etc/passwd", "utf8").length;`,
	"import fs":            `return (await import("node:fs")).readFileSync("/etc/passwd").length;`,
	"spawn":                `return require("child_process").spawnSync("touch", ["pwned"]);`,
	"network":              `return (await fetch("http://127.0.0.1:1/")).status;`,
	"environment":          `if (process.env.PATH || process.env.HOME) throw new Error("leak"); return 1;`,
	"prototype pollution":  `Object.prototype.then = function (f) { for (;;); }; return {};`,
	"array pollution":      `Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1; }; return [...[1]];`,
	"promise pollution":    `Promise.prototype.then = function () { return this; }; await 1; return 2;`,
	"map pollution":        `Map.prototype.get = () => { throw 1; }; Map.prototype.set = Map.prototype.get; return new Map([[1, 2]]);`,
	"json pollution":       `JSON.stringify = () => { for (;;); }; JSON.parse = JSON.stringify; return 1;`,
	"host attack":          `globalThis.__asynclint_host.step = () => { for (;;); }; globalThis.__asynclint = null; return 1;`,
	"counter attack":       `if (globalThis.__asynclint_counters) globalThis.__asynclint_counters.fill(NaN); return 1;`,
	"target attack":        `globalThis.__asynclint_target = () => () => { throw 1; }; return 1;`,
	"delete globals":       `for (const k of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[k]; } catch {} } return 1;`,
	"freeze globals":       `Object.freeze(globalThis); Object.freeze(Object.prototype); return 1;`,
	"proxy traps":          `const p = new Proxy({}, { get: (t, k) => { for (;;); } }); return p;`,
	"proxy ownKeys":        `return Object.keys(new Proxy({}, { ownKeys: () => Array.from({ length: 1e8 }, (_, i) => "k" + i) }));`,
	"proxy prototype":      `const p = new Proxy({}, { getPrototypeOf() { return p; } }); return p instanceof Array;`,
	"throw proxy":          `throw new Proxy({}, { get() { for (;;); } });`,
	"throw null":           `throw null;`,
	"throw in toString":    `throw { get message() { throw this; }, toString() { for (;;); } };`,
	"iterator endless":     `const o = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) }; return [...o];`,
	"spread stack":         `return Math.max(...new Array(5e6).fill(1));`,
	"apply stack":          `return String.fromCharCode.apply(null, new Array(1e7).fill(65)).length;`,
	"bind chain":           `let f = () => 1; for (let i = 0; i < 1e6; i++) f = f.bind(null); return f();`,
	"date huge":            `return new Date(8.64e15).toISOString() + new Date(NaN).toString();`,
	"symbol bomb":          `const o = {}; for (;;) o[Symbol()] = 1;`,
	"weakmap bomb":         `const m = new WeakMap(), l = []; for (;;) { const k = {}; m.set(k, l); l.push(k); }`,
	"label loop":           `a: for (;;) { for (;;) continue a; }`,
	"finally loop":         `for (;;) try { return 1; } finally { continue; }`,
	"generator endless":    `function* g() { for (;;) yield* g(); } return [...g()];`,
	"debugger":             `for (;;) debugger;`,
}

func TestHostileSnippets(t *testing.T) {
	dir := t.TempDir()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	// On an idle machine each ends within 1.5 times the deadline. A loaded one may
	// take seconds to start a child or to take back its memory; what must never
	// happen is that nobody ends it.
	const deadline, slack = 800 * time.Millisecond, 10 * time.Second
	for name, body := range hostile {
		path := filepath.Join(dir, "f.js")
		src := "async function f(data) { " + body + " }\n"
		began := time.Now()
		e := asyncrt.Measure(context.Background(), []asyncrt.Target{{Path: path, Source: []byte(src), Start: 0, End: len(src) - 1}},
			asyncrt.Options{PerFunction: deadline, Budget: time.Minute}, nil)[0]
		if took := time.Since(began); took > deadline*3/2+slack {
			t.Errorf("%s took %v of %v: %s", name, took, deadline, show(e))
		}
		if e.Verdict == asyncrt.Refuted || e.Verdict == asyncrt.Unmeasured && e.Reason == "" {
			t.Errorf("%s: %s", name, show(e))
		}
		t.Logf("%-22s %s %s %s", name, e.Verdict, e.Reason, e.Detail)
	}
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 100<<20 {
		t.Errorf("the parent grew by %d MB", grown>>20)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}
