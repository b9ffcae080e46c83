package lsp

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
)

// The full walk is: go test ./internal/lsp -run Edits -edits 10000 -timeout 0
var (
	editCount   = flag.Int("edits", 250, "random edits of the walk")
	editProject = flag.String("edit-project", "../../testdata/tour", "folder whose files the walk edits; a copy is edited")
	editSeed    = flag.Uint64("edit-seed", 1, "seed of the walk")
)

// scraps are what people, and tools, type.
var scraps = []string{"", " ", "\n", "\r\n", "a", "é", "😀", "(", ")", "{", "}", "`", "${", "'", "\"", "/*", "*/", "//", ";", ", ", "=>", "async ", "await ", "return ",
	"for (const x of list) ", "import { report } from \"./report.js\";\n", "import x from './nowhere';\n", "new Worker(new URL('./w.js', import.meta.url));\n",
	"// asynclint-ignore blocking -- known\n", "<p>", "</p>", "records", "\x00", "\uFEFF", "export async function g(records) { return records.map((a) => records.filter((b) => b.x > a.x)); }\n"}

// scribble makes one random edit of a document.
func (e *editor) scribble(rng *rand.Rand, path string) {
	text := e.texts[path]
	cut := func() (int, int) { // a short range between characters
		a := boundary(rng, text)
		b := min(len(text), a+rng.IntN(12))
		for b < len(text) && text[b]&0xc0 == 0x80 {
			b++
		}
		return a, b
	}
	line := func() (int, int) {
		a := boundary(rng, text)
		start := strings.LastIndexByte(text[:a], '\n') + 1
		if n := strings.IndexByte(text[a:], '\n'); n >= 0 {
			return start, a + n + 1
		}
		return start, len(text)
	}
	switch n := rng.IntN(10); {
	case n < 3: // type
		a := boundary(rng, text)
		e.replace(path, a, a, scraps[rng.IntN(len(scraps))])
	case n < 5: // type over
		a, b := cut()
		e.replace(path, a, b, scraps[rng.IntN(len(scraps))])
	case n < 6: // delete a line
		a, b := line()
		e.replace(path, a, b, "")
	case n < 8: // copy a line
		a, b := line()
		at, _ := line()
		e.replace(path, at, at, text[a:b])
	default: // undo all
		e.replace(path, 0, len(text), e.disk[path])
	}
}

// After each of many random edits, unsaved, in several files that import each
// other, the server says what a new run says.
func TestEditsEqualNewRuns(t *testing.T) {
	e := newEditor(t, copyProject(t, *editProject))
	paths := e.paths()
	rng := rand.New(rand.NewPCG(*editSeed, 2))
	e.open(paths[0])
	findings := 0
	for i := range *editCount {
		path := paths[rng.IntN(len(paths))]
		if _, ok := e.texts[path]; !ok {
			e.open(path)
		}
		switch rng.IntN(20) {
		case 0:
			e.close(path)
			e.open(path)
		case 1: // save, and later undo it
			if err := os.WriteFile(path, []byte(e.texts[path]), 0o644); err != nil {
				t.Fatal(err)
			}
			e.notify("textDocument/didSave", documentParams{TextDocument: textDocument{URI: uriOf(path)}})
		default:
			e.scribble(rng, path)
		}
		about := path
		if rng.IntN(4) == 0 { // what it means for another
			for p := range e.texts {
				about = p
				break
			}
		}
		got, want := e.pulled(about), e.fresh(about)
		if got != want {
			t.Fatalf("edit %d of seed %d: about %s the server says\n%s\na new run\n%s\nof the text\n%s", i, *editSeed, about, got, want, e.texts[about])
		}
		findings += strings.Count(got, "\n") + min(len(got), 1)
	}
	if findings < *editCount/10 {
		t.Errorf("%d findings in %d answers say little", findings, *editCount)
	}
}

// Editing leaves nothing behind: neither memory nor goroutines.
func TestEditsLeaveNothing(t *testing.T) {
	e := newEditor(t, copyProject(t, "../../testdata/tour"))
	paths := e.paths()
	for _, p := range paths {
		e.open(p)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	walk := func(n int) {
		for i := range n {
			path := paths[rng.IntN(len(paths))]
			e.scribble(rng, path)
			e.replace(path, 0, 0, fmt.Sprintf("import './dir%d/x%d'; import 'pkg%d/y';\n", rng.Int(), i, rng.Int()))
			e.pulled(path)
		}
		for _, p := range paths {
			e.replace(p, 0, len(e.texts[p]), e.disk[p])
			e.pulled(p)
		}
	}
	walk(600)
	before, running := memory()
	walk(*editCount * 8) // enough for what one unreadable text leaves to show
	after, still := memory()
	t.Logf("%d kB, then %d kB", before>>10, after>>10)
	if after > before+256<<10 {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
	if still > running+5 {
		t.Errorf("%d goroutines became %d", running, still)
	}
}

// memory is what is left in use after a collection.
func memory() (heap uint64, goroutines int) {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}
