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

	"github.com/asynclint/asynclint/internal/config"
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
	logs      chan showMessageParams
	refreshed chan struct{}
	lenses    chan struct{}
	progress  chan progressParams
	watched   chan registrationParams
	touched   chan []string // paths of each Refresh
	gate      chan struct{} // lets measuring go on
	served    chan error
	dir       string
	runs      atomic.Int64
}

// fake is a project whose only rule reports each "spin()" of a file's text; a
// text with "slow" makes it wait until it is cancelled. Measuring steps on when
// the client's gate lets it.
type fake struct {
	configs atomic.Pointer[config.Resolver]
	c       *client
	dir     string
}

func (f *fake) Config() *config.Resolver { return f.configs.Load() }

func (f *fake) Refresh(paths ...string) bool {
	f.c.touched <- paths
	f.configs.Store(newResolver(f.dir))
	return true
}

func newResolver(dir string) *config.Resolver {
	return config.NewResolver(config.Options{Dir: dir, Names: names})
}

var names = rulename.NewSet([]rulename.Rule{{Name: "busywait"}})

func (f *fake) Run(ctx context.Context, path string, req driver.Request) (finding.Result, error) {
	f.c.runs.Add(1)
	text := string(req.Overlay[path])
	if strings.Contains(text, "slow") {
		<-ctx.Done()
		return finding.Result{}, ctx.Err()
	}
	if strings.Contains(text, "crash") {
		panic("a bug")
	}
	if strings.Contains(text, "rule breaks") {
		return finding.Result{Errors: []finding.RunError{{Rule: "busywait", Path: "a.js", Message: "failed"}}}, nil
	}
	rel, err := filepath.Rel(f.dir, path)
	if err != nil {
		return finding.Result{}, err
	}
	list := spins(filepath.ToSlash(rel), text)
	total := 0
	for i := range list {
		if req.Measure == driver.MeasureOff || req.MeasureOnly != nil && !req.MeasureOnly(list[i]) {
			continue
		}
		total++
		select {
		case <-f.c.gate:
		case <-ctx.Done():
			return finding.Result{}, ctx.Err()
		}
		n50 := 4200.0
		list[i].Measurement = &finding.Measurement{Verdict: finding.Confirmed, Engine: "goja", N50: &n50,
			Samples: []finding.Sample{{N: 1000, MS: 12}, {N: 10000, MS: 118}}}
		if req.Progress != nil {
			req.Progress(total, len(list), "measuring")
		}
	}
	return finding.Result{Findings: list}, nil
}

// spins are the findings in a text.
func spins(rel, text string) (list []finding.Finding) {
	table := position.New([]byte(text))
	at := func(offset int) finding.Position {
		line, column := table.Byte(offset)
		return finding.Position{Line: line, Column: column, Offset: offset}
	}
	for i := 0; ; {
		n := strings.Index(text[i:], "spin()")
		if n < 0 {
			return list
		}
		start := i + n
		i = start + len("spin()")
		list = append(list, finding.Finding{Rule: "busywait", Severity: finding.Warning, Path: rel, Message: "`spin()` waits", URL: "https://example.org/busywait",
			Measurable: true,
			Range:      finding.Range{Start: at(start), End: at(i)},
			Related:    []finding.Related{{Path: rel, Range: finding.Range{Start: at(0), End: at(0)}, Message: "here"}},
			Fixes:      []finding.Fix{{Message: "await it", Safe: true, Edits: []finding.Edit{{Path: rel, Start: start, End: start, Text: "await "}}}}})
	}
}

// lint is the run over a whole folder: all files right in it.
func (c *client) lint(ctx context.Context, req driver.Request) (res finding.Result, err error) {
	c.runs.Add(1)
	entries, err := os.ReadDir(req.Dir)
	for _, e := range entries {
		path := filepath.Join(req.Dir, e.Name())
		text, ok := req.Overlay[path]
		if !ok {
			text, _ = os.ReadFile(path)
		}
		res.Findings = append(res.Findings, spins(e.Name(), string(text))...)
	}
	return res, err
}

// start connects a client with capabilities, as JSON.
func start(t *testing.T, capabilities string, opts Options) *client {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, dir: dir, published: make(chan publishParams, 100), messages: make(chan showMessageParams, 100), logs: make(chan showMessageParams, 100),
		refreshed: make(chan struct{}, 100), lenses: make(chan struct{}, 100), progress: make(chan progressParams, 100), watched: make(chan registrationParams, 1),
		touched: make(chan []string, 100), gate: make(chan struct{}, 100), served: make(chan error, 1)}
	here, there := net.Pipe()
	opts.Names, opts.Lint = names, c.lint
	opts.Explain = func(rule string) string { return "about " + rule }
	opts.Open = func(dir string, loose bool) Project {
		f := &fake{c: c, dir: dir}
		f.configs.Store(newResolver(dir))
		return f
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { c.served <- Serve(ctx, there, there, opts) }()
	c.conn = jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(here, jsonrpc2.VSCodeObjectCodec{}), jsonrpc2.HandlerWithError(c.handle))
	t.Cleanup(func() { c.conn.Close(); cancel() })
	c.call("initialize", json.RawMessage(fmt.Sprintf(`{"rootUri": %q, "capabilities": %s}`, uriOf(dir), capabilities)), nil)
	c.notify("initialized", struct{}{})
	return c
}

func (c *client) handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	switch req.Method {
	case "textDocument/publishDiagnostics":
		take(c, req, c.published)
	case "window/showMessage":
		take(c, req, c.messages)
	case "window/logMessage":
		take(c, req, c.logs)
	case "$/progress":
		take(c, req, c.progress)
	case "client/registerCapability":
		take(c, req, c.watched)
	case "workspace/diagnostic/refresh":
		c.refreshed <- struct{}{}
	case "workspace/codeLens/refresh":
		c.lenses <- struct{}{}
	}
	return nil, nil
}

func take[P any](c *client, req *jsonrpc2.Request, to chan P) {
	var p P
	if err := json.Unmarshal(*req.Params, &p); err != nil {
		c.t.Error(err)
	}
	to <- p
}

// wait takes the next of something that the server says.
func wait[P any](c *client, what string, from chan P) P {
	c.t.Helper()
	select {
	case p := <-from:
		return p
	case <-time.After(20 * time.Second):
		c.t.Fatal("no " + what)
		panic("not reached")
	}
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
	c.notify("textDocument/didOpen", didOpenParams{textDocument{URI: uri, Language: "javascript", Version: 1, Text: text}})
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
	c.gate <- struct{}{}
	uri := c.open("a.js", "spin()")
	wait(c, "refresh after measuring", c.refreshed)
	var r fullReport
	c.call("textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}}, &r)
	if r.Kind != "full" || len(r.Items) != 1 || !strings.Contains(r.Items[0].Message, "\nmeasured: 12 ms at n=1,000, 118 ms at n=10,000 in goja; blocks 50 ms from n≈4,200") {
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

func TestPullOfTheWorkspace(t *testing.T) {
	c := start(t, pull, Options{})
	for name, text := range map[string]string{"closed.js": "x; spin()", "clean.js": "x"} {
		if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c.open("open.js", "spin()") // told when asked about it
	type items struct {
		Items []struct {
			URI, Kind, ResultID string
			Version             *int
			Items               []diagnostic
		}
	}
	var r items
	c.call("workspace/diagnostic", json.RawMessage(`{"previousResultIds": []}`), &r)
	uri := uriOf(filepath.Join(c.dir, "closed.js"))
	if len(r.Items) != 1 || r.Items[0].URI != uri || r.Items[0].Kind != "full" || len(r.Items[0].Items) != 1 || at(r.Items[0].Items[0]) != "0:3-0:9" {
		t.Fatalf("got %+v", r)
	}
	before := c.runs.Load()
	known := fmt.Sprintf(`{"previousResultIds": [{"uri": %q, "value": %q}]}`, uri, r.Items[0].ResultID)
	c.call("workspace/diagnostic", json.RawMessage(known), &r)
	if len(r.Items) != 1 || r.Items[0].Kind != "unchanged" || c.runs.Load() != before {
		t.Errorf("got %+v after %d runs", r, c.runs.Load()-before)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "closed.js"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", json.RawMessage(fmt.Sprintf(`{"changes": [{"uri": %q, "type": 2}]}`, uri)))
	wait(c, "refresh", c.refreshed)
	c.call("workspace/diagnostic", json.RawMessage(known), &r)
	if len(r.Items) != 1 || r.Items[0].Kind != "full" || len(r.Items[0].Items) != 0 {
		t.Errorf("what is mended stays: %+v", r)
	}
	c.call("workspace/diagnostic", json.RawMessage(`{"previousResultIds": [], "partialResultToken": "p"}`), &r)
	if p := wait(c, "partial result", c.progress); string(p.Token) != `"p"` || len(r.Items) != 0 {
		t.Errorf("got %+v and %+v", p, r)
	}
}

func (c *client) actions(uri, only string, l, ch int) (out []codeAction) {
	c.t.Helper()
	c.call("textDocument/codeAction", json.RawMessage(fmt.Sprintf(`{"textDocument": {"uri": %q}, "range": {"start": {"line": %d, "character": %d}, "end": {"line": %d, "character": %d}}, "context": {"diagnostics": [], "only": %s}}`,
		uri, l, ch, l, ch, only)), &out)
	return out
}

func TestCodeActions(t *testing.T) {
	c := start(t, pull, Options{})
	uri := c.open("a.js", "x()\n\tspin(); spin()\n")
	got := c.actions(uri, "[]", 1, 3)
	var titles []string
	for _, a := range got {
		titles = append(titles, a.Title)
	}
	if s := strings.Join(titles, ", "); s != "Await it, Ignore busywait on this line, Ignore busywait in this file, Measure this, Explain busywait" || !got[0].IsPreferred {
		t.Fatalf("got %s", s)
	}
	if e := got[0].Edit.Changes[uri][0]; e.NewText != "await " || e.Range != (span{place{1, 1}, place{1, 1}}) {
		t.Errorf("got %+v", e)
	}
	if e := got[1].Edit.Changes[uri][0]; e.NewText != "\t// asynclint-ignore busywait -- why is this fine?\n" || e.Range != (span{place{1, 0}, place{1, 0}}) {
		t.Errorf("got %+v", e)
	}
	if e := got[2].Edit.Changes[uri][0]; e.NewText != "// asynclint-ignore-file busywait -- why is this fine?\n" || e.Range != (span{place{0, 0}, place{0, 0}}) {
		t.Errorf("got %+v", e)
	}
	if got := c.actions(uri, "[]", 0, 1); len(got) != 0 {
		t.Errorf("actions where nothing is wrong: %+v", got)
	}
	all := c.actions(uri, `["source.fixAll"]`, 0, 0)
	if len(all) != 1 || all[0].Edit.Changes[uri][0].NewText != "x()\n\tawait spin(); await spin()\n" {
		t.Errorf("got %+v", all)
	}
	c.call("workspace/executeCommand", map[string]any{"command": commandExplain, "arguments": []any{"busywait"}}, nil)
	if m := wait(c, "message", c.messages); m.Message != "about busywait" {
		t.Errorf("got %+v", m)
	}
}

// The comment that ignores has the form that its place allows.
func TestIgnoreInJSX(t *testing.T) {
	c := start(t, pull, Options{})
	uri := c.open("a.jsx", "const x = <p>\n  {spin()}\n</p>\n")
	got := c.actions(uri, "[]", 1, 4)
	if len(got) < 2 || got[1].Edit.Changes[uri][0].NewText != "  {/* asynclint-ignore busywait -- why is this fine? */}\n" {
		t.Errorf("got %+v", got)
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

const withProgress = `{"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}, "codeLens": {"refreshSupport": true}}, "window": {"workDoneProgress": true}}`

// "Measure this" stands above what can be measured, shows how far it is, and
// leaves its figures.
func TestMeasureThis(t *testing.T) {
	c := start(t, withProgress, Options{})
	uri := c.open("a.js", "spin()\nspin()\n")
	lens := func() (out []codeLens) {
		t.Helper()
		c.call("textDocument/codeLens", documentParams{TextDocument: textDocument{URI: uri}}, &out)
		return out
	}
	before := lens()
	if len(before) != 2 || before[1].Command.Title != "Measure this" || before[1].Range.Start.Line != 1 {
		t.Fatalf("got %+v", before)
	}
	c.gate <- struct{}{} // one finding's, not two
	var evidence string
	c.call("workspace/executeCommand", before[1].Command, &evidence)
	if !strings.HasPrefix(evidence, "measured: 12 ms") || strings.Contains(evidence, "\n") {
		t.Errorf("got %q", evidence)
	}
	var kinds []string
	for range 3 {
		p := wait(c, "progress", c.progress)
		kinds = append(kinds, p.Value.(map[string]any)["kind"].(string))
	}
	if s := strings.Join(kinds, " "); s != "begin report end" {
		t.Errorf("progress: %s", s)
	}
	wait(c, "refresh", c.refreshed)
	wait(c, "refresh of lenses", c.lenses)
	after := lens()
	if after[0].Command.Title != "Measure this" || after[1].Command.Title != "confirmed, measured: 12 ms at n=1,000, 118 ms at n=10,000 in goja" {
		t.Errorf("got %q and %q", after[0].Command.Title, after[1].Command.Title)
	}
	var h hoverResult
	c.call("textDocument/hover", hoverParams{textDocument{URI: uri}, place{1, 1}}, &h)
	if !strings.Contains(h.Contents.Value, "**confirmed**, measured: 12 ms") || !strings.Contains(h.Contents.Value, "| 10,000 | 118 |") {
		t.Errorf("got %s", h.Contents.Value)
	}
	// Another file's change leaves the evidence about this text.
	c.open("b.js", "x")
	if l := lens(); !strings.HasPrefix(l[1].Command.Title, "confirmed") {
		t.Errorf("got %+v", l)
	}
	c.edit(uri, 2, 0, 0, 0, 0, " ")
	if l := lens(); l[1].Command.Title != "Measure this" {
		t.Errorf("evidence about another text: %+v", l)
	}
}

func TestMeasureIsCancelled(t *testing.T) {
	c := start(t, withProgress, Options{})
	uri := c.open("a.js", "spin()\n")
	call, err := c.conn.DispatchCall(context.Background(), "workspace/executeCommand", map[string]any{"command": commandMeasure, "arguments": []any{uri}})
	if err != nil {
		t.Fatal(err)
	}
	begin := wait(c, "progress", c.progress)
	// Diagnostics do not wait for it.
	var r fullReport
	c.call("textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}}, &r)
	if len(r.Items) != 1 {
		t.Errorf("got %+v", r)
	}
	c.notify("window/workDoneProgress/cancel", map[string]any{"token": begin.Token})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := call.Wait(ctx, nil); err == nil || ctx.Err() != nil {
		t.Errorf("got %v", err)
	}
	if p := wait(c, "progress", c.progress); p.Value.(map[string]any)["kind"] != "end" {
		t.Errorf("got %+v", p)
	}
}

// An old client, which may stand still until its command is answered, has its
// answer soon and the figures when they are there.
func TestMeasureDoesNotHoldUpOldClients(t *testing.T) {
	c := start(t, push, Options{Patience: time.Millisecond})
	uri := c.open("a.js", "spin()\n")
	c.next(1)
	var answer string
	c.call("workspace/executeCommand", map[string]any{"command": commandMeasure, "arguments": []any{uri}}, &answer)
	if !strings.Contains(answer, "still measuring") {
		t.Errorf("got %q", answer)
	}
	c.gate <- struct{}{}
	if p := c.next(1); !strings.Contains(p.Diagnostics[0].Message, "measured: 12 ms") {
		t.Errorf("got %+v", p)
	}
}

// A client that shows progress by a token of its own needs no other.
func TestProgressByTheClientsToken(t *testing.T) {
	c := start(t, pull, Options{})
	uri := c.open("a.js", "spin()\n")
	c.gate <- struct{}{}
	c.call("workspace/executeCommand", map[string]any{"command": commandMeasure, "arguments": []any{uri}, "workDoneToken": 7}, nil)
	if p := wait(c, "progress", c.progress); string(p.Token) != "7" {
		t.Errorf("got %+v", p)
	}
}

// Texts that were never saved are linted by what the client says they are.
func TestUntitled(t *testing.T) {
	c := start(t, push, Options{})
	c.notify("textDocument/didOpen", didOpenParams{textDocument{URI: "untitled:Untitled-1", Language: "typescript", Version: 1, Text: "spin()"}})
	if p := c.next(1); p.URI != "untitled:Untitled-1" || len(p.Diagnostics) != 1 {
		t.Errorf("got %+v", p)
	}
	c.edit("untitled:Untitled-1", 2, 0, 0, 0, 0, "x; ")
	if p := c.next(2); len(p.Diagnostics) != 1 || at(p.Diagnostics[0]) != "0:3-0:9" {
		t.Errorf("got %+v", p)
	}
}

// Each file is of the innermost folder that holds it.
func TestManyFolders(t *testing.T) {
	c := start(t, push, Options{})
	outside := t.TempDir()
	c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{
		"added": []any{map[string]any{"uri": uriOf(filepath.Join(c.dir, "inner"))}, map[string]any{"uri": uriOf(outside)}}, "removed": []any{}}})
	s := &server{folders: []string{c.dir, filepath.Join(c.dir, "inner"), outside}}
	for path, want := range map[string]string{
		filepath.Join(c.dir, "a.js"): c.dir, filepath.Join(c.dir, "inner", "a.js"): filepath.Join(c.dir, "inner"),
		filepath.Join(c.dir, "innermost.js"): c.dir, filepath.Join(outside, "x", "a.js"): outside,
	} {
		if got, loose := s.folder(path); got != want || loose {
			t.Errorf("%s is of %s", path, got)
		}
	}
	if got, loose := s.folder(filepath.FromSlash("/elsewhere/a.js")); got != filepath.FromSlash("/elsewhere") || !loose {
		t.Errorf("a file outside is of %s", got)
	}
	path := filepath.Join(outside, "b.js")
	c.notify("textDocument/didOpen", didOpenParams{textDocument{URI: uriOf(path), Version: 1, Text: "spin()"}})
	if p := c.next(1); len(p.Diagnostics) != 1 {
		t.Errorf("got %+v", p)
	}
}

// The server asks for files to be watched and passes on what it hears.
func TestWatching(t *testing.T) {
	c := start(t, `{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}`, Options{})
	r := wait(c, "registration", c.watched)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"workspace/didChangeWatchedFiles", "**/asynclint.json", "**/package.json", "**/{tsconfig,jsconfig}*.json", "**/.gitignore"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not watched: %s", want, text)
		}
	}
	c.open("a.js", "spin()")
	c.next(1)
	path := filepath.Join(c.dir, "asynclint.json")
	if err := os.WriteFile(path, []byte(`{"rulez": {}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uriOf(path), "type": 1}}})
	if paths := wait(c, "look at the disk", c.touched); len(paths) != 1 || paths[0] != path {
		t.Errorf("got %v", paths)
	}
	if m := wait(c, "message", c.messages); !strings.Contains(m.Message, `unknown key "rulez"`) {
		t.Errorf("got %+v", m)
	}
}

// A client that cannot watch files makes the server look when it saves.
func TestSavingLooksAtTheDisk(t *testing.T) {
	c := start(t, push, Options{})
	uri := c.open("a.js", "spin()")
	c.next(1)
	c.notify("textDocument/didSave", documentParams{TextDocument: textDocument{URI: uri}})
	wait(c, "look at the disk", c.touched)
}

// What one document says may depend on another: it is looked at again when
// typing pauses, and told only if there is something new.
func TestOthersAreLookedAtAgain(t *testing.T) {
	c := start(t, push, Options{})
	c.open("a.js", "spin()")
	c.next(1)
	uri := c.open("b.js", "x")
	c.next(1)
	before := c.runs.Load()
	c.edit(uri, 2, 0, 0, 0, 1, "y")
	c.next(2)
	for deadline := time.Now().Add(20 * time.Second); c.runs.Load() < before+2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a.js is not looked at again")
		}
	}
	if len(c.published) > 0 {
		t.Errorf("told again: %+v", <-c.published)
	}
}

func TestCrashIsToldAndSurvived(t *testing.T) {
	c := start(t, pull, Options{})
	uri := c.open("a.js", "crash")
	var e *jsonrpc2.Error
	if err := c.conn.Call(context.Background(), "textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}}, nil); !asError(err, &e) {
		t.Errorf("got %v", err)
	}
	if m := wait(c, "log", c.logs); !strings.Contains(m.Message, "a bug in asynclint: a bug") {
		t.Errorf("got %+v", m)
	}
	c.edit(uri, 2, 0, 0, 0, 5, "spin(); rule breaks")
	c.call("textDocument/diagnostic", documentParams{TextDocument: textDocument{URI: uri}}, nil)
	if m := wait(c, "log", c.logs); !strings.Contains(m.Message, "a.js: failed") {
		t.Errorf("got %+v", m)
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
	c.notify("textDocument/didOpen", didOpenParams{textDocument{URI: "untitled:1", Language: "cobol", Text: "spin()"}})
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
