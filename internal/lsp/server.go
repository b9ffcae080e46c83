// Package lsp serves editors: diagnostics, fixes, measurements, and what a rule
// means, over the Language Server Protocol on a pair of streams.
//
// # Model
//
// Each workspace folder has a Project, which keeps texts, trees and the module
// graph, so that a keystroke costs what the one file costs. Its answers are
// those of a new run over the editor's own texts: the editor shows what the
// command would print.
//
// Notifications are handled in the order in which they come, on the reading
// goroutine, and only change texts; everything that takes time runs beside it.
// A run is about one text, known by the document's serial: when that changes,
// the run ends and what it found is dropped. What another file's change means
// for a document shows when the client asks again, or a moment later where
// diagnostics are pushed: the server's generation counts such changes.
//
// A first run does not measure; opening and saving start a second one that
// does, outside of the project's lock, and its evidence is added when it comes.
//
// Clients that ask for diagnostics get them when they ask; to others they are
// pushed. Clients that watch files say when they change; for others the disk is
// looked at when a file is opened or saved.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
)

// askTimeout bounds how long the server waits for a client.
const askTimeout = 10 * time.Second

// Project answers for the files of one folder; driver.Workspace is one.
type Project interface {
	Run(ctx context.Context, path string, req driver.Request) (finding.Result, error)
	Refresh(paths ...string) bool
	Config() *config.Resolver
}

// Options are what a server needs of the command.
type Options struct {
	Version string
	// Open makes a folder's project; see driver.NewWorkspace.
	Open func(dir string, loose bool) Project
	// Lint runs over a whole folder, beside the projects.
	Lint  func(context.Context, driver.Request) (finding.Result, error)
	Names *rulename.Set
	// Explain is a rule's documentation as Markdown, "" if there is none.
	Explain func(rule string) string
	// Parses checks the syntax of a text; nil accepts any.
	Parses func(path string, text []byte) error
	// Delay is how long the server waits for the next keystroke before it runs,
	// GoDelay how long in a Go file, whose package must be checked as a whole.
	Delay, GoDelay time.Duration
	// Measure says whether opening and saving measure. The user can measure a
	// finding in any case.
	Measure bool
	// Patience is how long a client that takes pushed diagnostics only waits for
	// a measurement that it asked for; 0 is 4 s. The figures come later then.
	Patience time.Duration
}

// Serve speaks with one client until it disconnects, says exit, or ctx ends. The
// error is nil after an orderly shutdown.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opts Options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := &server{
		opts: opts, ctx: ctx, stop: stop, connected: make(chan struct{}), documents: map[string]*document{}, running: map[string]context.CancelFunc{},
		projects: map[string]Project{}, tokens: map[string]context.CancelFunc{},
	}
	stream := jsonrpc2.NewBufferedStream(&pipe{in, out}, jsonrpc2.VSCodeObjectCodec{})
	s.conn = jsonrpc2.NewConn(ctx, stream, s, jsonrpc2.SetLogger(silent{}))
	close(s.connected)
	select {
	case <-ctx.Done():
	case <-s.conn.DisconnectNotify():
	}
	stop()
	s.conn.Close()
	s.beginning.Lock()
	s.closed = true
	s.beginning.Unlock()
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
	beginning sync.Mutex // held while work begins
	closed    bool       // no more work begins
	sending   sync.Mutex // held while diagnostics are pushed, so that they come in order

	mu        sync.Mutex
	ready     bool
	down      bool
	units     units
	client    clientCan
	folders   []string
	documents map[string]*document          // by URI
	running   map[string]context.CancelFunc // requests that are under way, by id
	projects  map[string]Project            // by folder
	tokens    map[string]context.CancelFunc // work whose progress is shown, by token
	lastToken int

	generation int         // counts changes that any file's findings may depend on
	settled    *time.Timer // looks at the other documents when typing pauses
	touched    []string    // files that changed on disk
	toTouch    *time.Timer
	said       string // what trouble was last told
	whole      wholeRun
}

// clientCan is what the client said it can do.
type clientCan struct {
	pull         bool // ask for diagnostics
	refresh      bool // be told to ask again
	refreshLens  bool
	progress     bool // show progress that the server starts
	watch        bool // watch files
	watchesFiles bool // and does
}

func (s *server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

// background runs what takes time. A crash is told and costs no more than this.
func (s *server) background(f func()) {
	s.beginning.Lock()
	defer s.beginning.Unlock()
	if s.closed {
		return
	}
	s.work.Go(func() {
		defer func() {
			if r := recover(); r != nil {
				s.log(fmt.Sprintf("a bug in asynclint: %v\n%s", r, debug.Stack()))
			}
		}()
		f()
	})
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
	s.background(func() {
		defer cancel()
		result, err := any(nil), error(&jsonrpc2.Error{Code: codeInternalError, Message: "a bug in asynclint; see its log"})
		defer func() {
			s.mu.Lock()
			delete(s.running, id)
			s.mu.Unlock()
			s.reply(s.ctx, req.ID, result, err)
		}()
		result, err = s.request(ctx, req)
		if ctx.Err() != nil {
			err = &jsonrpc2.Error{Code: codeRequestCancelled, Message: "cancelled"}
		}
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
	case "workspace/diagnostic":
		return call(req, func(p workspaceDiagnosticParams) (any, error) { return s.workspaceDiagnostic(ctx, p) })
	case "textDocument/codeAction":
		return call(req, func(p codeActionParams) (any, error) { return s.codeActions(ctx, p) })
	case "textDocument/codeLens":
		return call(req, func(p documentParams) (any, error) { return s.codeLens(ctx, p) })
	case "textDocument/hover":
		return call(req, func(p hoverParams) (any, error) { return s.hover(ctx, p) })
	case "workspace/executeCommand":
		return call(req, func(p executeParams) (any, error) { return s.execute(ctx, p) })
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
	var o options
	_ = json.Unmarshal(p.Options, &o) // null, or what another server wants, has none of ours
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready = true
	s.client = clientCan{
		pull:        p.Capabilities.TextDocument.Diagnostic != nil,
		refresh:     p.Capabilities.Workspace.Diagnostics.RefreshSupport,
		refreshLens: p.Capabilities.Workspace.CodeLens.RefreshSupport,
		progress:    p.Capabilities.Window.WorkDoneProgress,
		watch:       p.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration,
	}
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
		DiagnosticProvider: diagnosticOptions{"asynclint", true, o.WorkspaceDiagnostics == nil || *o.WorkspaceDiagnostics},
		CodeActionProvider: codeActionOptions{[]string{kindQuickFix, kindFixAll}},
		CodeLensProvider:   &struct{}{},
		HoverProvider:      true,
		ExecuteCommand:     executeOptions{[]string{commandMeasure, commandExplain}, true},
	}
	c.Workspace.WorkspaceFolders.Supported, c.Workspace.WorkspaceFolders.ChangeNotifications = true, true
	return initializeResult{c, serverInfo{"asynclint", s.opts.Version}}, nil
}

// notification changes what the server knows; a broken one changes nothing.
func (s *server) notification(req *jsonrpc2.Request) {
	switch req.Method {
	case "initialized":
		s.watch()
	case "exit":
		s.stop()
	case "$/cancelRequest":
		notified(req, s.cancel)
	case "window/workDoneProgress/cancel":
		notified(req, s.cancelProgress)
	case "textDocument/didOpen":
		notified(req, func(p didOpenParams) { s.open(p.TextDocument) })
	case "textDocument/didChange":
		notified(req, s.change)
	case "textDocument/didSave":
		notified(req, func(p documentParams) { s.saved(p.TextDocument.URI) })
	case "textDocument/didClose":
		notified(req, func(p documentParams) { s.close(p.TextDocument.URI) })
	case "workspace/didChangeWorkspaceFolders":
		notified(req, s.changeFolders)
	case "workspace/didChangeWatchedFiles":
		notified(req, s.filesChanged)
	}
}

func notified[P any](req *jsonrpc2.Request, f func(P)) {
	var p P
	if params(req, &p) == nil {
		f(p)
	}
}

func (s *server) cancel(p cancelParams) {
	var id jsonrpc2.ID
	if id.UnmarshalJSON(p.ID) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.running[id.String()]; cancel != nil {
		cancel()
	}
}

func (s *server) notify(method string, params any) {
	_ = s.conn.Notify(s.ctx, method, params) // a client that is gone needs none
}

// ask asks the client, who may not know the question, nor answer.
func (s *server) ask(method string, params any) error {
	ctx, cancel := context.WithTimeout(s.ctx, askTimeout)
	defer cancel()
	return s.conn.Call(ctx, method, params, nil)
}

// log tells what is for the editor's log, not for the user's eyes.
func (s *server) log(text string) {
	s.notify("window/logMessage", showMessageParams{1, "asynclint: " + strings.TrimSpace(text)})
}

// trouble shows what keeps the server from linting, such as a broken config,
// once; "" means that it is over.
func (s *server) trouble(text string) {
	s.mu.Lock()
	again := s.said == text
	s.said = text
	s.mu.Unlock()
	if !again && text != "" {
		s.notify("window/showMessage", showMessageParams{1, "asynclint: " + text})
	}
}
