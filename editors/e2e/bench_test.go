package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// BenchmarkKeystroke is the time from a didChange to the diagnostics that a
// language server pushes for it, over pipes, for asynclint and for oxlint's
// server with its rules about promises and async code, side by side. The files
// have about 6 and 48 kB.
func BenchmarkKeystroke(b *testing.B) {
	if !mayInstall() {
		b.Skip("needs oxlint of npm; ASYNCLINT_E2E=install lets this benchmark install it")
	}
	dir, err := filepath.EvalSymlinks(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		return path
	}
	put("package.json", `{"private": true, "type": "module"}`)
	put(".oxlintrc.json", `{"plugins": ["promise", "node"], "rules": {"no-await-in-loop": "warn", "require-await": "warn", "no-async-promise-executor": "warn",
		"promise/no-promise-in-callback": "warn", "promise/always-return": "warn", "promise/prefer-await-to-then": "warn"}}`)
	install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "oxlint@1.94.0")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		b.Skipf("oxlint cannot be installed: %s", last(out))
	}
	bin := filepath.Join(dir, "asynclint")
	if out, err := exec.Command("go", "build", "-o", bin, "../../cmd/asynclint").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	report, err := os.ReadFile(filepath.FromSlash("../../testdata/tour/server/report.js"))
	if err != nil {
		b.Fatal(err)
	}
	for _, kb := range []int{6, 48} {
		var text strings.Builder
		text.WriteString("export async function each(tasks) {\n  for (const task of tasks) await task();\n}\n") // both have something to say
		for i := 0; text.Len() < kb<<10; i++ {                                                                  // one text over and over, with names of its own
			body := strings.NewReplacer("report(", fmt.Sprintf("report%d(", i), "joinReport(", fmt.Sprintf("joinReport%d(", i)).Replace(string(report))
			if i > 0 {
				_, body, _ = strings.Cut(body, "\n\n") // its imports are there
			}
			text.WriteString(body)
		}
		path := put(fmt.Sprintf("file%d.js", kb), text.String())
		for name, command := range map[string][]string{"asynclint": {bin, "lsp", "--measure=false"}, "oxlint": {filepath.Join(dir, "node_modules", ".bin", "oxlint"), "--lsp"}} {
			b.Run(fmt.Sprintf("%s/%dkB", name, kb), func(b *testing.B) { keystrokes(b, dir, path, text.String(), command) })
		}
	}
}

type stdio struct {
	io.Reader
	io.WriteCloser
}

func keystrokes(b *testing.B, dir, path, text string, command []string) {
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = dir
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { cancel(); _ = cmd.Wait() }()
	uri := "file://" + filepath.ToSlash(path)
	told := make(chan int, 1000)
	conn := jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(stdio{out, in}, jsonrpc2.VSCodeObjectCodec{}),
		jsonrpc2.HandlerWithError(func(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
			if req.Method == "textDocument/publishDiagnostics" {
				var p struct {
					URI         string
					Diagnostics []any
				}
				if json.Unmarshal(*req.Params, &p) == nil && p.URI == uri {
					told <- len(p.Diagnostics)
				}
			}
			return nil, nil
		}))
	defer conn.Close()
	type obj = map[string]any
	next := func(what string) int {
		select {
		case n := <-told:
			return n
		case <-time.After(time.Minute):
			b.Fatalf("no diagnostics %s", what)
			return 0
		}
	}
	folder := obj{"uri": "file://" + filepath.ToSlash(dir), "name": "x"}
	if err := conn.Call(ctx, "initialize", obj{"rootUri": folder["uri"], "workspaceFolders": []any{folder}, "capabilities": obj{"textDocument": obj{"publishDiagnostics": obj{}}}}, nil); err != nil {
		b.Fatal(err)
	}
	notify := func(method string, params any) {
		if err := conn.Notify(ctx, method, params); err != nil {
			b.Fatal(err)
		}
	}
	notify("initialized", obj{})
	notify("textDocument/didOpen", obj{"textDocument": obj{"uri": uri, "languageId": "javascript", "version": 1, "text": text}})
	if next("on opening") == 0 {
		b.Fatal("the server finds nothing")
	}
	line := strings.Count(text, "\n") / 2
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		end, insert := 0, " "
		if i%2 == 1 {
			end, insert = 1, ""
		}
		// Either server takes whole texts, too; both get what they asked for.
		notify("textDocument/didChange", obj{"textDocument": obj{"uri": uri, "version": i + 2}, "contentChanges": []any{change(text, line, end, insert, command[0])}})
		next("after a change")
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2].Seconds()*1000, "median-ms")
	b.ReportMetric(times[len(times)/10].Seconds()*1000, "p10-ms")
}

// change is a blank that comes or goes at the start of a line. oxlint's server
// wants whole texts.
func change(text string, line, end int, insert, command string) map[string]any {
	if strings.HasSuffix(command, "oxlint") {
		lines := strings.SplitAfter(text, "\n")
		lines[line] = insert + lines[line]
		return map[string]any{"text": strings.Join(lines, "")}
	}
	at := map[string]any{"line": line, "character": 0}
	return map[string]any{"range": map[string]any{"start": at, "end": map[string]any{"line": line, "character": end}}, "text": insert}
}
