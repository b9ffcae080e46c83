// Functions of every verdict. One per line, all named f.
async function f(xs: number[]) { let s = 0; for (const a of xs) for (const b of xs) s += a ^ b; return s; }
async function f(rows: {id: number, parent: number}[]) { return rows.map(r => ({ ...r, children: rows.filter(c => c.parent === r.id) })); }
async function f(words: string[]) { return words.filter((w, i) => words.indexOf(w + i) < 0); }
async function f(rows: {id: number, name: string}[]) { return rows.reduce((m, r) => ({ ...m, [r.name + r.id]: r }), {}); }
async function f(n: number) { const go = async (k: number): Promise<number> => k < 2 ? k : (await go(k - 1)) + (await go(k - 2)); return go(n); }
async function f(n: number) { return /^(a+)+$/.test("a".repeat(n) + "!"); }
async function f(xs: number[]) { let s = 0; for (const a of xs) { await null; for (const b of xs) s += a ^ b; } return s; }
async function f() { let s = 0; for (let i = 0; i < 1e9; i++) s = (s + i * 31) | 0; return s; }
async function f() { const end = Date.now() + 500; while (Date.now() < end); }
async function f(xs: number[]) { let s = 0; for (const x of xs) s += x; return s; }
async function f(rows: {id: number}[]) { return rows.map(r => r.id); }
async function f(xs: number[]) { let s = 0; for (const a of xs) { for (const b of xs) s += a ^ b; await new Promise(r => setTimeout(r, 0)); } return s; }
async function f(px: Uint8ClampedArray) { for (let i = 0; i < px.length; i++) px[i] = 255 - px[i]; return px; }
async function f(rows: {name: string}[]) { return rows.slice().sort((a, b) => a.name.localeCompare(b.name)); }
async function f(rows: {id: number, name: string, tags: string[]}[]) { return JSON.stringify(rows); }
async function f(text: string) { return text.split(/\s+/).map(w => w.trim().toLowerCase()); }
async function f(rows: {name: string, team: string}[]) { const m = new Map(); for (const r of rows) m.set(r.team, (m.get(r.team) || []).concat(r.name)); return m; }
async function f(xs: number[]) { return xs[0] + xs[xs.length - 1]; }
async function f(url: string) { const r = await fetch(url); return r.json(); }
async function f(data) { for (;;); }
