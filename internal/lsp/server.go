// Package lsp serves editors: diagnostics, fixes, and what a rule means, over
// the Language Server Protocol on a pair of streams.
//
// Every answer comes from driver.Run over the editor's own texts, so the editor
// shows what the command would print. Notifications are handled in the order in
// which they come, on the reading goroutine, and only change texts; everything
// that takes time runs beside it and ends when its text changes. A first run
// does not measure, so that a keystroke's diagnostics come at once; opening and
// saving start a second one that does, and its evidence is added when it comes.
//
// Clients that ask for diagnostics get them when they ask; to others they are
// pushed.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/rulename"
)

// Options are what a server needs of the command.
type Options struct {
	Version string
	Run     func(context.Context, driver.Request) (finding.Result, error)
	Names   *rulename.Set
	// Explain is a rule's documentation as Markdown, "" if there is none.
	Explain func(rule string) string
	// Parses checks the syntax of a text; nil accepts any.
	Parses func(path string, text []byte) error
	// Delay is how long the server waits for the next keystroke before it runs.
	Delay time.Duration
	// Measure says whether opening and saving measure.
	Measure bool
}

// Serve speaks with one client until it disconnects, says exit, or ctx ends. The
// error is nil after an orderly shutdown.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opts Options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := &server{opts: opts, ctx: ctx, stop: stop, documents: map[string]*document{}, running: map[string]context.CancelFunc{}, connected: make(chan struct{})}
	stream := jsonrpc2.NewBufferedStream(&pipe{in, out}, jsonrpc2.VSCodeObjectCodec{})
	s.conn = jsonrpc2.NewConn(ctx, stream, s, jsonrpc2.SetLogger(silent{}))
	close(s.connected)
	select {
	case <-ctx.Done():
	case <-s.conn.DisconnectNotify():
	}
	stop()
	s.conn.Close()
	s.work.Wait()
	if !s.isDown() {
		return errors.New("the client left without saying shutdown")
	}
	return nil
}

// pipe joins the streams. Closing it ends writing; a blocked read of standard
// input ends with the process.
type pipe struct {
	io.Reader
	io.Writer
}

func (p *pipe) Close() error {
	if c, ok := p.Reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

type silent struct{}

func (silent) Printf(string, ...any) {}

type server struct {
	opts Options
	conn *jsonrpc2.Conn
	// connected is closed when conn is set: the first message may be faster.
	connected chan struct{}
	ctx       context.Context
	stop      context.CancelFunc
	work      sync.WaitGroup

	mu        sync.Mutex
	ready     bool
	down      bool
	units     units
	pull      bool // the client asks for diagnostics
	refresh   bool // and can be told to ask again
	folders   []string
	documents map[string]*document          // by URI
	running   map[string]context.CancelFunc // requests that are under way, by id
}

func (s *server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

// Handle is called by the connection for each message, one after the other.
func (s *server) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	<-s.connected
	if req.Notif {
		s.notification(req)
		return
	}
	s.mu.Lock()
	ready, down := s.ready, s.down
	s.mu.Unlock()
	switch {
	case req.Method == "initialize":
		result, err := s.initialize(req)
		s.reply(ctx, req.ID, result, err)
		return
	case !ready:
		s.reply(ctx, req.ID, nil, &jsonrpc2.Error{Code: codeServerNotReady, Message: "initialize comes first"})
		return
	case down:
		s.reply(ctx, req.ID, nil, &jsonrpc2.Error{Code: codeInvalidRequest, Message: "the server is shut down"})
		return
	case req.Method == "shutdown":
		s.mu.Lock()
		s.down = true
		s.mu.Unlock()
		s.reply(ctx, req.ID, nil, nil)
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	id := req.ID.String()
	s.mu.Lock()
	s.running[id] = cancel
	s.mu.Unlock()
	s.work.Go(func() {
		result, err := s.request(ctx, req)
		if ctx.Err() != nil {
			err = &jsonrpc2.Error{Code: codeRequestCancelled, Message: "cancelled"}
		}
		s.mu.Lock()
		delete(s.running, id)
		s.mu.Unlock()
		cancel()
		s.reply(s.ctx, req.ID, result, err)
	})
}

func (s *server) reply(ctx context.Context, id jsonrpc2.ID, result any, err error) {
	if err == nil {
		_ = s.conn.Reply(ctx, id, result) // a client that is gone needs no answer
		return
	}
	var e *jsonrpc2.Error
	if !errors.As(err, &e) {
		e = &jsonrpc2.Error{Code: codeRequestFailed, Message: err.Error()}
	}
	_ = s.conn.ReplyWithError(ctx, id, e)
}

// request answers what takes time.
func (s *server) request(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	switch req.Method {
	case "textDocument/diagnostic":
		return call(req, func(p documentParams) (any, error) { return s.diagnostic(ctx, p) })
	case "textDocument/codeAction":
		return call(req, func(p codeActionParams) (any, error) { return s.codeActions(ctx, p) })
	case "textDocument/hover":
		return call(req, func(p hoverParams) (any, error) { return s.hover(ctx, p) })
	case "workspace/executeCommand":
		return call(req, func(p executeParams) (any, error) { return nil, s.execute(ctx, p) })
	}
	return nil, &jsonrpc2.Error{Code: codeMethodNotFound, Message: "unknown method " + req.Method}
}

// call reads a request's parameters.
func call[P any](req *jsonrpc2.Request, f func(P) (any, error)) (any, error) {
	var p P
	if err := params(req, &p); err != nil {
		return nil, &jsonrpc2.Error{Code: codeInvalidParams, Message: err.Error()}
	}
	return f(p)
}

func params(req *jsonrpc2.Request, to any) error {
	if req.Params == nil {
		return fmt.Errorf("%s has no parameters", req.Method)
	}
	if err := json.Unmarshal(*req.Params, to); err != nil {
		return fmt.Errorf("%s: %w", req.Method, err)
	}
	return nil
}

func (s *server) initialize(req *jsonrpc2.Request) (any, error) {
	var p initializeParams
	if err := params(req, &p); err != nil {
		return nil, &jsonrpc2.Error{Code: codeInvalidParams, Message: err.Error()}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready = true
	s.pull = p.Capabilities.TextDocument.Diagnostic != nil
	s.refresh = p.Capabilities.Workspace.Diagnostics.RefreshSupport
	for _, f := range p.WorkspaceFolders {
		s.addFolder(f.URI)
	}
	if len(s.folders) == 0 && p.RootURI != nil {
		s.addFolder(*p.RootURI)
	}
	encoding := encodingUTF16
	for _, e := range p.Capabilities.General.PositionEncodings {
		if e == encodingUTF8 {
			s.units.utf8, encoding = true, encodingUTF8
		}
	}
	c := capabilities{
		PositionEncoding:   encoding,
		TextDocumentSync:   syncOptions{OpenClose: true, Change: 2},
		DiagnosticProvider: diagnosticOptions{Identifier: "asynclint", InterFileDependencies: true},
		CodeActionProvider: codeActionOptions{[]string{kindQuickFix, kindFixAll}},
		HoverProvider:      true,
		ExecuteCommand:     executeOptions{[]string{commandMeasure, commandExplain}},
	}
	c.Workspace.WorkspaceFolders.Supported, c.Workspace.WorkspaceFolders.ChangeNotifications = true, true
	return initializeResult{c, serverInfo{"asynclint", s.opts.Version}}, nil
}

// addFolder notes a workspace folder; the caller holds the lock.
func (s *server) addFolder(uri string) {
	if path, err := pathOf(uri); err == nil {
		s.folders = append(s.folders, path)
	}
}

// folder is the innermost workspace folder of a file, or else the file's own.
// The caller holds the lock.
func (s *server) folder(path string) string {
	best := ""
	for _, f := range s.folders {
		if len(f) > len(best) && strings.HasPrefix(path, strings.TrimSuffix(f, string(filepath.Separator))+string(filepath.Separator)) {
			best = f
		}
	}
	if best == "" {
		return filepath.Dir(path)
	}
	return best
}

// notification changes what the server knows; a broken one changes nothing.
func (s *server) notification(req *jsonrpc2.Request) {
	switch req.Method {
	case "exit":
		s.stop()
	case "$/cancelRequest":
		var p cancelParams
		if params(req, &p) == nil {
			var id jsonrpc2.ID
			if id.UnmarshalJSON(p.ID) == nil {
				s.mu.Lock()
				if cancel := s.running[id.String()]; cancel != nil {
					cancel()
				}
				s.mu.Unlock()
			}
		}
	case "textDocument/didOpen":
		var p didOpenParams
		if params(req, &p) == nil {
			s.open(p.TextDocument)
		}
	case "textDocument/didChange":
		var p didChangeParams
		if params(req, &p) == nil {
			s.change(p)
		}
	case "textDocument/didSave":
		s.saved()
	case "textDocument/didClose":
		var p documentParams
		if params(req, &p) == nil {
			s.close(p.TextDocument.URI)
		}
	case "workspace/didChangeWorkspaceFolders":
		var p didChangeFoldersParams
		if params(req, &p) == nil {
			s.changeFolders(p)
		}
	}
}

func (s *server) open(d textDocument) {
	path, err := pathOf(d.URI)
	if err != nil {
		return // texts without a file are not linted
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := &document{uri: d.URI, path: path, version: d.Version, table: position.New([]byte(d.Text)), serial: 1}
	s.documents[d.URI] = doc
	s.schedule(doc, 0, s.opts.Measure)
}

func (s *server) change(p didChangeParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[p.TextDocument.URI]
	if doc == nil {
		return
	}
	doc.table = s.units.apply(doc.table, p)
	doc.version = p.TextDocument.Version
	doc.serial++
	s.schedule(doc, s.opts.Delay, false)
}

// saved looks at all open texts again, since one file tells on others.
func (s *server) saved() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, doc := range s.documents {
		doc.serial++
		s.schedule(doc, 0, s.opts.Measure)
	}
}

func (s *server) close(uri string) {
	s.mu.Lock()
	doc := s.documents[uri]
	delete(s.documents, uri)
	pull := s.pull
	s.mu.Unlock()
	if doc == nil {
		return
	}
	if doc.cancel != nil {
		doc.cancel()
	}
	if !pull {
		s.notify("textDocument/publishDiagnostics", publishParams{URI: uri, Diagnostics: []diagnostic{}})
	}
}

func (s *server) changeFolders(p didChangeFoldersParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, gone := range p.Event.Removed {
		if path, err := pathOf(gone.URI); err == nil {
			kept := s.folders[:0]
			for _, f := range s.folders {
				if f != path {
					kept = append(kept, f)
				}
			}
			s.folders = kept
		}
	}
	for _, f := range p.Event.Added {
		s.addFolder(f.URI)
	}
}

func (s *server) notify(method string, params any) {
	_ = s.conn.Notify(s.ctx, method, params) // a client that is gone needs none
}

// schedule starts the runs for a text and ends those for the one before it. The
// caller holds the lock.
func (s *server) schedule(doc *document, delay time.Duration, measure bool) {
	if doc.cancel != nil {
		doc.cancel()
		doc.cancel = nil
	}
	if s.pull && !measure {
		return // the client asks when it wants to know
	}
	ctx, cancel := context.WithCancel(s.ctx)
	doc.cancel = cancel
	uri := doc.uri
	s.work.Go(func() {
		defer cancel()
		select {
		case <-ctx.Done():
			return
		case <-time.After(delay):
		}
		if !s.pull {
			if _, err := s.results(ctx, uri, false); err != nil {
				s.trouble(ctx, err)
				return
			}
			s.publish(uri)
		}
		if !measure {
			return
		}
		if _, err := s.results(ctx, uri, true); err != nil || ctx.Err() != nil {
			return // the first run said what is wrong
		}
		if s.pull {
			if s.refresh {
				_ = s.conn.Call(ctx, "workspace/diagnostic/refresh", nil, nil)
			}
			return
		}
		s.publish(uri)
	})
}

// trouble shows what keeps the server from linting, such as a broken config.
func (s *server) trouble(ctx context.Context, err error) {
	if ctx.Err() == nil {
		s.notify("window/showMessage", showMessageParams{1, "asynclint: " + err.Error()})
	}
}

// errGone is about a text that was closed or changed meanwhile.
var errGone = &jsonrpc2.Error{Code: codeContentModified, Message: "the text is closed or has changed"}

// results returns the findings about an open text, from its last run or from a
// new one.
func (s *server) results(ctx context.Context, uri string, measured bool) (*results, error) {
	s.mu.Lock()
	doc := s.documents[uri]
	if doc == nil {
		s.mu.Unlock()
		return nil, errGone
	}
	if r := doc.results; r != nil && r.serial == doc.serial && (r.measured || !measured) {
		s.mu.Unlock()
		return r, nil
	}
	serial, path, dir := doc.serial, doc.path, s.folder(doc.path)
	overlay := map[string][]byte{}
	for _, d := range s.documents {
		overlay[d.path] = d.table.Text()
	}
	s.mu.Unlock()

	resolver := config.NewResolver(config.Options{Dir: dir, Names: s.opts.Names})
	c, err := resolver.For(path)
	if err != nil {
		return nil, err
	}
	req := driver.Request{
		Dir: dir, Patterns: []string{path}, Only: map[string]bool{path: true}, Overlay: overlay, Config: resolver,
		Measure: driver.MeasureOff, Cores: c.Cores, InputSize: c.InputSize, All: true,
	}
	if measured && c.Measure.Mode != "off" {
		req.Measure, req.Budget, req.Engine = driver.MeasureAuto, c.Measure.Budget, c.Measure.Engine
	}
	if _, err := os.Stat(path); err != nil {
		return nil, errGone // a file that was never saved has no module graph yet
	}
	res, err := s.opts.Run(ctx, req)
	if err != nil {
		return nil, err
	}
	r := &results{serial: serial, measured: measured}
	for _, f := range res.Findings {
		if absolute(dir, f.Path) == path {
			r.findings = append(r.findings, f)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.documents[uri] != doc || doc.serial != serial {
		return nil, errGone
	}
	if doc.results != nil && doc.results.serial == serial && doc.results.measured && !measured {
		return doc.results, nil // measuring was faster
	}
	doc.resultID++
	r.id = fmt.Sprint(doc.resultID)
	doc.results = r
	return r, nil
}

func absolute(dir, path string) string {
	if p := filepath.FromSlash(path); filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}

// publish pushes the newest findings about a text.
func (s *server) publish(uri string) {
	s.mu.Lock()
	doc := s.documents[uri]
	if doc == nil || doc.results == nil || doc.results.serial != doc.serial {
		s.mu.Unlock()
		return
	}
	version := doc.version
	p := publishParams{URI: uri, Version: &version, Diagnostics: s.diagnostics(doc)}
	s.mu.Unlock()
	s.notify("textDocument/publishDiagnostics", p)
}
