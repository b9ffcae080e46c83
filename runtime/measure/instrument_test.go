package measure

import (
	"testing"

	"github.com/dop251/goja"
)

// runBoth runs a script as it is and instrumented; each sets the global r.
func runBoth(t *testing.T, src string) (plain, counted string, counts Counts) {
	t.Helper()
	in, err := Instrument(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	plain = resultOf(t, evaluated(t, goja.New(), src), "r")
	rt := goja.New()
	w := &gojaWorld{rt: rt, blocks: in.Blocks, counters: make([]float64, int(NumClasses)+len(in.Blocks))}
	_ = rt.Set("bump", func(k int) { w.counters[k]++ })
	_ = rt.Set("spread", func(v goja.Value) goja.Value { return v })
	if _, err := rt.RunString(`var __asynclint_spread = spread, __asynclint_counters = new Proxy([], { get: () => 0, set(t, k) { bump(+k); return true; } })`); err != nil {
		t.Fatal(err)
	}
	counted = resultOf(t, evaluated(t, rt, in.Code), "r")
	return plain, counted, w.tally()
}

func evaluated(t *testing.T, rt *goja.Runtime, src string) *goja.Runtime {
	t.Helper()
	if _, err := rt.RunString(src); err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return rt
}

// Counting changes no result, wherever a counter is put.
func TestInstrumentedScriptsKeepTheirResults(t *testing.T) {
	for _, src := range []string{
		`globalThis.r = [1, 2, 3].map(x => x > 1 ? x * 2 + Math.max(x, 3, x * 4) : [x, x].length)`,
		`function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } globalThis.r = f(10)`,
		`var o = { a: { b: [1] } }; globalThis.r = [o && o.a && o.a.b.map(x => x + 1), o.c || [1, 2].concat([3]), o.c ?? [o.a.b[0], 2], o?.a?.b?.[0]]`,
		`var k = 0; function hit(v) { k++; return v } globalThis.r = [hit(0) && hit(hit(1)), hit(1) && hit(hit(0)), hit(0) || hit(hit(null)), hit(2) || hit(hit(1)), k]`,
		`var x; globalThis.r = [true ? x = [1].concat(2) : 0, false ? 0 : x = 5, x, true ? (x, [3].concat(4)) : 1, true ? false ? 1 : "c".repeat(3) + x : 2]`,
		`globalThis.r = [0 ? function () { return 1 } : "abc".charCodeAt(1) + "abc".charCodeAt(2), -1 && !("ab".indexOf("c") + 1), (1 && [1, 2].length * 3) ?? 4]`,
		`globalThis.r = []; for (let i = 0; i < 3; i++) if (i % 2) globalThis.r.push(i); else globalThis.r.push(-i); var j = 0; while (j < 2) j++; do j++; while (j < 5); globalThis.r.push(j)`,
		`globalThis.r = []; for (var k in { a: 1, b: 2 }) globalThis.r.push(k); for (const [a, b] of [[1, 2]]) globalThis.r.push(a + b); a: for (;;) { for (;;) break a }`,
		`globalThis.r = (function () { switch ([1, 2].length) { case 1: return "one"; case 2: { return "two" } default: return "many" } })()`,
		`globalThis.r = (function () { try { throw new Error("x") } catch (e) { return e.message } finally { globalThis.q = 1 } })()`,
		`class A { #x = 1; static s = [1].concat(2); get x() { return this.#x } m(a = this.x ? [1, 2].map(y => y + a2) : 0) { return a } } var a2 = 3; globalThis.r = [new A().m(), A.s]`,
		`function* g(n) { for (let i = 0; i < n; i++) yield i % 2 ? [i].concat(i) : i } globalThis.r = [...g(4), ...[5, 6].map(String)]`,
		`globalThis.r = ((a, { b, c = [1].concat(2) }, ...d) => [a, b, c, d])(1, { b: 2 }, 3, 4)`,
		"globalThis.r = `a${1 ? `b${[1].concat(2)}` : 0}` + (x => `${x}`)(5)",
		`var i = 0; globalThis.r = [i++ && [1].concat(2), i-- || [1].concat(2), typeof i === "number" && (i, [i].concat(3)), void 0 || null || { a: [i].concat(1) }]`,
		`globalThis.r = [[3, 1, 2].sort((a, b) => a - b || String(a).localeCompare(String(b))), "x".replace(/x/, (m) => m ? m + "(" + [m].concat(1) + ")" : ")")]`,
	} {
		plain, counted, _ := runBoth(t, src)
		if plain != counted {
			t.Errorf("%s\n = %s, counted %s", src, plain, counted)
		}
	}
}

// What is not evaluated is not counted.
func TestBranchesAreCountedWhenTheyRun(t *testing.T) {
	_, _, never := runBoth(t, `globalThis.r = 0; var f = (x) => x; for (let i = 0; i < 100; i++) globalThis.r += i < 0 ? f(f(f(f(i)))) : 1`)
	_, _, always := runBoth(t, `globalThis.r = 0; var f = (x) => x; for (let i = 0; i < 100; i++) globalThis.r += i >= 0 ? f(f(f(f(i)))) : 1`)
	if never[ClassCall] > 5 || always[ClassCall] < 400 {
		t.Errorf("%v calls where none run, %v where 400 do", never[ClassCall], always[ClassCall])
	}
}
