package runtime_test

import "math"

// known is a function whose answer is known. The verdict is about size, or the
// default size where it is 0. blocks says whether the event loop waits 50 ms or
// more there in V8: 1 yes, -1 clearly not (far below 5 ms), 0 in between, where
// any verdict but confirmed is right.
type known struct {
	name     string
	src      string
	size     int
	blocks   int
	exponent float64 // NaN: not asked
}

var nan = math.NaN()

var knowns = []known{
	// Blocks.
	{"pairs", `async function f(xs: number[]) { let s = 0; for (let i = 0; i < xs.length; i++) for (let j = 0; j < xs.length; j++) s += xs[i] ^ xs[j]; return s; }`, 0, 1, 2},
	{"pairs forEach", `async function f(xs) { let s = 0; xs.forEach(a => { xs.forEach(b => { s += a.score * b.score; }); }); return s; }`, 0, 1, 2},
	{"dedupe by includes", `async function f(items: string[]) { const out = []; for (const x of items) { if (!out.includes(x + out.length)) out.push(x + out.length); } return out; }`, 100000, 1, 2},
	{"spread in reduce", `async function f(rows: {id: number, name: string}[]) { return rows.reduce((m, r) => ({ ...m, [r.name + r.id]: r }), {}); }`, 0, 1, 2},
	{"array spread in reduce", `async function f(rows) { return rows.reduce((l, r) => [...l, r.name], []); }`, 50000, 1, 2},
	{"cubic", `async function f(n: number) { const d = new Float64Array(n * n); for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) { const t = d[i * n + k] + d[k * n + j]; if (t < d[i * n + j]) d[i * n + j] = t; } return d; }`, 3000, 1, 3},
	{"cubic arrays", `async function f(xs: number[]) { let c = 0; for (const a of xs) for (const b of xs) for (const d of xs) if (a + b + d === 0) c++; return c; }`, 3000, 1, 3},
	{"busy clock", `async function f() { const t = Date.now() + 2000; while (Date.now() < t); }`, 0, 1, nan},
	{"fixed heavy loop", `async function f() { let s = 0; for (let i = 0; i < 3e8; i++) s = (s + i * 31) | 0; return s; }`, 0, 1, nan},
	{"fibonacci", `async function f(n: number) { const fib = k => k < 2 ? k : fib(k - 1) + fib(k - 2); return fib(n); }`, 100, 1, nan},
	{"heavy linear, large", `async function f(rows: {id: number, name: string, tags: string[]}[]) { return rows.map(r => JSON.stringify({ a: r.name.toUpperCase().split("").reverse().join(""), b: r.tags.map(t => t.trim()).sort(), c: r.id })); }`, 1000000, 1, 1},
	{"sort large", `async function f(rows: {name: string}[]) { return rows.slice().sort((a, b) => a.name.localeCompare(b.name)); }`, 1000000, 1, nan},
	{"helper in module", "function dist(a, b) { let d = 0; for (let i = 0; i < a.length; i++) d += Math.abs(a.charCodeAt(i) - b.charCodeAt(i)); return d; }\n" + `async function f(words: string[]) { const out = []; for (const a of words) { let best = Infinity; for (const b of words) { const d = dist(a, b); if (a !== b && d < best) best = d; } out.push(best); } return out; }`, 0, 1, 2},
	{"method", `class Grid { rows: number[] = []; async f(xs: number[]) { let hits = 0; for (const x of xs) for (const y of xs) if (this.near(x, y)) hits++; return hits; } near(a: number, b: number) { return Math.abs(a - b) < 3; } }`, 0, 1, 2},
	{"closure", "function outer(threshold) {\n function score(r) { return r.a * 2 + threshold; }\n" + ` return async function f(rows: {a: number}[]) { let n = 0; for (const r of rows) for (const q of rows) if (score(r) > score(q)) n++; return n; } }`, 0, 1, 2},
	{"yields too rarely", `async function f(xs: number[]) { let s = 0; for (const a of xs) { for (const b of xs) for (const c of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) s += a ^ b ^ c; if (s === -1) await new Promise(r => setTimeout(r, 0)); } return s; }`, 0, 1, 2},
	{"microtask yields", `async function f(xs: number[]) { let s = 0; for (const a of xs) { await null; for (const b of xs) s += a ^ b; } return s; }`, 0, 1, 2},
	{"Promise.all of cpu", `async function f(xs: number[]) { return Promise.all(xs.map(async a => { let s = 0; for (const b of xs) s += a * b; return s; })); }`, 0, 1, 2},
	{"after fetch", `async function f(url: string) { const res = await fetch(url); const rows = await res.json(); let n = 0; for (const a of rows) for (const b of rows) if (a.id === b.parent) n++; return n; }`, 0, 1, 2},
	{"handler", `async function f(req, res) { const ids = req.body.ids; const out = []; for (const a of ids) for (const b of ids) if (a.key < b.key) out.push(a); res.json({ n: out.length }); }`, 0, 1, 2},
	// Does not block.
	{"sum", `async function f(xs: number[]) { let s = 0; for (const x of xs) s += x; return s; }`, 0, -1, 1},
	{"map field", `async function f(rows: {id: number}[]) { return rows.map(r => r.id); }`, 0, -1, 1},
	{"short list", `async function f(rows: {id: number, name: string}[]) { return rows.filter(r => r.id > 3).map(r => r.name); }`, 100, -1, nan},
	{"chunk of ten", `async function f(xs: number[]) { const out = []; for (let i = 0; i < xs.length; i += 10) out.push(xs.slice(i, i + 10)); return out; }`, 0, -1, 1},
	{"max", `async function f(rows: {v: number}[]) { let m = -Infinity; for (const r of rows) if (r.v > m) m = r.v; return m; }`, 0, -1, 1},
	{"typed fill", `async function f(a: Float32Array) { for (let i = 0; i < a.length; i++) a[i] = a[i] * 0.5; return a; }`, 0, -1, 1},
	{"counter", `async function f(n: number) { let c = 0; for (let i = 0; i < n; i++) c += i & 1; return c; }`, 0, -1, 1},
	{"small pairs", `async function f(xs: number[]) { let s = 0; for (const a of xs) for (const b of xs) s += a ^ b; return s; }`, 30, -1, nan},
	// Yields.
	{"yields each row", `async function f(xs: number[]) { let s = 0; for (const a of xs) { for (const b of xs) s += a ^ b; await new Promise(r => setTimeout(r, 0)); } return s; }`, 0, -1, 1},
	{"yields by immediate", `async function f(xs: number[]) { for (let i = 0; i < xs.length; i++) { xs[i] = xs[i] * 2; if (i % 100 === 0) await new Promise(r => setImmediate(r)); } }`, 0, -1, nan},
	// In between: the curve counts.
	{"n log n", `async function f(xs: number[]) { return xs.slice().sort((a, b) => a - b); }`, 0, 0, nan},
	{"join", `async function f(rows: {name: string}[]) { let s = ""; for (const r of rows) s += r.name + ";"; return s; }`, 0, 0, 1},
	{"index by map", `async function f(rows: {name: string}[]) { const m = new Map(); for (const r of rows) m.set(r.name, r); return m; }`, 0, 0, 1},
	{"object from entries", `async function f(rows: {name: string, id: number}[]) { return Object.fromEntries(rows.map(r => [r.name, r.id])); }`, 0, 0, 1},
	{"json", `async function f(rows: {name: string, id: number}[]) { return JSON.stringify(rows); }`, 0, 0, 1},
	{"log steps", `async function f(xs: number[]) { let lo = 0, hi = xs.length, k = 0; while (lo < hi) { const mid = (lo + hi) >> 1; k++; if (xs[mid] < 500) lo = mid + 1; else hi = mid; } return k; }`, 0, 0, nan},
	{"constant", `async function f(xs: number[]) { return xs[0] + xs[xs.length - 1]; }`, 0, 0, 0},
	// Strings: V8 joins ropes, so building is linear; looking into one flattens it.
	{"rope", `async function f(n: number) { let s = ""; for (let i = 0; i < n; i++) s += "line " + i + "\n"; return s; }`, 0, 0, 1},
	{"rope, large", `async function f(n: number) { let s = ""; for (let i = 0; i < n; i++) s += "line " + i + "\n"; return s.length; }`, 5000000, 1, 1},
	{"slices of the rest", `async function f(text: string) { let n = 0; for (let i = 0; i < text.length; i++) if (text.slice(i).includes("~")) n++; return n; }`, 300000, 1, 2},
	{"longest common prefix", `async function f(words: string[]) { let best = 0; for (let i = 0; i < words.length; i++) for (let j = i + 1; j < words.length; j++) { let k = 0; while (k < words[i].length && words[i][k] === words[j][k]) k++; if (k > best) best = k; } return best; }`, 0, 1, 2},
	{"char codes", `async function f(text: string) { let h = 0; for (let i = 0; i < text.length; i++) h = (h * 33 + text.charCodeAt(i)) | 0; return h; }`, 0, -1, 1},
	{"edit distance", `async function f(a: string) { const b = a + "x"; let p = Array.from({ length: b.length + 1 }, (_, i) => i); for (let i = 1; i <= a.length; i++) { const c = [i]; for (let j = 1; j <= b.length; j++) c[j] = Math.min(p[j] + 1, c[j - 1] + 1, p[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)); p = c; } return p[b.length]; }`, 0, 1, 2},
	// Regular expressions: V8 backtracks.
	{"nested repetition", `async function f(n: number) { const s = "a".repeat(n) + "!"; return /^(a+)+$/.test(s); }`, 100, 1, nan},
	{"two repetitions", `async function f(n: number) { const s = " ".repeat(n) + "x"; return /\s+\s+$/.test(s); }`, 10000, 1, 3},
	{"trailing space", `async function f(n: number) { const s = " ".repeat(n) + "x"; return s.replace(/\s+$/, ""); }`, 100000, 1, 2},
	{"replace vowels", `async function f(text: string) { return text.replace(/[aeiou]/g, "").length; }`, 1000, -1, 1},
	{"anchored test", `async function f(xs: string[]) { return xs.filter(x => /^[a-z]+\d+$/.test(x)).length; }`, 1000, -1, 1},
	// Map, Set, objects.
	{"set of numbers", `async function f(n: number) { const s = new Set<number>(); for (let i = 0; i < n; i++) s.add(i); return s.size; }`, 5000000, 1, nan},
	{"join by map", `async function f(rows: {id: number, ref: number}[]) { const m = new Map(rows.map(r => [r.id, r])); return rows.map(r => m.get(r.ref)); }`, 1000, -1, nan},
	{"group by key", `async function f(rows: {team: string, n: number}[]) { const o: Record<string, number> = {}; for (const r of rows) o[r.team] = (o[r.team] || 0) + r.n; return o; }`, 1000, -1, 1},
	{"assign in reduce", `async function f(rows: {id: number, name: string}[]) { return rows.reduce((m, r) => Object.assign({}, m, { [r.name + r.id]: r }), {}); }`, 0, 1, 2},
	{"find in map", `async function f(rows: {id: number, ref: number}[]) { return rows.map(r => rows.find(q => q.id === r.ref + 1e7)); }`, 0, 1, 2},
	{"filter in filter", `async function f(rows: {id: number, parent: number}[]) { return rows.filter(a => rows.filter(b => b.parent === a.id).length > 3); }`, 0, 1, 2},
	{"indexOf of each", `async function f(xs: string[]) { const all = xs.map((x, i) => x + i); return all.filter((x, i) => all.indexOf(x) === i); }`, 50000, 1, 2},
	// Sorting.
	{"sort numbers", `async function f(xs: number[]) { return xs.map((x, i) => (x * 7919 + i * 104729) % 1000003).sort((a, b) => a - b); }`, 0, 0, 1.15},
	{"sort numbers, large", `async function f(xs: number[]) { return xs.map((x, i) => (x * 7919 + i * 104729) % 1000003).sort((a, b) => a - b); }`, 3000000, 1, 1.15},
	{"sort in a loop", `async function f(xs: number[]) { const out: number[] = []; for (const x of xs) { out.push(x); out.sort((a, b) => a - b); } return out; }`, 0, 1, 2},
	{"merge sort", `async function f(xs: number[]) { const ms = (l: number[]): number[] => { if (l.length < 2) return l; const h = l.length >> 1, a = ms(l.slice(0, h)), b = ms(l.slice(h)), o: number[] = []; let i = 0, j = 0; while (i < a.length && j < b.length) o.push(a[i] < b[j] ? a[i++] : b[j++]); return o.concat(a.slice(i), b.slice(j)); }; return ms(xs); }`, 0, 0, 1.15},
	{"bubble sort", `async function f(xs: number[]) { const a = xs.map((x, i) => (x * 7919 + i) % 10007); for (let i = 0; i < a.length; i++) for (let j = 0; j + 1 < a.length - i; j++) if (a[j] > a[j + 1]) { const t = a[j]; a[j] = a[j + 1]; a[j + 1] = t; } return a; }`, 0, 1, 2},
	// JSON and copies.
	{"json, large", `async function f(rows: {id: number, name: string, tags: string[]}[]) { return JSON.stringify(rows); }`, 3000000, 1, 1},
	{"deep copy", `async function f(rows: {id: number, name: string}[]) { return JSON.parse(JSON.stringify(rows)); }`, 0, 0, 1},
	{"history of copies", `async function f(rows: {id: number}[]) { const h = []; for (let i = 0; i < rows.length; i++) h.push(JSON.stringify(rows)); return h.length; }`, 0, 1, 2},
	{"short json", `async function f(rows: {id: number}[]) { return JSON.stringify(rows); }`, 100, -1, nan},
	{"clone each", `async function f(rows: {id: number, name: string}[]) { return rows.map(r => structuredClone(r)); }`, 0, 0, 1},
	// Typed arrays and numbers.
	{"grayscale", `async function f(px: Uint8ClampedArray) { for (let i = 0; i + 3 < px.length; i += 4) { const g = px[i] * 0.3 + px[i + 1] * 0.6 + px[i + 2] * 0.1; px[i] = px[i + 1] = px[i + 2] = g; } return px; }`, 0, -1, 1},
	{"autocorrelation", `async function f(a: Float64Array) { const out = new Float64Array(a.length); for (let k = 0; k < a.length; k++) { let s = 0; for (let i = 0; i + k < a.length; i++) s += a[i] * a[i + k]; out[k] = s; } return out; }`, 30000, 1, 2},
	{"big image", `async function f(px: Uint8ClampedArray) { const out = new Uint8ClampedArray(px.length); for (let i = 2; i < px.length - 2; i++) out[i] = (px[i - 2] + px[i - 1] + px[i] + px[i + 1] + px[i + 2]) / 5; return out; }`, 33000000, 1, 1},
	{"primes", `async function f(n: number) { let c = 0; for (let i = 2; i < n; i++) { let p = true; for (let j = 2; j < i; j++) if (i % j === 0) { p = false; } if (p) c++; } return c; }`, 30000, 1, 2},
	{"matrix product", `async function f(n: number) { const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i ^ j)); const c = a.map(r => r.map(() => 0)); for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) { let s = 0; for (let k = 0; k < n; k++) s += a[i][k] * a[k][j]; c[i][j] = s; } return c; }`, 1000, 1, 3},
	{"bigint power", `async function f(n: number) { let x = 1n; for (let i = 0; i < n; i++) x = (x * 7n) % 1000000007n; return x; }`, 0, 0, 1},
	// Recursion and generators.
	{"subsets", `async function f(n: number) { let c = 0; const go = (i: number, s: number) => { if (i === n) { if (s % 7 === 0) c++; return; } go(i + 1, s); go(i + 1, s + i); }; go(0, 0); return c; }`, 60, 1, nan},
	{"permutations", `async function f(xs: number[]) { let c = 0; const go = (l: number[], k: number) => { if (k === l.length) { c++; return; } for (let i = k; i < l.length; i++) { [l[k], l[i]] = [l[i], l[k]]; go(l, k + 1); [l[k], l[i]] = [l[i], l[k]]; } }; go(xs.slice(), 0); return c; }`, 20, 1, nan},
	{"walk a tree", `async function f(n: number) { type T = { l: T | null, r: T | null } | null; const make = (k: number): T => k < 1 ? null : { l: make((k - 1) >> 1), r: make(k - 1 - ((k - 1) >> 1)) }; const size = (t: T): number => t ? 1 + size(t.l) + size(t.r) : 0; return size(make(n)); }`, 1000, -1, 1},
	{"generator", `async function f(n: number) { function* g() { for (let i = 0; i < n; i++) yield i; } let s = 0; for (const x of g()) s += x; return s; }`, 1000, -1, 1},
	{"pairs by generators", `async function f(xs: number[]) { function* all() { for (const x of xs) yield x; } let s = 0; for (const a of all()) for (const b of all()) s += a ^ b; return s; }`, 0, 1, 2},
	{"async generator", `async function f(xs: number[]) { async function* g() { for (const x of xs) yield x; } let s = 0; for await (const a of g()) for (const b of xs) s += a ^ b; return s; }`, 0, 1, 2},
	{"async recursion", `async function f(n: number) { const go = async (k: number): Promise<number> => k < 2 ? k : (await go(k - 1)) + (await go(k - 2)); return go(n); }`, 60, 1, nan},
	// Microtasks only: the event loop waits.
	{"await of a resolved promise", `async function f(xs: number[]) { let s = 0; for (const a of xs) { s += await Promise.resolve(a); for (const b of xs) s ^= b; } return s; }`, 0, 1, 2},
	{"nextTick", `async function f(xs: number[]) { let s = 0; for (const a of xs) { await new Promise<void>(r => process.nextTick(r)); for (const b of xs) s += a ^ b; } return s; }`, 0, 1, 2},
	{"queueMicrotask", `async function f(xs: number[]) { let s = 0; for (const a of xs) { await new Promise<void>(r => queueMicrotask(r)); for (const b of xs) s += a ^ b; } return s; }`, 0, 1, 2},
	{"async helper that never waits", `async function f(xs: number[]) { const row = async (a: number) => { let s = 0; for (const b of xs) s += a ^ b; return s; }; let s = 0; for (const a of xs) s += await row(a); return s; }`, 0, 1, 2},
	{"then chain", `function f0() {} async function f(xs: number[]) { let p = Promise.resolve(0); for (const a of xs) p = p.then(s => { for (const b of xs) s += a ^ b; return s; }); return p; }`, 0, 1, 2},
	// Yields.
	{"yields by channel", `async function f(xs: number[]) { const { port1, port2 } = new MessageChannel(); let s = 0; for (const a of xs) { for (const b of xs) s += a ^ b; await new Promise<void>(r => { port1.onmessage = () => r(); port2.postMessage(0); }); } return s; }`, 0, -1, 1},
	{"yields by scheduler", `async function f(xs: number[]) { let s = 0; for (const a of xs) { for (const b of xs) s += a ^ b; await scheduler.yield(); } return s; }`, 0, -1, 1},
	{"yields by postTask", `async function f(xs: number[]) { let s = 0; for (const a of xs) { for (const b of xs) s += a ^ b; await scheduler.postTask(() => {}); } return s; }`, 0, -1, 1},
	{"yields by immediate, each", `async function f(xs: number[]) { let s = 0; for (const a of xs) { for (const b of xs) s += a ^ b; await new Promise(r => setImmediate(r)); } return s; }`, 0, -1, 1},
	{"yields by real I/O", `async function f(urls: string[]) { let n = 0; for (const u of urls) { const r = await fetch(u); for (const v of urls) if (v === u) n++; if (r.ok) n++; } return n; }`, 0, -1, 1},
	{"yields in a helper", `const pause = () => new Promise<void>(r => setTimeout(r, 0)); async function f(xs: number[]) { let s = 0; for (let i = 0; i < xs.length; i++) { for (const b of xs) s += xs[i] ^ b; await pause(); } return s; }`, 0, -1, 1},
	{"yields every hundredth", `async function f(xs: number[]) { let s = 0; for (let i = 0; i < xs.length; i++) { for (const b of xs) s += xs[i] ^ b; if (i % 100 === 99) await new Promise(r => setTimeout(r, 0)); } return s; }`, 0, 0, 1},
	{"timer once, then all", `async function f(xs: number[]) { await new Promise(r => setTimeout(r, 10)); let s = 0; for (const a of xs) for (const b of xs) s += a ^ b; return s; }`, 0, 1, 2},
	{"work in the timer", `async function f(xs: number[]) { return new Promise(r => setTimeout(() => { let s = 0; for (const a of xs) for (const b of xs) s += a ^ b; r(s); }, 0)); }`, 0, 1, 2},
	// Workers.
	{"hands to a worker", `async function f(xs: number[]) { const w = new Worker("w.js"); const done = new Promise(r => { w.onmessage = e => r(e.data); }); w.postMessage(xs.length); return done; }`, 0, 0, nan},
	{"worker, then all", `async function f(xs: number[]) { const w = new Worker("w.js"); await new Promise(r => { w.onmessage = e => r(e.data); w.postMessage(xs.length); }); let s = 0; for (const a of xs) for (const b of xs) s += a ^ b; return s; }`, 0, 1, 2},
	// Exponents of other kinds.
	{"halving", `async function f(n: number) { let c = 0; for (let k = n; k > 0; k = Math.floor(k / 2)) c++; return c; }`, 0, 0, nan},
	{"n times log", `async function f(n: number) { let c = 0; for (let i = 0; i < n; i++) for (let k = n; k > 1; k /= 2) c++; return c; }`, 0, 0, 1.1},
	{"harmonic", `async function f(n: number) { let c = 0; for (let i = 1; i < n; i++) for (let k = i; k < n; k += i) c++; return c; }`, 0, 0, 1.1},
	{"root", `async function f(n: number) { let c = 0; for (let i = 0; i * i < n; i++) c++; return c; }`, 0, 0, 0.5},
	{"n to the 1.5", `async function f(n: number) { let c = 0; for (let i = 0; i < n; i++) for (let j = 0; j * j < i; j++) c ^= j; return c; }`, 300000, 1, 1.5},
	{"fixed work", `async function f(xs: number[]) { let s = 0; for (let i = 0; i < 1000; i++) s += xs[0] ^ i; return s; }`, 0, 0, 0},
	{"first ten", `async function f(xs: number[]) { return xs.slice(0, 10).map(x => x * 2); }`, 0, 0, nan},
	{"pairs of few", `async function f(rows: {id: number}[]) { const top = rows.slice(0, 50); let n = 0; for (const a of top) for (const b of top) if (a.id < b.id) n++; return n; }`, 0, 0, nan},
}
