package glance_test

import (
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// loopsAwait reports what LoopHolds answers unparsed: an await stands in a loop.
func loopsAwait(f *jsparse.File) bool {
	for a := range f.Root().Preorder(jsparse.Await) {
		for p := a.Parent(); p.Ok(); p = p.Parent() {
			if p.Kind().IsLoop() {
				return true
			}
		}
	}
	return false
}

func check(t *testing.T, name, text string) (loops bool) {
	t.Helper()
	files, _ := jsparse.Parse(token.NewFileSet(), name, text)
	for _, f := range files {
		if loopsAwait(f) {
			if loops = true; !glance.LoopHolds(text, "await") {
				t.Errorf("%s: an await in a loop is overlooked", name)
			}
		}
	}
	return loops
}

// A false of LoopHolds is a proof: the sources of all rules' tests are parsed
// and asked.
func TestLoopHoldsIsSound(t *testing.T) {
	loops := 0
	err := filepath.WalkDir("../../analyzers/js", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !jsparse.IsSource(path) {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && check(t, path, string(text)) {
			loops++
		}
		return err
	})
	if err != nil || loops < 15 {
		t.Errorf("%d files with an await in a loop, %v", loops, err)
	}
}

func FuzzLoopHolds(f *testing.F) {
	for _, s := range []string{
		"async function f() { for (const x of xs) { s += `}${'{'}`; await x } }",
		"async function f() { while (a) if (/[}/]\\//.test(a)) await a\nelse b() }",
		"async function f() { do await g(); while (a) }",
		"async () => { for await (const x of y) for (;;) { /* } */ await x } }",
		"const a = <p>it's {xs.map(async (x) => { for (const y of x) await y })}</p>",
		"x = a / b; async () => { for (;c / d > 2;) { '}'; await e } }",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 5_000 {
			check(t, "a.tsx", text)
			check(t, "a.js", text)
		}
	})
}
