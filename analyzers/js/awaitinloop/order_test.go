package awaitinloop_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/asynclint/asynclint/analyzers/js/awaitinloop"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
)

// TestFixesKeepResults runs the functions of testdata/order before and after each
// fix. load takes the longer the earlier it is called, so calls that are started
// together end in the reverse order, and the results must be the same all the
// same.
func TestFixesKeepResults(t *testing.T) {
	files, err := filepath.Glob("testdata/order/*.js")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases: ", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".js"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want, rounds := result(t, string(text))
			list, err := jsanalysistest.Mended(awaitinloop.Analyzer, "a.js", string(text))
			if err != nil || len(list) < 2 {
				t.Fatalf("%d fixes, want all at once and in batches; %v", len(list), err)
			}
			for i, mended := range list {
				got, less := result(t, mended)
				if got != want {
					t.Errorf("got %s, want %s of\n%s", got, want, mended)
				}
				if i == 0 && less >= rounds {
					t.Errorf("%d rounds where the loop took %d: nothing runs together in\n%s", less, rounds, mended)
				}
			}
		})
	}
}

// result runs the function of a module and returns what it resolves to, as JSON,
// and how many rounds of the clock it took.
func result(t *testing.T, module string) (json string, rounds int64) {
	t.Helper()
	vm := goja.New()
	_, err := vm.RunString(`
		let now = 0, result, waiting = [];
		const wait = (n) => new Promise((done) => waiting.push({ at: now + n, done }));
		const load = async (x) => { await wait(1 + Math.max(0, 30 - 3 * (x.id ?? x))); if (x === "bad") throw new Error(x); return { id: x, next: x + "!" }; };
		const readFile = load, fetchItem = load;
		` + strings.ReplaceAll(module, "export ", "") + `
		run().then((r) => { result = JSON.stringify(r instanceof Map ? [...r] : r); }, (e) => { result = "error " + e; });`)
	if err != nil {
		t.Fatalf("%v in\n%s", err, module)
	}
	for i := 0; i < 10_000; i++ {
		v, err := vm.RunString(`if (result === undefined) { now++; waiting.filter((w) => w.at === now).forEach((w) => w.done()); } result`)
		if err != nil {
			t.Fatal(err)
		}
		if !goja.IsUndefined(v) {
			return v.String(), vm.Get("now").ToInteger()
		}
	}
	t.Fatalf("it does not end:\n%s", module)
	return "", 0
}
