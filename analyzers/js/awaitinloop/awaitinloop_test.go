package awaitinloop_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/awaitinloop"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", awaitinloop.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, awaitinloop.Analyzer) }

// TestForeign compares with rules that report every await in a loop.
func TestForeign(t *testing.T) {
	jsanalysistest.Compare(t, awaitinloop.Analyzer, "await-in-loop")
	jsanalysistest.Compare(t, awaitinloop.Analyzer, "require-await")
}

// TestSyntax goes along the borders of the syntax of loops and awaits: the rule
// must read them all, and finds nothing in them. Several are what a rule reports
// that only looks for an await in a loop.
func TestSyntax(t *testing.T) {
	for _, src := range []string{
		"async function f() { for (const x in await g()) {} for (const x of await g()) {} }",
		"async function f() { for (let i = await g(); i < n; i++) {} }",
		"async function f() { for (let i = 0; await g(i); i++) {} }",
		"async function f() { for (let i = 0; i < n; i = await g(i)) {} }",
		"async function f() { for (;;) await g() }",
		"async function f() { for (let i; ; ) { await g(i) } }",
		"async function f() { while (await g()) {} do {} while (await g()) }",
		"async function f() { while (a || 5 > await b) if (c) d(await e) }",
		"async function f() { for await (const x of xs) { await g(x) } }",
		"async function f() { for await (const x of xs) while (1) await g(x) }",
		"async function f() { while (1) for await (x of xs); }",
		"async function f() { for (x of xs) await x; for (x.y of xs) await g(x.y); for ([a, b] of xs) await g(a) }",
		"async function f() { for (var x of xs) await x; for (var i; i < n; i++) { await g } }",
		"async function f() { for (const x of xs) { async function h() { await g(x) } class C { async m() { await g(x) } } } }",
		"async function f() { for (const x of xs) { const h = async () => await g(x) } }",
		"for (const x of xs) await x",
		"async function f() { l: for (const x of xs) { for (const y of x) { await g(y); continue l } } }",
		"async function f() { for (const {} of xs) await getX(); for (const [] of xs) await getX() }",
		"async function f() { for (const x of []) out.push(await getX(x)) }",
		"async function* f() { for (const x of xs) yield await getX(x) }",
		"async function f() { for (let i = 0; i < n; i++, j++) out.push(await getX(i)) }",
		"async function f() { for (const x of xs) { with (x) await getX(x) } }",
		"async () => { for (const x of xs) if (x) { ; } else await void 0 }",
	} {
		if err := jsanalysistest.CheckFixes(awaitinloop.Analyzer, "a.js", src); err != nil {
			t.Error(err)
		}
		if n, err := jsanalysistest.Count(awaitinloop.Analyzer, "a.js", src); err != nil || n > 0 {
			t.Errorf("%s\n%d findings, %v", src, n, err)
		}
	}
}
