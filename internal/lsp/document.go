package lsp

import (
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
)

// document is an open text. Its table is replaced, never changed, so readers
// may keep the one they have.
type document struct {
	uri     string
	path    string // absolute
	version int
	table   *position.Table

	results  *results // of this text; nil before the first run
	cancel   func()   // ends the run that is under way for it
	serial   int      // counts texts, whatever versions the client sends
	resultID int
}

// results are a run's findings about one document.
type results struct {
	serial   int
	id       string
	findings []finding.Finding
	measured bool
}

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
