package snippet_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/snippet"
)

// FuzzSnippet: whatever the text and the range, Extract ends with a program or
// a *Failure, and a program can be instrumented or is refused with an error.
func FuzzSnippet(f *testing.F) {
	for _, src := range []string{
		`async function f(xs) { return xs.filter(x => x > 1); }`,
		`class A { #n = 1; async #m(a: number[]) { return a.map(x => x + this.#n); } static async s() {} }`,
		`import x from "./y"; export default async (a = 1, { b, ...c }, [d]) => { for await (const q of a) x(q, b, c, d); };`,
		`const o = { get a() { return super.b; }, async *g() {}, ["k"]: async function () { await using z = a; } };`,
		`module.exports = async (req, res) => { if (a) b; else if (c) for (;;) d(); while (e) f(); do g(); while (h); switch (i) { case 1: j; default: k } };`,
		"label: for (const [a, b] of c) { try { throw { ...d, e: [...f()] } } catch { continue label } finally {} } async () => `${a}`",
	} {
		f.Add(src, 0, len(src))
	}
	f.Fuzz(func(t *testing.T, src string, start, end int) {
		if len(src) > 4096 || strings.Count(src, "(")+strings.Count(src, "[")+strings.Count(src, "{") > 400 {
			return
		}
		p, err := snippet.Extract(snippet.Request{Path: "/none/f.ts", Source: []byte(src), Start: start, End: end})
		if err != nil {
			var failure *snippet.Failure
			if !errors.As(err, &failure) || failure.Reason == "" {
				t.Fatalf("not a failure with a reason: %v", err)
			}
			return
		}
		if _, err := measure.Instrument(p.Code); err != nil {
			t.Skip(err) // what goja does not read, the runtime reports
		}
	})
}
