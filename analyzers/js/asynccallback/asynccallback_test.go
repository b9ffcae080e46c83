package asynccallback_test

import (
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/asynccallback"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

func TestAnalyzer(t *testing.T) {
	jsanalysistest.RunWithFixes(t, "testdata", asynccallback.Analyzer)
}

func FuzzFixes(f *testing.F) { jsanalysistest.FuzzFixes(f, asynccallback.Analyzer) }

// TestForeign compares with rules that report every async executor, and with those
// about async functions where a promise is not looked at.
func TestForeign(t *testing.T) {
	jsanalysistest.Compare(t, asynccallback.Analyzer, "async-promise-executor")
	jsanalysistest.Compare(t, asynccallback.Analyzer, "no-misused-promises")
	jsanalysistest.Compare(t, asynccallback.Analyzer, "require-await")
}

// TestSyntax goes along the borders of the syntax of callbacks and executors:
// the rule must read them all, and finds nothing in them.
func TestSyntax(t *testing.T) {
	for _, src := range []string{
		"new Promise(async () => {}); new Promise(((async function f() {})))",
		"new Promise(() => {}, async function g() { await h() }); new Promise; new Promise()",
		"new Thing(async (a) => { await b(a) }); new a.Promise(async () => { await b })",
		"class Promise {} new Promise(async () => { await b() })",
		"xs.forEach(); xs.forEach(f); xs.forEach(async); xs.forEach(async => async)",
		"xs.forEach(async function* (x) { await x })",
		"xs['forEach'](async (x) => { await f(x) }); xs[forEach](async (x) => { await f(x) })",
		"forEach(async (x) => { await f(x) }); (0, xs.forEach)(async (x) => { await f(x) })",
		"xs.map(async (x) => x).forEach(f); xs.reduce(async (a, b) => await a, b)",
		"xs.reduce(async ([a], b) => { for await (const c of a) b }, 0)",
		"useEffect(() => { (async () => { await f() })() }); useEffect(async => {}, [])",
		"xs.forEach(async (x) => { try { await x() } catch { } finally { } })",
		"xs.forEach(async ({ a = await b }) => a)",
	} {
		if err := jsanalysistest.CheckFixes(asynccallback.Analyzer, "a.js", src); err != nil {
			t.Error(err)
		}
		if n, err := jsanalysistest.Count(asynccallback.Analyzer, "a.js", src); err != nil || n > 0 {
			t.Errorf("%s\n%d findings, %v", src, n, err)
		}
	}
}
