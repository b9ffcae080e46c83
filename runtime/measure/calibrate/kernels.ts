// Kernels: small functions of many kinds, whose time in V8 the weights are
// fitted to. One function per line; each grows with its first parameter.
async function numericLoop(n: number) { let s = 0; for (let i = 0; i < n; i++) s = (s * 31 + i) | 0; return s; }
async function floatLoop(n: number) { let s = 0.5; for (let i = 1; i < n; i++) s += 1 / (i * 1.5) - s * 0.001; return s; }
async function mathLoop(n: number) { let s = 0; for (let i = 1; i < n; i++) s += Math.sqrt(i) * Math.sin(i) + Math.floor(i / 3); return s; }
async function primes(n: number) { let c = 0; for (let i = 2; i < n; i++) { let ok = true; for (let j = 2; j * j <= i; j++) if (i % j === 0) { ok = false; break; } if (ok) c++; } return c; }
async function sieve(n: number) { const a = new Uint8Array(n + 1); let c = 0; for (let i = 2; i <= n; i++) { if (a[i]) continue; c++; for (let j = i + i; j <= n; j += i) a[j] = 1; } return c; }
async function collatz(n: number) { let best = 0; for (let i = 1; i < n; i++) { let x = i, k = 0; while (x !== 1 && k < 200) { x = x % 2 === 0 ? x / 2 : 3 * x + 1; k++; } if (k > best) best = k; } return best; }
async function sumArray(xs: number[]) { let s = 0; for (let i = 0; i < xs.length; i++) s += xs[i]; return s; }
async function sumForOf(xs: number[]) { let s = 0; for (const x of xs) s += x; return s; }
async function pairsIndex(xs: number[]) { let s = 0; for (let i = 0; i < xs.length; i++) for (let j = 0; j < xs.length; j++) s += xs[i] ^ xs[j]; return s; }
async function pairsForOf(xs: number[]) { let s = 0; for (const a of xs) for (const b of xs) if (a > b) s++; return s; }
async function pairsObjects(rows: {id: number, group: number}[]) { let s = 0; for (const a of rows) for (const b of rows) if (a.group === b.id) s++; return s; }
async function bubble(xs: number[]) { const a = xs.slice(); for (let i = 0; i < a.length; i++) for (let j = 0; j + 1 < a.length - i; j++) if (a[j] > a[j + 1]) { const t = a[j]; a[j] = a[j + 1]; a[j + 1] = t; } return a; }
async function prefixSums(a: Float64Array) { const out = new Float64Array(a.length); let s = 0; for (let i = 0; i < a.length; i++) { s += a[i]; out[i] = s; } return out; }
async function grayscale(px: Uint8ClampedArray) { for (let i = 0; i + 3 < px.length; i += 4) { const g = px[i] * 0.3 + px[i + 1] * 0.59 + px[i + 2] * 0.11; px[i] = g; px[i + 1] = g; px[i + 2] = g; } return px; }
async function blur(px: Uint8Array) { const out = new Uint8Array(px.length); for (let i = 2; i < px.length - 2; i++) { let s = 0; for (let k = -2; k <= 2; k++) s += px[i + k]; out[i] = s / 5; } return out; }
async function mapFields(rows: {id: number, name: string}[]) { return rows.map(r => ({ id: r.id, label: r.name })); }
async function filterMap(rows: {id: number, name: string, score: number}[]) { return rows.filter(r => r.score > 300).map(r => r.name); }
async function reduceSum(rows: {score: number}[]) { return rows.reduce((s, r) => s + r.score, 0); }
async function forEachPush(rows: {score: number}[]) { const out: number[] = []; rows.forEach(r => { if (r.score % 2) out.push(r.score); }); return out; }
async function quadraticFind(rows: {id: number, ref: number}[]) { return rows.map(r => rows.find(q => q.id === r.ref)); }
async function quadraticSome(xs: number[]) { let c = 0; for (const x of xs) if (xs.some(y => y === x + 2000)) c++; return c; }
async function quadraticIncludes(xs: number[]) { const out: number[] = []; for (let i = 0; i < xs.length; i++) if (!out.includes(i)) out.push(i); return out; }
async function indexOfStrings(xs: string[]) { const out: string[] = []; for (let i = 0; i < xs.length; i++) { const k = "w" + i; if (out.indexOf(k) < 0) out.push(k); } return out; }
async function spreadReduce(rows: {id: number, name: string}[]) { return rows.reduce((m, r) => ({ ...m, ["k" + r.id]: r }), {}); }
async function spreadArray(xs: number[]) { return xs.reduce((l: number[], x) => [...l, x], []); }
async function concatArray(xs: number[]) { let l: number[] = []; for (const x of xs) l = l.concat([x]); return l; }
async function cloneRows(rows: {id: number, name: string, tags: string[]}[]) { return rows.map(r => ({ ...r, tags: [...r.tags] })); }
async function sortNumbers(xs: number[]) { return xs.slice().sort((a, b) => a - b); }
async function sortNames(rows: {name: string}[]) { return rows.slice().sort((a, b) => (a.name < b.name ? -1 : 1)); }
async function sortLocale(rows: {name: string}[]) { return rows.slice().sort((a, b) => a.name.localeCompare(b.name)); }
async function sortDefault(xs: string[]) { return xs.slice().sort(); }
async function mapCount(rows: {name: string}[]) { const m = new Map<string, number>(); for (const r of rows) m.set(r.name, (m.get(r.name) || 0) + 1); return m; }
async function mapNumbers(n: number) { const m = new Map<number, number>(); for (let i = 0; i < n; i++) m.set(i * 7, i); let s = 0; for (let i = 0; i < n; i++) s += m.get(i * 7)!; return s; }
async function setUnique(n: number) { const m = new Set<number>(); for (let i = 0; i < n; i++) m.add((i * 7919) % 10007); return m.size; }
async function groupObject(rows: {name: string, score: number}[]) { const o: Record<string, number[]> = {}; for (const r of rows) (o[r.name] || (o[r.name] = [])).push(r.score); return o; }
async function keysValues(rows: {id: number, name: string, score: number}[]) { let s = 0; for (const r of rows) s += Object.keys(r).length + Object.values(r).length; return s; }
async function entriesLoop(rows: {id: number, name: string, score: number}[]) { let s = ""; for (const r of rows) for (const [k, v] of Object.entries(r)) s = k + v; return s; }
async function jsonStringify(rows: {id: number, name: string, score: number}[]) { return JSON.stringify(rows).length; }
async function jsonRoundTrip(rows: {id: number, name: string}[]) { return rows.map(r => JSON.parse(JSON.stringify(r))); }
async function stringBuild(n: number) { let s = ""; for (let i = 0; i < n; i++) s += "item " + i + ";"; return s.length; }
async function templateJoin(rows: {id: number, name: string}[]) { return rows.map(r => `<li id="${r.id}">${r.name}</li>`).join("\n"); }
async function charCodes(text: string) { let h = 0; for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) | 0; return h; }
async function wordCount(text: string) { const m: Record<string, number> = {}; for (const w of text.split(" ")) m[w] = (m[w] || 0) + 1; return m; }
async function upperTrim(xs: string[]) { return xs.map(x => x.trim().toUpperCase().slice(1)); }
async function reverseString(xs: string[]) { return xs.map(x => x.split("").reverse().join("")); }
async function regexpTest(xs: string[]) { let c = 0; for (const x of xs) if (/^[a-m]+\d*[02468]$/.test(x)) c++; return c; }
async function regexpReplace(text: string) { return text.replace(/[aeiou]/g, "").replace(/\s+/g, " ").length; }
async function regexpMatch(text: string) { return (text.match(/\b[a-z]+\d+\b/g) || []).length; }
async function editDistance(a: string) { const b = a; let prev = Array.from({ length: b.length + 1 }, (_, i) => i); for (let i = 1; i <= a.length; i++) { const cur = [i]; for (let j = 1; j <= b.length; j++) cur[j] = Math.min(prev[j] + 1, cur[j - 1] + 1, prev[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)); prev = cur; } return prev[b.length]; }
async function fibonacci(n: number) { const f = (k: number): number => (k < 2 ? k : f(k - 1) + f(k - 2)); let s = 0; for (let i = 0; i < n; i++) s += f(12); return s; }
async function closures(n: number) { let s = 0; for (let i = 0; i < n; i++) { const f = (x: number) => x + i; s += f(i); } return s; }
async function classMethods(n: number) { class P { x: number; y: number; constructor(x: number, y: number) { this.x = x; this.y = y; } len() { return this.x * this.x + this.y * this.y; } } let s = 0; for (let i = 0; i < n; i++) s += new P(i, i + 1).len(); return s; }
async function generatorSum(n: number) { function* g() { for (let i = 0; i < n; i++) yield i; } let s = 0; for (const x of g()) s += x; return s; }
async function destructure(rows: {id: number, name: string, score: number}[]) { let s = 0; for (const { id, score } of rows) { const [a, b] = [id, score]; s += a + b; } return s; }
async function objectAllocate(n: number) { const out = []; for (let i = 0; i < n; i++) out.push({ id: i, pos: { x: i, y: i * 2 }, tags: [i, i + 1] }); return out.length; }
async function tree(n: number) { let root: any = null; for (let i = 0; i < n; i++) { const v = (i * 7919) % 10007; const node = { v, l: null, r: null }; if (!root) { root = node; continue; } let p = root; for (;;) { if (v < p.v) { if (!p.l) { p.l = node; break; } p = p.l; } else { if (!p.r) { p.r = node; break; } p = p.r; } } } return root; }
async function queueShift(n: number) { const q: number[] = []; for (let i = 0; i < n; i++) q.push(i); let s = 0; while (q.length) s += q.shift()!; return s; }
async function matrix(rows: number[][]) { let s = 0; for (const r of rows) for (const q of rows) for (let k = 0; k < r.length; k++) s += r[k] * q[k]; return s; }
async function memo(n: number) { const m: Record<string, number> = {}; for (let i = 0; i < n; i++) m["k" + (i % 1000)] = i; let s = 0; for (const k in m) s += m[k]; return s; }
async function microtasks(n: number) { let s = 0; for (let i = 0; i < n; i++) s += await i; return s; }
async function search(rows: Record<string, unknown>[], predicate: (r: Record<string, unknown>) => boolean) { return rows.filter(predicate); }
async function parseNumbers(xs: string[]) { let s = 0; for (const x of xs) s += parseInt(x, 10) || Number(x) || x.length; return s; }
async function tryCatch(n: number) { let s = 0; for (let i = 0; i < n; i++) { try { s += i % 3; } catch { s--; } } return s; }
async function switchState(text: string) { let st = 0, c = 0; for (let i = 0; i < text.length; i++) { const ch = text[i]; switch (st) { case 0: if (ch === " ") st = 1; break; case 1: if (ch !== " ") { st = 0; c++; } break; } } return c; }
