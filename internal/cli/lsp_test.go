package cli

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/asynclint/asynclint/internal/driver"
)

type readWriteCloser struct {
	io.Reader
	io.WriteCloser
}

// The whole command as a language server over the real pipeline: an unsaved text
// is linted, not the file on disk.
func TestLanguageServer(t *testing.T) {
	f := newFake(t)
	f.app.run, f.app.rules = driver.Run, driver.Rules
	dir, err := filepath.EvalSymlinks(f.Dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "a.ts")
	if err := os.WriteFile(file, []byte("export {};\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	f.In, f.Out = in, out
	code := make(chan int, 1)
	go func() { code <- f.main([]string{"lsp", "--stdio", "--measure=false"}) }()

	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn := jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(readWriteCloser{fromServer, toServer}, jsonrpc2.VSCodeObjectCodec{}),
		jsonrpc2.HandlerWithError(func(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request) (any, error) { return nil, nil }))
	defer conn.Close()
	type obj = map[string]any
	uri := (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
	call := func(method string, params, result any) {
		t.Helper()
		if err := conn.Call(ctx, method, params, result); err != nil {
			t.Fatalf("%s: %v\n%s", method, err, f.err.String())
		}
	}
	call("initialize", obj{"rootUri": nil, "capabilities": obj{"textDocument": obj{"diagnostic": obj{}}}}, nil)
	text := "export async function f(records: object[], p: (r: object) => boolean) {\n  return records.filter(p);\n}\n"
	if err := conn.Notify(ctx, "textDocument/didOpen", obj{"textDocument": obj{"uri": uri, "version": 1, "text": text}}); err != nil {
		t.Fatal(err)
	}
	var report struct {
		Items []struct {
			Code  string
			Range struct{ Start struct{ Line, Character int } }
		}
	}
	call("textDocument/diagnostic", obj{"textDocument": obj{"uri": uri}}, &report)
	if len(report.Items) != 1 || report.Items[0].Code != "cpubound" || report.Items[0].Range.Start.Line != 1 {
		t.Errorf("got %+v", report)
	}
	call("shutdown", nil, nil)
	if err := conn.Notify(ctx, "exit", nil); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-code:
		if got != ExitClean {
			t.Errorf("exit code %d: %s", got, f.err.String())
		}
	case <-ctx.Done():
		t.Fatal("the server stays")
	}
	if s := f.err.String(); strings.TrimSpace(s) != "" {
		t.Errorf("on the error stream: %s", s)
	}
}
