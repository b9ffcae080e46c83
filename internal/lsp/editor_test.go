package lsp

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
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

func (e *editor) close(path string) {
	e.notify("textDocument/didClose", documentParams{TextDocument: textDocument{URI: uriOf(path)}})
	delete(e.texts, path)
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
