package lsp

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/asynclint/asynclint/internal/position"
)

// document is an open text. Its table is replaced, never changed, so readers
// may keep the one they have.
type document struct {
	uri     string
	path    string // absolute; of a file that does not exist for a text that has none
	version int    // as the client counts
	serial  int    // counts texts, whatever versions the client sends
	table   *position.Table

	ctx    context.Context // ends with this text
	cancel func()

	results   *results // of the last run
	flight    *flight  // the run under way, nil if there is none
	published string   // identity of what was pushed last
}

// retext begins a new text.
func (d *document) retext(ctx context.Context, t *position.Table, version int) {
	if d.cancel != nil {
		d.cancel()
	}
	d.table, d.version = t, version
	d.serial++
	d.ctx, d.cancel = context.WithCancel(ctx)
}

func (d *document) isGo() bool { return strings.HasSuffix(d.path, ".go") }

// units counts characters as the client does.
type units struct{ utf8 bool }

func (u units) place(t *position.Table, offset int) place {
	if u.utf8 {
		line, column := t.Byte(offset)
		return place{line - 1, column - 1}
	}
	line, n := t.UTF16(offset)
	return place{line - 1, n}
}

func (u units) span(t *position.Table, start, end int) span {
	return span{u.place(t, start), u.place(t, end)}
}

func (u units) offset(t *position.Table, p place) int {
	if u.utf8 {
		return t.OffsetByte(p.Line+1, p.Character+1)
	}
	return t.OffsetUTF16(p.Line+1, p.Character)
}

// apply makes the changes of a didChange, one after the other.
func (u units) apply(t *position.Table, params didChangeParams) *position.Table {
	for _, c := range params.ContentChanges {
		if c.Range == nil {
			t = position.New([]byte(c.Text))
			continue
		}
		start, end := u.offset(t, c.Range.Start), u.offset(t, c.Range.End)
		if end < start {
			start, end = end, start
		}
		old := t.Text()
		text := make([]byte, 0, len(old)+len(c.Text))
		text = append(append(append(text, old[:start]...), c.Text...), old[end:]...)
		t = position.New(text)
	}
	return t
}

// open takes in a text. The server never reads the file of an open one.
func (s *server) open(d textDocument) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path, ok := s.place(d)
	if !ok {
		return // a text of a kind that is not linted
	}
	if old := s.documents[d.URI]; old != nil {
		old.cancel()
	}
	doc := &document{uri: d.URI, path: path}
	doc.retext(s.ctx, position.New([]byte(d.Text)), d.Version)
	s.documents[d.URI] = doc
	s.generation++
	s.lookAtDisk()
	s.schedule(doc, 0, s.opts.Measure)
}

// languages are the extensions of texts that have no file, by the client's name
// of their language.
var languages = map[string]string{
	"javascript": ".js", "javascriptreact": ".jsx", "typescript": ".ts", "typescriptreact": ".tsx",
	"vue": ".vue", "svelte": ".svelte", "astro": ".astro", "html": ".html",
}

// place returns the path that a text is linted under: its file's, or for one
// that was never saved a new one in the first folder. Go is linted in its
// package, so a Go text without a file is not linted. The caller holds the lock.
func (s *server) place(d textDocument) (path string, ok bool) {
	if path, err := pathOf(d.URI); err == nil {
		return path, true
	}
	scheme, name, _ := strings.Cut(d.URI, ":")
	ext, known := languages[d.Language]
	if scheme != "untitled" || !known {
		return "", false
	}
	dir := filepath.Join(filepath.FromSlash("/"), "asynclint-untitled")
	if len(s.folders) > 0 {
		dir = s.folders[0]
	}
	name = strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == 0 || r == ':' {
			return '-'
		}
		return r
	}, name)
	return filepath.Join(dir, "untitled-"+name+ext), true
}

func (s *server) change(p didChangeParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[p.TextDocument.URI]
	if doc == nil {
		return
	}
	doc.retext(s.ctx, s.units.apply(doc.table, p), p.TextDocument.Version)
	s.generation++
	delay := s.opts.Delay
	if doc.isGo() {
		delay = s.opts.GoDelay
	}
	s.schedule(doc, delay, false)
	s.settle()
}

func (s *server) close(uri string) {
	s.mu.Lock()
	doc := s.documents[uri]
	delete(s.documents, uri)
	pull := s.client.pull
	s.generation++
	s.settle()
	s.mu.Unlock()
	if doc == nil {
		return
	}
	doc.cancel()
	if !pull {
		s.sending.Lock()
		defer s.sending.Unlock()
		s.notify("textDocument/publishDiagnostics", publishParams{URI: uri, Diagnostics: []diagnostic{}})
	}
}

// pathOf turns a file URI into an absolute path.
func pathOf(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return "", err
	}
	if u.Scheme != "file" {
		return "", fmt.Errorf("%s is no file", uri)
	}
	p := u.Path
	if runtime.GOOS == "windows" { // file:///c:/x and file://host/share
		if len(p) > 2 && p[0] == '/' && p[2] == ':' {
			p = strings.ToUpper(p[1:2]) + p[2:]
		} else if u.Host != "" {
			p = "//" + u.Host + p
		}
	}
	return filepath.Clean(filepath.FromSlash(p)), nil
}

// uriOf is the other way.
func uriOf(path string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", Path: p}).String()
}
