package runtime_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/runtime"
)

// known is a function whose answer is known. The verdict is about size, or the
// default size where it is 0. blocks says whether the event loop waits 50 ms or
// more there in V8: 1 yes, -1 clearly not (far below 5 ms), 0 in between, where
// no verdict is right but the curve is.
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
}

// knownTargets writes the functions to files, so that one call measures all.
func knownTargets(t testing.TB, k known) (runtime.Target, runtime.Options) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.ts")
	if err := os.WriteFile(path, []byte(k.src), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, mark := range []string{"async function f(", "async f("} {
		if at := strings.Index(k.src, mark); at >= 0 {
			return runtime.Target{Path: path, Start: at, End: at + len(mark)}, runtime.Options{InputSize: k.size, Budget: time.Minute, PerFunction: 30 * time.Second}
		}
	}
	t.Fatalf("%s: no function f", k.name)
	return runtime.Target{}, runtime.Options{}
}

func TestKnownAnswers(t *testing.T) {
	verdicts, exponents := 0, 0
	rightV, rightE := 0, 0
	for _, k := range knowns {
		target, opt := knownTargets(t, k)
		e := runtime.Measure(context.Background(), []runtime.Target{target}, opt, nil)[0]
		ok := false
		switch k.blocks {
		case 1:
			ok = e.Verdict == runtime.Confirmed
		case -1:
			ok = e.Verdict == runtime.Refuted
		default:
			ok = e.Verdict != runtime.Confirmed
		}
		verdicts++
		if ok {
			rightV++
		} else {
			t.Logf("%s: %s", k.name, show(e))
		}
		if !math.IsNaN(k.exponent) {
			exponents++
			if e.Exponent != nil && math.Abs(*e.Exponent-k.exponent) <= 0.15 {
				rightE++
			} else {
				t.Logf("%s: exponent is not %g: %s", k.name, k.exponent, show(e))
			}
		}
	}
	t.Logf("verdicts right: %d of %d, exponents: %d of %d", rightV, verdicts, rightE, exponents)
	// 36 verdicts are right on an idle machine: the fixed loop of 3e8 steps is
	// more than the interpreter ends in time. A loaded machine costs one or two
	// more, which then are unmeasured, not wrong.
	if rightV*100 < verdicts*90 || rightE*100 < exponents*90 {
		t.Fail()
	}
}

func TestEveryReasonIsExplained(t *testing.T) {
	for _, r := range []string{runtime.ReasonBudget, runtime.ReasonDeadline, runtime.ReasonEngine, runtime.ReasonInconclusive, runtime.ReasonMemory,
		runtime.ReasonNoGrowth, runtime.ReasonOutOfReach, runtime.ReasonSandbox, runtime.ReasonStack, runtime.ReasonStubs, runtime.ReasonThrew} {
		if runtime.Reasons[r] == "" {
			t.Errorf("%q is not explained", r)
		}
	}
}
