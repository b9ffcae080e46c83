package measure

import (
	"testing"

	"github.com/dop251/goja"
)

// What is wrapped to be counted gives what it gave before.
func TestCountedBuiltinsKeepTheirResults(t *testing.T) {
	for _, src := range []string{
		`"a, b ,c".split(/\s*,\s*/)`, `"abc".split(/(?:)/)`, `"abc".split(/(b)/)`, `"".split(/x/)`, `"".split(/x*/)`, `"aXbXc".split(/x/i, 2)`, `"aaa".split(/a/)`,
		`"abc".split("")`, `"a1b22c".split(/\d+/g)`, `"xay".split(/(?=a)/)`, `"a b".split(" ", 0)`, `"a b".split(/ /, 0)`, `"ab".split(/(a)|b/)`,
		`"a-b-c".replace(/-/g, "+")`, `"abc".replace(/(b)/, "[$1]")`, `"aBc".replace(/b/i, (m) => m + m)`, `"a1b2".match(/\d/g)`, `"a1".match(/(?<x>\d)/).groups.x`,
		`[..."a1b2".matchAll(/\d/g)].map((m) => m.index)`, `"abc".search(/c/)`, `/b/y.test("ab")`, `(() => { const r = /a/g; return [r.test("aa"), r.lastIndex, r.test("aa"), r.test("aa"), r.lastIndex]; })()`,
		`[3, 1, 2].sort()`, `[3, 1, , 2, undefined].sort((a, b) => b - a)`, `["b", "a"].toSorted()`, `[5, 3].sort((a, b) => a - b)`, `[].sort()`, `Array.from({ length: 200 }, (_, i) => (i * 7919) % 101).sort((a, b) => a - b)`,
		`Array.from({ length: 100 }, (_, i) => 100 - i).sort((a, b) => a - b)`, `Array.from({ length: 99 }, (_, i) => [i % 3, i]).sort((a, b) => a[0] - b[0])`,
		`(() => { try { return [2, 1].sort(() => { throw new Error("x") }) } catch (e) { return e.message } })()`, `["b10", "b9", 10, 9, null].sort()`, `[1, 2, 3].find((x) => x > 1)`, `[1, 2].every((x) => x)`, `[5, 6].findLast((x) => x < 6)`,
		`[1, [2, [3]]].flat(2)`, `[1, 2, 3].splice(1, 1)`, `[1, 2, 1].lastIndexOf(1)`, `[1, 2].includes(3)`, `Array.from({ length: 2 }, (_, i) => i)`, `[1, 2].reduceRight((a, b) => a + b)`,
		`JSON.stringify({ a: [1] })`, `Object.entries({ a: 1 })`, `[...new Map([[1, 2]])]`, `parseInt("12px")`, `"abc".at(-1)`, `(12.345).toFixed(1)`, `new Uint8Array([3, 1]).sort().join()`,
		`new Uint8Array(3) instanceof Uint8Array`, `[1] instanceof Float32Array`, `Float32Array.from([1, 2]).length`, `new Uint32Array(new Set([3, 4])).join()`, `new Int16Array(2).slice(1).constructor === Int16Array`, `Uint8Array.BYTES_PER_ELEMENT`,
		`new (class A extends Uint8Array { sum() { return this.reduce((a, b) => a + b); } })([1, 2]).sum()`, `Object.getPrototypeOf(Uint8Array) === Object.getPrototypeOf(Int8Array)`, `(() => { try { return Uint8Array(2); } catch (e) { return e instanceof TypeError; } })()`,
		`Uint8Array.name`, `new Uint8Array(new Uint8Array([1, 2, 3]).buffer, 1).join()`, `new Uint8Array([5, 6]).indexOf(6)`,
	} {
		want := resultOf(t, goja.New(), src)
		rt := goja.New()
		w := &gojaWorld{rt: rt}
		counters := make([]float64, NumClasses)
		w.counters = counters
		names := make([]any, NumClasses)
		for i, n := range ClassNames {
			names[i] = n
		}
		_ = rt.Set("__asynclint_classes", rt.NewArray(names...))
		_ = rt.Set("__asynclint_counters", counters)
		_ = rt.Set("__asynclint_regexp", w.regexpSteps())
		_ = rt.Set("__asynclint_sort", w.countedSort())
		if _, err := rt.RunProgram(countProgram()); err != nil {
			t.Fatal(err)
		}
		if got := resultOf(t, rt, src); got != want {
			t.Errorf("%s = %s, counted %s", src, want, got)
		}
	}
}

func resultOf(t *testing.T, rt *goja.Runtime, src string) string {
	t.Helper()
	v, err := rt.RunString("JSON.stringify(" + src + ")")
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return v.String()
}
