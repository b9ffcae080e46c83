package host_test

import (
	"testing"

	"github.com/asynclint/asynclint/runtime/host"
	"github.com/dop251/goja"
)

// What code takes for granted and goja lacks: each expression is true in node.
func TestLanguageIsComplete(t *testing.T) {
	rt := goja.New()
	if _, err := rt.RunString(host.Script); err != nil {
		t.Fatal(err)
	}
	for _, expr := range []string{
		`(1234567.891).toLocaleString("en-US") === "1,234,567.891"`,
		`new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(1234.56) === "1,234.6"`,
		`["b", "a"].sort(new Intl.Collator("en").compare)[0] === "a"`,
		`new WeakRef(Object).deref() === Object`,
		`Atomics.add(new Int32Array(new SharedArrayBuffer(8)), 0, 1) === 0`,
		`typeof Symbol.asyncIterator === "symbol" && Symbol.asyncIterator === Symbol.asyncIterator`,
		`Object.groupBy([1, 2, 3], (x) => (x % 2 ? "odd" : "even")).odd.length === 2`,
		`[1, 2, 3].values().map((x) => x * 2).filter((x) => x > 2).toArray().join() === "4,6"`,
		`Promise.withResolvers().promise instanceof Promise`,
		`new Set([1, 2]).union(new Set([3])).size === 3`,
		`class E extends Error { constructor() { super("m"); Error.captureStackTrace(this, E); } }; new E().message === "m"`,
		`"a\ud800".isWellFormed() === false && "a😀".isWellFormed()`,
	} {
		v, err := rt.RunString(expr)
		if err != nil || !v.ToBoolean() {
			t.Errorf("%s: %v, %v", expr, v, err)
		}
	}
}
