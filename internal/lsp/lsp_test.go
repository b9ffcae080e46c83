package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/rulename"
)

// client is an editor: it speaks the protocol and keeps what the server says.
type client struct {
	t         *testing.T
	conn      *jsonrpc2.Conn
	published chan publishParams
	messages  chan showMessageParams
	refreshed chan struct{}
	served    chan error
	dir       string
	runs      atomic.Int64
}

// spin reports each "spin()" of the overlay; it is what a rule would be. A text
// with "slow" makes it wait until it is cancelled.
func (c *client) spin(ctx context.Context, req driver.Request) (finding.Result, error) {
	c.runs.Add(1)
	var res finding.Result
	path := req.Patterns[0]
	text := string(req.Overlay[path])
	if strings.Contains(text, "slow") {
		<-ctx.Done()
		return res, ctx.Err()
	}
	rel, err := filepath.Rel(req.Dir, path)
	if err != nil {
		return res, err
	}
	rel = filepath.ToSlash(rel)
	table := position.New([]byte(text))
	at := func(offset int) finding.Position {
		line, column := table.Byte(offset)
		return finding.Position{Line: line, Column: column, Offset: offset}
	}
	for i := 0; ; {
		n := strings.Index(text[i:], "spin()")
		if n < 0 {
			return res, nil
		}
		start := i + n
		i = start + len("spin()")
		f := finding.Finding{Rule: "busywait", Severity: finding.Warning, Path: rel, Message: "`spin()` waits", URL: "https://example.org/busywait",
			Range:   finding.Range{Start: at(start), End: at(i)},
			Related: []finding.Related{{Path: rel, Range: finding.Range{Start: at(0), End: at(0)}, Message: "here"}},
			Fixes:   []finding.Fix{{Message: "await it", Safe: true, Edits: []finding.Edit{{Path: rel, Start: start, End: start, Text: "await "}}}}}
		if req.Measure != driver.MeasureOff {
			f.Measurement = &finding.Measurement{Verdict: finding.Unmeasured, Reason: "a test"}
		}
		res.Findings = append(res.Findings, f)
	}
}

// start connects a client with capabilities, as JSON.
func start(t *testing.T, capabilities string, opts Options) *client {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, dir: dir, published: make(chan publishParams, 100), messages: make(chan showMessageParams, 100), refreshed: make(chan struct{}, 100), served: make(chan error, 1)}
	here, there := net.Pipe()
	opts.Names = rulename.NewSet([]rulename.Rule{{Name: "busywait"}})
	opts.Explain = func(rule string) string { return "about " + rule }
	if opts.Run == nil {
		opts.Run = c.spin
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { c.served <- Serve(ctx, there, there, opts) }()
	c.conn = jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(here, jsonrpc2.VSCodeObjectCodec{}), jsonrpc2.HandlerWithError(c.handle))
	t.Cleanup(func() { c.conn.Close(); cancel() })
	var result initializeResult
	c.call("initialize", json.RawMessage(fmt.Sprintf(`{"rootUri": %q, "capabilities": %s}`, uriOf(dir), capabilities)), &result)
	c.notify("initialized", struct{}{})
	return c
}

func (c *client) handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	switch req.Method {
	case "textDocument/publishDiagnostics":
		var p publishParams
		if err := json.Unmarshal(*req.Params, &p); err != nil {
			c.t.Error(err)
		}
		c.published <- p
	case "window/showMessage":
		var p showMessageParams
		if err := json.Unmarshal(*req.Params, &p); err != nil {
			c.t.Error(err)
		}
		c.messages <- p
	case "workspace/diagnostic/refresh":
		c.refreshed <- struct{}{}
	}
	return nil, nil
}

func (c *client) call(method string, params, result any) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := c.conn.Call(ctx, method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(context.Background(), method, params); err != nil {
		c.t.Fatal(err)
	}
}

// open writes a file and opens it with another text, unsaved.
func (c *client) open(name, text string) string {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		c.t.Fatal(err)
	}
	uri := uriOf(path)
	c.notify("textDocument/didOpen", didOpenParams{textDocument{URI: uri, Version: 1, Text: text}})
	return uri
}

// edit replaces a range, given as LSP counts.
func (c *client) edit(uri string, version, l1, c1, l2, c2 int, text string) {
	c.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri, "version": version},
		"contentChanges": []any{map[string]any{"range": span{place{l1, c1}, place{l2, c2}}, "text": text}}})
}

// next waits for diagnostics of a version.
func (c *client) next(version int) publishParams {
	c.t.Helper()
	for {
		select {
		case p := <-c.published:
			if p.Version != nil && *p.Version == version {
				return p
			}
		case m := <-c.messages:
			c.t.Fatalf("the server says: %s", m.Message)
		case <-time.After(20 * time.Second):
			c.t.Fatal("no diagnostics")
		}
	}
}

func at(d diagnostic) string {
	return fmt.Sprintf("%d:%d-%d:%d", d.Range.Start.Line, d.Range.Start.Character, d.Range.End.Line, d.Range.End.Character)
}

const (
	push     = `{}`
	pushUTF8 = `{"general": {"positionEncodings": ["utf-16", "utf-8"]}}`
	pull     = `{"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}}`
)

func TestPushUTF16(t *testing.T) {
	c := start(t, push, Options{})
	uri := c.open("a b é.js", "'😀'; spin()\n")
	p := c.next(1)
	if p.URI != uri || len(p.Diagnostics) != 1 || at(p.Diagnostics[0]) != "0:6-0:12" {
		t.Fatalf("got %+v", p)
	}
	d := p.Diagnostics[0]
	if d.Severity != 2 || d.Code != "busywait" || d.Source != "asynclint" || d.CodeDescription.Href != "https://example.org/busywait" || len(d.Related) != 1 {
		t.Errorf("got %+v", d)
	}
	c.edit(uri, 2, 0, 1, 0, 3, "xyz") // the surrogate pair
	if p := c.next(2); len(p.Diagnostics) != 1 || at(p.Diagnostics[0]) != "0:7-0:13" {
		t.Errorf("got %+v", p)
	}
	c.edit(uri, 3, 0, 7, 0, 8, "")
	if p := c.next(3); len(p.Diagnostics) != 0 {
		t.Errorf("got %+v", p)
	}
	c.notify("textDocument/didClose", documentParams{TextDocument: textDocument{URI: uri}})
	if p := <-c.published; p.Diagnostics == nil || len(p.Diagnostics) != 0 {
		t.Errorf("closing left %+v", p)
	}
}

func TestUTF8WhenOffered(t *testing.T) {
	c := start(t, pushUTF8, Options{})
	uri := c.open("a.js", "'😀'; spin()\r\n")
	if p := c.next(1); at(p.Diagnostics[0]) != "0:8-0:14" {
		t.Errorf("got %+v", p)
	}
	c.edit(uri, 2, 0, 1, 0, 5, "")
	if p := c.next(2); at(p.Diagnostics[0]) != "0:4-0:10" {
		t.Errorf("got %+v", p)
	}
}

func TestPull(t *testing.T) {
	c := start(t, pull, Options{Measure: true})
	uri := c.open("a.js", "spin()")
	select {
	case <-c.refreshed: // the measured run is done
	case <-time.After(20 * time.Second):
		t.Fatal("no refresh after measuring")
	}
	var r fullReport
	c.call("textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}}, &r)
	if r.Kind != "full" || len(r.Items) != 1 || !strings.Contains(r.Items[0].Message, "\nnot measured: a test") {
		t.Fatalf("got %+v", r)
	}
	var again diagnosticReport
	c.call("textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}, PreviousResultID: r.ResultID}, &again)
	if again.Kind != "unchanged" {
		t.Errorf("got %+v", again)
	}
	c.edit(uri, 2, 0, 0, 0, 6, "")
	c.call("textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}, PreviousResultID: r.ResultID}, &r)
	if r.Kind != "full" || len(r.Items) != 0 {
		t.Errorf("got %+v", r)
	}
	if len(c.published) > 0 {
		t.Error("diagnostics are pushed, too")
	}
}

func TestCodeActions(t *testing.T) {
	c := start(t, pull, Options{})
	uri := c.open("a.js", "x()\n\tspin(); spin()\n")
	actions := func(only string, l, ch int) []codeAction {
		var out []codeAction
		c.call("textDocument/codeAction", json.RawMessage(fmt.Sprintf(`{"textDocument": {"uri": %q}, "range": {"start": {"line": %d, "character": %d}, "end": {"line": %d, "character": %d}}, "context": {"diagnostics": [], "only": %s}}`,
			uri, l, ch, l, ch, only)), &out)
		return out
	}
	got := actions("[]", 1, 3)
	if len(got) != 3 || got[0].Title != "Await it" || !got[0].IsPreferred || got[1].Title != "Ignore busywait on this line" || got[2].Title != "Explain busywait" {
		t.Fatalf("got %+v", got)
	}
	if e := got[0].Edit.Changes[uri][0]; e.NewText != "await " || e.Range != (span{place{1, 1}, place{1, 1}}) {
		t.Errorf("got %+v", e)
	}
	if e := got[1].Edit.Changes[uri][0]; e.NewText != "\t// asynclint-ignore busywait -- why is this fine?\n" || e.Range != (span{place{1, 0}, place{1, 0}}) {
		t.Errorf("got %+v", e)
	}
	if got := actions("[]", 0, 1); len(got) != 0 {
		t.Errorf("actions where nothing is wrong: %+v", got)
	}
	all := actions(`["source.fixAll"]`, 0, 0)
	if len(all) != 1 || all[0].Edit.Changes[uri][0].NewText != "x()\n\tawait spin(); await spin()\n" {
		t.Errorf("got %+v", all)
	}
	c.call("workspace/executeCommand", map[string]any{"command": commandExplain, "arguments": []any{"busywait"}}, nil)
	if m := <-c.messages; m.Message != "about busywait" {
		t.Errorf("got %+v", m)
	}
}

func TestHover(t *testing.T) {
	c := start(t, pull, Options{})
	uri := c.open("a.js", "x(); spin()")
	var h *hoverResult
	c.call("textDocument/hover", hoverParams{textDocument{URI: uri}, place{0, 7}}, &h)
	if h == nil || h.Contents.Value != "[**busywait**](https://example.org/busywait): `spin()` waits" {
		t.Errorf("got %+v", h)
	}
	h = nil
	c.call("textDocument/hover", hoverParams{textDocument{URI: uri}, place{0, 1}}, &h)
	if h != nil {
		t.Errorf("got %+v", h)
	}
}

func TestCancel(t *testing.T) {
	c := start(t, pull, Options{})
	uri := c.open("a.js", "slow")
	call, err := c.conn.DispatchCall(context.Background(), "textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}}, jsonrpc2.PickID(jsonrpc2.ID{Num: 4242}))
	if err != nil {
		t.Fatal(err)
	}
	c.notify("$/cancelRequest", map[string]any{"id": 4242})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var e *jsonrpc2.Error
	if err := call.Wait(ctx, nil); err == nil || !asError(err, &e) || e.Code != codeRequestCancelled {
		t.Errorf("got %v", err)
	}
}

func asError(err error, to **jsonrpc2.Error) bool {
	e, ok := err.(*jsonrpc2.Error)
	*to = e
	return ok
}

// A run for an old text ends when a new one comes.
func TestChangeEndsTheRunBefore(t *testing.T) {
	c := start(t, push, Options{})
	uri := c.open("a.js", "slow")
	for c.runs.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	c.edit(uri, 2, 0, 0, 0, 4, "spin()")
	if p := c.next(2); len(p.Diagnostics) != 1 {
		t.Errorf("got %+v", p)
	}
}

func TestBrokenConfigIsSaid(t *testing.T) {
	c := start(t, push, Options{})
	if err := os.WriteFile(filepath.Join(c.dir, "asynclint.json"), []byte(`{"rulez": {}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	c.open("a.js", "spin()")
	select {
	case m := <-c.messages:
		if !strings.Contains(m.Message, `asynclint.json:1:2: unknown key "rulez"`) {
			t.Errorf("got %q", m.Message)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("no message")
	}
}

func TestShutdown(t *testing.T) {
	c := start(t, push, Options{})
	c.call("shutdown", nil, nil)
	var e *jsonrpc2.Error
	if err := c.conn.Call(context.Background(), "textDocument/hover", hoverParams{}, nil); !asError(err, &e) || e.Code != codeInvalidRequest {
		t.Errorf("got %v", err)
	}
	c.notify("exit", nil)
	select {
	case err := <-c.served:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the server stays")
	}
}

func TestHostileMessages(t *testing.T) {
	c := start(t, push, Options{})
	var e *jsonrpc2.Error
	if err := c.conn.Call(context.Background(), "textDocument/nonsense", struct{}{}, nil); !asError(err, &e) || e.Code != codeMethodNotFound {
		t.Errorf("got %v", err)
	}
	if err := c.conn.Call(context.Background(), "textDocument/hover", []int{1}, nil); !asError(err, &e) || e.Code != codeInvalidParams {
		t.Errorf("got %v", err)
	}
	c.notify("textDocument/didChange", []int{1})
	c.notify("textDocument/didOpen", didOpenParams{textDocument{URI: "untitled:1", Text: "spin()"}})
	c.notify("textDocument/didOpen", didOpenParams{textDocument{URI: "file:///%zz", Text: "spin()"}})
	uri := c.open("a.js", "x")
	c.edit(uri, 2, 99, 99, -5, -7, "spin()")
	if p := c.next(2); len(p.Diagnostics) != 1 {
		t.Errorf("the server does not go on: %+v", p)
	}
}

// Random incremental edits leave the server with the text that the client has.
func TestRandomEdits(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"", "a", "é", "😀", "\n", "\r\n", "spin()", "\t", "名前"}
	for _, u := range []units{{utf8: false}, {utf8: true}} {
		text := "start😀\r\nof é\n"
		table := position.New([]byte(text))
		for i := range 3000 {
			a, b := boundary(rng, text), boundary(rng, text)
			a, b = min(a, b), max(a, b)
			r := u.span(table, a, b)
			// What the client means: the places must come back as they are.
			a, b = u.offset(table, r.Start), u.offset(table, r.End)
			insert := pieces[rng.IntN(len(pieces))]
			text = text[:a] + insert + text[b:]
			var p didChangeParams
			p.ContentChanges = append(p.ContentChanges, struct {
				Range *span  `json:"range"`
				Text  string `json:"text"`
			}{&r, insert})
			table = u.apply(table, p)
			if string(table.Text()) != text {
				t.Fatalf("edit %d: the server has %q, the client %q", i, table.Text(), text)
			}
			if len(text) > 400 {
				text = text[:0]
				table = position.New(nil)
			}
		}
	}
}

// boundary picks an offset between two characters.
func boundary(rng *rand.Rand, s string) int {
	n := rng.IntN(len(s) + 1)
	for n < len(s) && s[n]&0xc0 == 0x80 {
		n++
	}
	return n
}
