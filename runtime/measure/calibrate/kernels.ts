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
async function xorShift(n: number) { let x = 123456789, s = 0; for (let i = 0; i < n; i++) { x ^= x << 13; x ^= x >>> 17; x ^= x << 5; s = (s + (x >>> 0)) % 1000003; } return s; }
async function mandelbrot(n: number) { let c = 0; for (let i = 0; i < n; i++) { let a = 0, b = 0, k = 0; const x = (i % 100) / 50 - 1, y = (i / 100 | 0) % 100 / 50 - 1; while (k < 30 && a * a + b * b < 4) { const t = a * a - b * b + x; b = 2 * a * b + y; a = t; k++; } c += k; } return c; }
async function gcdSum(n: number) { const gcd = (a: number, b: number): number => { while (b) { const t = a % b; a = b; b = t; } return a; }; let s = 0; for (let i = 1; i < n; i++) s += gcd(i, 360360); return s; }
async function bigintSum(n: number) { let s = 0n; for (let i = 0; i < n; i++) s = (s * 31n + BigInt(i)) % 1000000007n; return s; }
async function bigintGrow(n: number) { let x = 1n; for (let i = 1; i <= n; i++) x *= BigInt(i % 97 + 1); return x.toString().length; }
async function dateFormat(n: number) { const out: string[] = []; for (let i = 0; i < n; i++) out.push(new Date(1600000000000 + i * 86400000).toISOString()); return out.length; }
async function numberFormat(xs: number[]) { return xs.map(x => x.toFixed(2) + "%"); }
async function csvParse(text: string) { return text.split("\n").map(l => l.split(" ").map(c => c.trim())); }
async function csvWrite(rows: {id: number, name: string, score: number}[]) { return rows.map(r => [r.id, r.name, r.score].join(",")).join("\n"); }
async function htmlEscape(xs: string[]) { return xs.map(s => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")); }
async function slugify(xs: string[]) { return xs.map(s => s.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")); }
async function camelCase(xs: string[]) { return xs.map(s => s.replace(/[-_ ](\w)/g, (_, c) => c.toUpperCase())); }
async function levenshteinAll(xs: string[]) { let best = 0; for (const a of xs) for (const b of xs.slice(0, 8)) { let d = 0; const n = Math.min(a.length, b.length); for (let i = 0; i < n; i++) if (a[i] !== b[i]) d++; best += d; } return best; }
async function trigrams(text: string) { const m = new Map<string, number>(); for (let i = 0; i + 3 <= text.length; i++) { const t = text.slice(i, i + 3); m.set(t, (m.get(t) ?? 0) + 1); } return m.size; }
async function palindromes(text: string) { let c = 0; for (let i = 0; i < text.length; i++) { let l = i, r = i; while (l >= 0 && r < text.length && text[l] === text[r]) { l--; r++; c++; } } return c; }
async function hashString(xs: string[]) { return xs.map(s => { let h = 5381; for (let i = 0; i < s.length; i++) h = ((h << 5) + h + s.charCodeAt(i)) >>> 0; return h.toString(16); }); }
async function base64(text: string) { const abc = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"; let out = ""; for (let i = 0; i + 2 < text.length; i += 3) { const n = (text.charCodeAt(i) << 16) | (text.charCodeAt(i + 1) << 8) | text.charCodeAt(i + 2); out += abc[n >> 18 & 63] + abc[n >> 12 & 63] + abc[n >> 6 & 63] + abc[n & 63]; } return out; }
async function joinObjects(rows: {id: number, name: string}[]) { const byId = new Map(rows.map(r => [r.id, r])); return rows.map(r => ({ ...r, other: byId.get(r.id + 1)?.name })); }
async function quadraticFilter(rows: {id: number, parent: number}[]) { return rows.map(r => ({ ...r, children: rows.filter(c => c.parent === r.id) })); }
async function quadraticIndexOf(rows: {id: number}[]) { let s = 0; for (const r of rows) s += rows.indexOf(r); return s; }
async function quadraticSplice(n: number) { const q: number[] = []; for (let i = 0; i < n; i++) q.splice(q.length >> 1, 0, i); return q.length; }
async function quadraticUnshift(n: number) { const q: number[] = []; for (let i = 0; i < n; i++) q.unshift(i); return q.length; }
async function quadraticSlice(xs: number[]) { let s = 0; for (let i = 0; i < xs.length; i++) s += xs.slice(i).length; return s; }
async function arrayConcatSpread(rows: {tags: string[]}[]) { let all: string[] = []; for (const r of rows) all = [...all, ...r.tags]; return all.length; }
async function flatMapTags(rows: {tags: string[]}[]) { return [...new Set(rows.flatMap(r => r.tags))]; }
async function assignReduce(rows: {id: number, name: string}[]) { return rows.reduce((m, r) => Object.assign({}, m, { [r.name]: r.id }), {} as Record<string, number>); }
async function fromEntries(rows: {id: number, name: string}[]) { return Object.fromEntries(rows.map(r => [r.name, r.id])); }
async function groupByMap(rows: {group: number, score: number}[]) { const m = new Map<number, number[]>(); for (const r of rows) { const l = m.get(r.group); if (l) l.push(r.score); else m.set(r.group, [r.score]); } return m; }
async function setIntersect(xs: number[]) { const a = new Set(xs), b = new Set(xs.map(x => x * 2)); return [...a].filter(x => b.has(x)).length; }
async function setStrings(xs: string[]) { const s = new Set<string>(); for (let i = 0; i < xs.length; i++) s.add(xs[i] + i); return s.size; }
async function mapIterate(n: number) { const m = new Map<number, {v: number}>(); for (let i = 0; i < n; i++) m.set(i, { v: i }); let s = 0; for (const [k, o] of m) s += k * o.v; return s; }
async function lruCache(n: number) { const m = new Map<number, number>(); for (let i = 0; i < n; i++) { const k = (i * 7919) % 500; if (m.has(k)) m.delete(k); m.set(k, i); if (m.size > 300) m.delete(m.keys().next().value!); } return m.size; }
async function deleteKeys(n: number) { const o: Record<string, number> = {}; for (let i = 0; i < n; i++) { o["k" + i % 64] = i; if (i % 3 === 0) delete o["k" + i % 32]; } return Object.keys(o).length; }
async function sortByTwo(rows: {group: number, name: string}[]) { return [...rows].sort((a, b) => a.group - b.group || a.name.localeCompare(b.name)); }
async function sortDates(rows: {at: number}[]) { return rows.slice().sort((a, b) => new Date(b.at).getTime() - new Date(a.at).getTime()); }
async function insertionSort(xs: number[]) { const a = xs.slice(); for (let i = 1; i < a.length; i++) { const v = a[i]; let j = i - 1; while (j >= 0 && a[j] > v) { a[j + 1] = a[j]; j--; } a[j + 1] = v; } return a; }
async function quickSort(xs: number[]) { const qs = (l: number[]): number[] => l.length < 2 ? l : [...qs(l.slice(1).filter(x => x < l[0])), l[0], ...qs(l.slice(1).filter(x => x >= l[0]))]; return qs(xs.map((x, i) => (x * 7919 + i * 104729) % 100003)); }
async function mergeSort(xs: number[]) { const ms = (l: number[]): number[] => { if (l.length < 2) return l; const h = l.length >> 1, a = ms(l.slice(0, h)), b = ms(l.slice(h)), out: number[] = []; let i = 0, j = 0; while (i < a.length && j < b.length) out.push(a[i] < b[j] ? a[i++] : b[j++]); while (i < a.length) out.push(a[i++]); while (j < b.length) out.push(b[j++]); return out; }; return ms(xs); }
async function heapPushPop(n: number) { const h: number[] = []; for (let i = 0; i < n; i++) { let k = h.length; h.push((i * 7919) % 10007); while (k > 0) { const p = (k - 1) >> 1; if (h[p] <= h[k]) break; const t = h[p]; h[p] = h[k]; h[k] = t; k = p; } } return h[0]; }
async function binarySearch(xs: number[]) { const s = xs.slice().sort((a, b) => a - b); let c = 0; for (const x of xs) { let lo = 0, hi = s.length; while (lo < hi) { const m = (lo + hi) >> 1; if (s[m] < x) lo = m + 1; else hi = m; } c += lo; } return c; }
async function floodFill(n: number) { const w = 200, grid = new Uint8Array(n), stack = [0]; let c = 0; while (stack.length) { const p = stack.pop()!; if (p < 0 || p >= n || grid[p]) continue; grid[p] = 1; c++; stack.push(p + 1, p - 1, p + w, p - w); } return c; }
async function gameOfLife(n: number) { const w = 64, h = Math.ceil(n / w), a = new Uint8Array(w * h).map((_, i) => (i * 7919) % 3 ? 0 : 1), b = new Uint8Array(w * h); for (let y = 1; y < h - 1; y++) for (let x = 1; x < w - 1; x++) { let s = 0; for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) if (dx || dy) s += a[(y + dy) * w + x + dx]; b[y * w + x] = s === 3 || s === 2 && a[y * w + x] ? 1 : 0; } return b; }
async function matrixMultiply(n: number) { const k = Math.max(1, Math.round(Math.cbrt(n))), a = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => i + j)), c = a.map(r => r.map(() => 0)); for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) { let s = 0; for (let l = 0; l < k; l++) s += a[i][l] * a[l][j]; c[i][j] = s; } return c; }
async function histogram(px: Uint8ClampedArray) { const h = new Array(256).fill(0); for (let i = 0; i < px.length; i++) h[px[i]]++; return h; }
async function typedSort(a: Float64Array) { return a.slice().sort(); }
async function typedMap(a: Float32Array) { return a.map(x => x * 2 + 1).reduce((s, x) => s + x, 0); }
async function crc32(b: Uint8Array) { const t = new Uint32Array(256); for (let i = 0; i < 256; i++) { let c = i; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; t[i] = c; } let c = 0xffffffff; for (let i = 0; i < b.length; i++) c = t[(c ^ b[i]) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; }
async function walkTree(n: number) { const make = (d: number): any => d === 0 ? null : { l: make(d - 1), r: make(d - 1), v: d }; const sum = (t: any): number => t ? t.v + sum(t.l) + sum(t.r) : 0; return sum(make(Math.max(1, Math.floor(Math.log2(n))))); }
async function linkedList(n: number) { let head: any = null; for (let i = 0; i < n; i++) head = { v: i, next: head }; let s = 0; for (let p = head; p; p = p.next) s += p.v; return s; }
async function deepClone(rows: {id: number, name: string, tags: string[]}[]) { const clone = (v: any): any => Array.isArray(v) ? v.map(clone) : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, clone(x)])) : v; return clone(rows); }
async function deepEqual(rows: {id: number, name: string, tags: string[]}[]) { const eq = (a: any, b: any): boolean => a === b || typeof a === "object" && typeof b === "object" && Object.keys(a).every(k => eq(a[k], b[k])); let c = 0; for (const r of rows) if (eq(r, { ...r, tags: [...r.tags] })) c++; return c; }
async function permutations(n: number) { let c = 0; const go = (l: number[], k: number): void => { if (k === l.length) { c++; return; } for (let i = k; i < l.length; i++) { [l[k], l[i]] = [l[i], l[k]]; go(l, k + 1); [l[k], l[i]] = [l[i], l[k]]; } }; for (let i = 0; i < n / 100; i++) go([1, 2, 3, 4, 5], 0); return c; }
async function knapsack(xs: number[]) { const cap = 200, best = new Array(cap + 1).fill(0); for (const x of xs) { const w = x % 20 + 1; for (let c = cap; c >= w; c--) best[c] = Math.max(best[c], best[c - w] + x); } return best[cap]; }
async function graphBfs(n: number) { const adj: number[][] = Array.from({ length: n }, (_, i) => [(i * 2 + 1) % n, (i * 3 + 2) % n, (i + 7) % n]); const seen = new Array(n).fill(false), q = [0]; seen[0] = true; for (let k = 0; k < q.length; k++) for (const v of adj[q[k]]) if (!seen[v]) { seen[v] = true; q.push(v); } return q.length; }
async function inheritance(n: number) { class A { v = 1; get() { return this.v; } } class B extends A { get() { return super.get() + 1; } } class C extends B { get() { return super.get() * 2; } } let s = 0; for (let i = 0; i < n; i++) { const o = new C(); o.v = i; s += o.get(); } return s; }
async function eventEmitter(n: number) { const on: Record<string, ((x: number) => void)[]> = {}; let s = 0; for (const e of ["a", "b"]) (on[e] = on[e] || []).push(x => { s += x; }); for (let i = 0; i < n; i++) for (const f of on[i % 2 ? "a" : "b"]) f(i); return s; }
async function optionalChains(rows: {id: number, meta: {owner: {name: string}}}[]) { let s = 0; for (const r of rows) s += r?.meta?.owner?.name?.length ?? 0; return s; }
async function argumentsSpread(xs: number[]) { let s = 0; const f = (...a: number[]) => a.length; for (const x of xs) s += f(x, x, ...[x, x]); return s; }
async function pipeline(rows: {id: number, name: string, score: number, isActive: boolean}[]) { return rows.filter(r => r.isActive).map(r => ({ ...r, rank: r.score * 2 })).sort((a, b) => b.rank - a.rank).slice(0, 100).map(r => `${r.name}: ${r.rank}`).join("\n"); }
async function aggregate(rows: {group: number, score: number, name: string}[]) { const out: Record<string, {n: number, sum: number, names: string[]}> = {}; for (const r of rows) { const g = (out["g" + r.group % 50] ??= { n: 0, sum: 0, names: [] }); g.n++; g.sum += r.score; g.names.push(r.name); } return Object.entries(out).map(([k, g]) => ({ k, mean: g.sum / g.n, names: g.names.length })); }
async function tokenizer(text: string) { const out: {t: string, v: string}[] = []; let i = 0; while (i < text.length) { const c = text[i]; if (c === " " || c === "\n") { i++; continue; } let j = i; if (c >= "a" && c <= "z") { while (j < text.length && text[j] >= "a" && text[j] <= "z") j++; out.push({ t: "word", v: text.slice(i, j) }); } else { j++; out.push({ t: "other", v: c }); } i = j; } return out.length; }
async function regexpExecLoop(text: string) { const re = /(\w+)(\s|$)/g; let m, c = 0; while ((m = re.exec(text))) c += m[1].length; return c; }
async function regexpSplit(text: string) { return text.split(/[\s,;]+/).filter(Boolean).length; }
async function regexpBacktrack(n: number) { const s = "a".repeat(Math.min(n, 2000)) + "!"; let c = 0; for (let i = 0; i < n / 100; i++) if (/a+a+$/.test(s.slice(0, 100))) c++; return c; }
async function asyncCalls(n: number) { const f = async (x: number) => x + 1; let s = 0; for (let i = 0; i < n; i++) s += await f(i); return s; }
async function promiseAll(xs: number[]) { const l = await Promise.all(xs.map(async x => x * 2)); return l.length; }
async function promiseChain(n: number) { let p = Promise.resolve(0); for (let i = 0; i < n; i++) p = p.then(x => x + 1); return p; }
async function asyncGenerator(n: number) { async function* g() { for (let i = 0; i < n; i++) yield i; } let s = 0; for await (const x of g()) s += x; return s; }
async function structured(rows: {id: number, name: string}[]) { return rows.map(r => structuredClone(r)); }
async function jsonParse(n: number) { const t = JSON.stringify(Array.from({ length: n }, (_, i) => ({ id: i, name: "n" + i, on: i % 2 === 0, tags: ["a", "b"] }))); return JSON.parse(t).length; }
async function weakMaps(rows: {id: number}[]) { const m = new WeakMap<object, number>(); for (const r of rows) m.set(r, r.id); let s = 0; for (const r of rows) s += m.get(r)!; return s; }
async function symbolKeys(n: number) { const k = Symbol("k"); let s = 0; for (let i = 0; i < n; i++) { const o = { [k]: i, v: 1 }; s += o[k] + o.v; } return s; }
async function arrayFill(n: number) { const a = new Array(n).fill(0).map((_, i) => i * 2); return a.reduce((s, x) => s + x, 0); }
async function arrayFrom(n: number) { return Array.from({ length: n }, (_, i) => i).filter(i => i % 3 === 0).length; }
async function reverseJoin(xs: string[]) { return [...xs].reverse().join(" ").length; }
async function everySome(rows: {tags: string[], id: number}[]) { return rows.filter(r => r.tags.every(t => t.length > 2) && r.tags.some(t => t.startsWith("l"))).length; }
async function cartesian(xs: number[]) { const out: number[][] = []; for (const a of xs) for (const b of xs.slice(0, 20)) out.push([a, b]); return out.length; }
async function largeEntries(n: number) { const o: Record<string, number> = {}; for (let i = 0; i < n; i++) o["key" + i] = i; let s = 0; for (let k = 0; k < 5; k++) for (const [key, v] of Object.entries(o)) s += key.length + v; return s; }
async function largeValues(n: number) { const o: Record<string, number> = {}; for (let i = 0; i < n; i++) o["key" + i] = i; let s = 0; for (let k = 0; k < 5; k++) for (const v of Object.values(o)) s += v; return s; }
async function largeLookup(rows: {id: number, name: string}[]) { const byId: Record<string, {id: number, name: string}> = {}; for (const r of rows) byId[r.name + r.id] = r; let c = 0; for (const r of rows) if (byId[r.name + (r.id + 1)]) c++; return c; }
async function typedOfSet(xs: Uint32Array) { const ids = new Set<number>(); for (let i = 0; i < xs.length; i++) ids.add(xs[i]); return new Uint32Array(ids).sort().length; }
async function typedSlices(px: Uint8Array) { let s = 0; for (let i = 0; i + 4 <= px.length; i += 4) { const p = px.slice(i, i + 4); s += p[0] * 65536 + p[1] * 256 + p[2]; } return s; }
async function typedViews(px: Uint8Array) { let s = 0; for (let i = 0; i + 4 <= px.length; i += 4) s += px.subarray(i, i + 4)[1]; return s; }
async function typedMade(n: number) { let s = 0; for (let i = 0; i < n; i++) { const v = new Float32Array(3); v[0] = i; v[1] = i + 1; v[2] = v[0] * v[1]; s += v[2]; } return s; }
async function typedOfList(xs: number[]) { const a = Float32Array.from(xs), b = new Float32Array(xs); let s = 0; for (let i = 0; i < a.length; i++) s += a[i] * b[i]; return s; }
async function stripTags(xs: string[]) { return xs.map(s => s.replace(/\{\{?[^}]+(\}|$)/g, "")); }
async function tagsOfText(text: string) { const out: string[] = []; for (const m of text.matchAll(/([a-z]+)(\d+)[\s,]/g)) if (m[1].length > 3) out.push(m[1] + m[2]); return out; }
async function lazyDots(text: string) { return (text.match(/l.*?m/gs) || []).length + (text.match(/\w+?\d/g) || []).length; }
async function caseless(xs: string[]) { let c = 0; for (const x of xs) if (/dolor|amet|tempor\d/i.test(x)) c++; return c; }
async function lineFields(text: string) { let c = 0; for (const line of text.split("\n")) { const m = /^\s*(\w+)\s+(\w+)\s*(.*)$/.exec(line); if (m) c += m[3].length; } return c; }
async function setOfTexts(xs: string[]) { const a = new Set(xs), b = new Set(xs.map(x => x + "!")); let c = 0; for (const x of xs) if (a.has(x) && !b.has(x)) c++; return c; }
async function setOfList(xs: string[]) { const wanted = new Set(xs); return ["a", "b", "c", "d"].filter(x => wanted.has(x)).length; }
async function methodCalls(rows: {id: number, name: string, score: number}[]) { const store = { byId: new Map<number, unknown>(), put(kind: string, id: number, r: unknown) { this.byId.set(id, r); return kind; } }; rows.forEach(r => { store.put("id", r.id, r); store.put("score", r.score, r); }); return store.byId.size; }
async function classRecords(rows: {id: number, name: string, score: number}[]) { class Point { x: number; y: number; name: string; constructor(r: {id: number, name: string, score: number}) { this.x = r.id; this.y = r.score; this.name = r.name; } len() { return Math.sqrt(this.x * this.x + this.y * this.y); } } let best = 0; for (const p of rows.map(r => new Point(r))) best = Math.max(best, p.len()); return best; }
async function manyFields(rows: {id: number, name: string, score: number, at: number, isActive: boolean}[]) { return rows.map(r => ({ id: r.id, label: r.name, score: r.score, at: r.at, on: r.isActive, kind: "row", text: `${r.name} (${r.score})` })); }
async function nestedLookups(rows: {id: number, owner: {id: number, address: {city: string}}}[]) { const by = new Map<string, number>(); for (const r of rows) { const c = r.owner?.address?.city ?? ""; by.set(c, (by.get(c) ?? 0) + 1); } return [...by.entries()].sort((a, b) => b[1] - a[1]).length; }
async function svgParts(rows: {id: number, score: number}[]) { let svg = ""; rows.forEach((r, i) => { const x = i * 12 + 0.5, y = r.score / 3; svg += `<g transform="translate(${x}, ${y})"><rect width="10" height="${r.score}" fill="#${(r.id * 997 % 4096).toString(16)}"/><path d="M ${x},${y} L ${x + 10},${y} Z"/></g>`; }); return svg.length; }
async function predicate(rows: {id: number, name: string, score: number}[], keep: (r: {id: number, name: string, score: number}) => boolean) { return rows.filter(keep).length; }
async function passedOn(xs: string[], put: (x: string) => boolean) { let c = 0; for (const x of xs) if (put(x)) c++; return c; }
