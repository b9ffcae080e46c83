package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
)

// echo is a project that reports what is in the overlay, without rules.
type echo struct{ dir string }

func (p echo) Run(ctx context.Context, path string, req driver.Request) (finding.Result, error) {
	return finding.Result{Findings: spins(strings.TrimPrefix(path, p.dir+"/"), string(req.Overlay[path]))}, ctx.Err()
}
func (echo) Refresh(...string) bool     { return true }
func (p echo) Config() *config.Resolver { return newResolver(p.dir) }

// frame writes a message as the protocol wants it.
func frame(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// FuzzMessages feeds the server whole streams, well framed and not: it must
// neither crash nor stay when the stream ends, and what it says must be JSON.
func FuzzMessages(f *testing.F) {
	const doc = `"textDocument": {"uri": "file:///p/a.js", "version": 2}`
	start := frame(`{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"rootUri": "file:///p", "capabilities": {}}}`) +
		frame(`{"jsonrpc": "2.0", "method": "initialized", "params": {}}`) +
		frame(`{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"uri": "file:///p/a.js", "languageId": "javascript", "version": 1, "text": "é spin()\n"}}}`)
	for _, s := range []string{
		"", "Content-Length: 5\r\n\r\n{", "Content-Length: -1\r\n\r\n{}", "Content-Length: 99999999999999999999\r\n\r\n{}", "\r\n\r\n", "Content-Type: x\r\n\r\n{}",
		start,
		start + frame(`{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {`+doc+`, "contentChanges": [{"range": {"start": {"line": -1, "character": 9e9}, "end": {"line": 0, "character": 1}}, "text": "x"}]}}`),
		start + frame(`{"jsonrpc": "2.0", "id": "a", "method": "textDocument/codeAction", "params": {`+doc+`, "range": {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 3}}, "context": {"only": ["source"]}}}`),
		start + frame(`{"jsonrpc": "2.0", "id": null, "method": "textDocument/hover", "params": {`+doc+`, "position": {"line": 0, "character": 4}}}`),
		start + frame(`{"jsonrpc": "2.0", "id": 3, "method": "workspace/executeCommand", "params": {"command": "asynclint.measure", "arguments": ["file:///p/a.js", 7], "workDoneToken": {}}}`),
		start + frame(`{"jsonrpc": "2.0", "id": 4, "method": "textDocument/codeLens", "params": {`+doc+`}}`) + frame(`{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 4}}`),
		start + frame(`{"jsonrpc": "2.0", "id": 5, "method": "workspace/diagnostic", "params": {"previousResultIds": [{"uri": "x"}], "partialResultToken": []}}`),
		start + frame(`{"jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "%zz"}, {"uri": "file:///p/a.js"}]}}`),
		start + frame(`{"jsonrpc": "2.0", "method": "workspace/didChangeWorkspaceFolders", "params": {"event": {"removed": [{"uri": "file:///p"}]}}}`),
		start + frame(`{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"uri": "untitled:../../x", "languageId": "typescript", "text": "spin()"}}}`),
		start + frame(`{"jsonrpc": "2.0", "id": 6, "method": "shutdown"}`) + frame(`{"jsonrpc": "2.0", "method": "exit"}`),
		start + frame(`{"jsonrpc": "2.0", "id": 1, "result": {}}`) + frame(`{"jsonrpc": "2.0", "id": 1, "error": {}}`) + frame(`[]`) + frame(`7`),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = Serve(ctx, bytes.NewReader(in), &out, Options{Names: names, Explain: func(string) string { return "" },
				Open: func(dir string, _ bool) Project { return echo{dir} },
				Lint: func(context.Context, driver.Request) (finding.Result, error) { return finding.Result{}, nil }})
		}()
		select {
		case <-done:
		case <-ctx.Done():
			t.Fatal("the server stays behind the end of its input")
		}
		for rest := out.Bytes(); len(rest) > 0; {
			var n int
			if _, err := fmt.Fscanf(bytes.NewReader(rest), "Content-Length: %d\r\n", &n); err != nil {
				t.Fatalf("no header: %q", rest)
			}
			at := bytes.Index(rest, []byte("\r\n\r\n")) + 4
			if at < 4 || at+n > len(rest) {
				break // the stream ended while it spoke
			}
			if !json.Valid(rest[at : at+n]) {
				t.Fatalf("no JSON: %q", rest[at:at+n])
			}
			if strings.Contains(string(rest[at:at+n]), "a bug in asynclint") {
				t.Fatalf("a crash: %s", rest[at:at+n])
			}
			rest = rest[at+n:]
		}
	})
}
