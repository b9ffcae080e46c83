package lsp

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/rulename"
	"github.com/asynclint/asynclint/jsparse"
)

// The full walk is: go test ./internal/lsp -run Edits -edits 10000 -timeout 0
var (
	editCount   = flag.Int("edits", 250, "random edits of the walk")
	editProject = flag.String("edit-project", "../../testdata/tour", "folder whose files the walk edits; a copy is edited")
	editSeed    = flag.Uint64("edit-seed", 1, "seed of the walk")
)

// editor is a client over the real pipeline.
type editor struct {
	t     testing.TB
	dir   string
	conn  *jsonrpc2.Conn
	names *rulename.Set
	texts map[string]string // open texts by path
	disk  map[string]string
}

func newEditor(t testing.TB, dir string) *editor {
	t.Helper()
	var list []rulename.Rule
	for _, r := range driver.Rules() {
		list = append(list, rulename.Rule{Name: r.Name, Groups: r.Groups, OptIn: r.OptIn})
	}
	e := &editor{t: t, dir: dir, names: rulename.NewSet(list), texts: map[string]string{}, disk: map[string]string{}}
	here, there := net.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- Serve(ctx, there, there, Options{Names: e.names, Lint: driver.Run, Explain: func(string) string { return "" },
			Open: func(dir string, loose bool) Project { return driver.NewWorkspace(dir, e.names, loose) }})
	}()
	e.conn = jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(here, jsonrpc2.VSCodeObjectCodec{}),
		jsonrpc2.HandlerWithError(func(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) (any, error) { return nil, nil }))
	t.Cleanup(func() { e.conn.Close(); cancel(); <-served })
	e.call("initialize", map[string]any{"rootUri": uriOf(dir), "capabilities": map[string]any{"textDocument": map[string]any{"diagnostic": map[string]any{}}}}, nil)
	e.notify("initialized", struct{}{})
	return e
}

func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	if err := e.conn.Call(context.Background(), method, params, result); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	if err := e.conn.Notify(context.Background(), method, params); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) open(path string) {
	e.texts[path] = e.disk[path]
	e.notify("textDocument/didOpen", didOpenParams{textDocument{URI: uriOf(path), Version: 1, Text: e.texts[path]}})
}

// replace changes a range of bytes of an open text.
func (e *editor) replace(path string, start, end int, text string) {
	old := e.texts[path]
	r := units{}.span(position.New([]byte(old)), start, end)
	e.texts[path] = old[:start] + text + old[end:]
	e.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uriOf(path), "version": 2},
		"contentChanges": []any{map[string]any{"range": r, "text": text}}})
}

// pulled lists what the server says about a document.
func (e *editor) pulled(path string) string {
	e.t.Helper()
	var r fullReport
	e.call("textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uriOf(path)}}, &r)
	var lines []string
	for _, d := range r.Items {
		lines = append(lines, fmt.Sprintf("%v %d %s %s", d.Range, d.Severity, d.Code, d.Message))
	}
	return strings.Join(lines, "\n")
}

// fresh lists what a new run over the whole folder says about a document.
func (e *editor) fresh(path string) string {
	e.t.Helper()
	overlay := map[string][]byte{}
	for p, text := range e.texts {
		overlay[p] = []byte(text)
	}
	res, err := driver.Run(context.Background(), driver.Request{Dir: e.dir, Overlay: overlay, Only: map[string]bool{path: true}, Measure: driver.MeasureOff,
		All: true, NoCache: true, Config: config.NewResolver(config.Options{Dir: e.dir, Names: e.names})})
	if err != nil {
		e.t.Fatal(err)
	}
	table := position.New([]byte(e.texts[path]))
	var lines []string
	for _, f := range res.Findings {
		lines = append(lines, fmt.Sprintf("%v %d %s %s", units{}.span(table, f.Range.Start.Offset, f.Range.End.Offset), severityOffset-int(f.Severity), f.Rule, f.Message))
	}
	return strings.Join(lines, "\n")
}

// paths reads the project and returns the paths of its JS/TS files.
func (e *editor) paths() (list []string) {
	e.t.Helper()
	err := filepath.WalkDir(e.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if jsparse.IsSource(path) && !strings.HasSuffix(path, ".d.ts") {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			e.disk[path] = string(text)
			list = append(list, path)
		}
		return nil
	})
	if err != nil {
		e.t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// copyProject copies a project without its Go, which each new run would have to
// load anew.
func copyProject(t testing.TB, from string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			err = os.Remove(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

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
			e.notify("textDocument/didClose", documentParams{TextDocument: textDocument{URI: uriOf(path)}})
			delete(e.texts, path)
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
	memory := func() (heap uint64, goroutines int) {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, runtime.NumGoroutine()
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
