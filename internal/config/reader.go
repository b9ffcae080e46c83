package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/rulename"
)

// Error is something wrong in a config file. Line and Column count from 1, the
// column in bytes.
type Error struct {
	Path         string
	Line, Column int
	Message      string
}

func (e *Error) Error() string {
	return place{e.Path, e.Line, e.Column}.String() + ": " + e.Message
}

// place is where in a config something stands.
type place struct {
	path         string
	line, column int
}

func (p place) String() string {
	if p.line == 0 {
		return p.path
	}
	return fmt.Sprintf("%s:%d:%d", p.path, p.line, p.column)
}

// reader decodes one file; it notes every problem, not only the first.
type reader struct {
	dir       string // globs are relative to it; with slashes
	shown     string // as errors name it
	table     *position.Table
	names     *rulename.Set
	config    *Config
	overrides []layer
	errs      []error
	extend    func(spec string) error
}

func (r *reader) place(v hujson.Value) place {
	line, column := r.table.Byte(v.StartOffset)
	return place{r.shown, line, column}
}

func (r *reader) fail(v hujson.Value, format string, args ...any) {
	p := r.place(v)
	r.errs = append(r.errs, &Error{Path: p.path, Line: p.line, Column: p.column, Message: fmt.Sprintf(format, args...)})
}

// parse reads the text of a config file. Byte order marks are accepted.
func parseText(path, shown string, text []byte) (hujson.Value, *position.Table, error) {
	table := position.New(text)
	stripped := text
	if rest, ok := strings.CutPrefix(string(text), "\ufeff"); ok {
		stripped = append([]byte("   "), rest...) // keeps the offsets
	}
	if deep := nesting(stripped); deep > maxNesting {
		return hujson.Value{}, table, &Error{Path: shown, Message: fmt.Sprintf("nested %d deep; no config is", deep)}
	}
	v, err := hujson.Parse(stripped)
	if err != nil {
		e := &Error{Path: shown, Message: err.Error()}
		// The parser says "hujson: line L, column C: what".
		if rest, ok := strings.CutPrefix(err.Error(), "hujson: line "); ok {
			if n, scanErr := fmt.Sscanf(rest, "%d, column %d:", &e.Line, &e.Column); scanErr == nil && n == 2 {
				_, e.Message, _ = strings.Cut(rest, ": ")
			}
		}
		return hujson.Value{}, table, e
	}
	return v, table, nil
}

// maxNesting keeps the recursive parser from exhausting the stack.
const maxNesting = 100

// nesting is an upper bound of how deep brackets are nested.
func nesting(text []byte) int {
	depth, deepest := 0, 0
	for _, c := range text {
		switch c {
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth = max(depth-1, 0)
		}
	}
	return deepest
}

// members calls f for each member of an object; a name that comes twice is an
// error.
func (r *reader) members(v hujson.Value, f func(name string, nameAt, value hujson.Value)) {
	o, ok := v.Value.(*hujson.Object)
	if !ok {
		r.fail(v, "expected an object, not %s", kindOf(v))
		return
	}
	seen := map[string]bool{}
	for _, m := range o.Members {
		name, _ := stringOf(m.Name)
		if seen[name] {
			r.fail(m.Name, "%q stands here twice", name)
			continue
		}
		seen[name] = true
		f(name, m.Name, m.Value)
	}
}

// object reads an object whose keys are known.
func (r *reader) object(v hujson.Value, known []key) {
	r.members(v, func(name string, nameAt, value hujson.Value) {
		i := slices.IndexFunc(known, func(k key) bool { return k.name == name })
		if i >= 0 {
			known[i].read(r, value)
			return
		}
		var names []string
		for _, k := range known {
			names = append(names, k.name)
		}
		if near := rulename.Nearest(name, names); near != "" {
			r.fail(nameAt, "unknown key %q; did you mean %q?", name, near)
			return
		}
		r.fail(nameAt, "unknown key %q; known are %s", name, strings.Join(names, ", "))
	})
}

func (r *reader) text(v hujson.Value) (string, bool) {
	s, ok := stringOf(v)
	if !ok {
		r.fail(v, "expected a text in quotes, not %s", kindOf(v))
	}
	return s, ok
}

// oneOf reads a text that must be one of some; "" after an error.
func (r *reader) oneOf(v hujson.Value, allowed []string) string {
	s, ok := stringOf(v)
	if ok && slices.Contains(allowed, s) {
		return s
	}
	if near := rulename.Nearest(s, allowed); ok && near != "" {
		r.fail(v, "%q is not one of %s; did you mean %q?", s, strings.Join(allowed, ", "), near)
	} else {
		r.fail(v, "expected one of %s, not %s", strings.Join(allowed, ", "), strings.TrimSpace(string(v.Pack())))
	}
	return ""
}

// positive reads a whole number from 1; 0 after an error.
func (r *reader) positive(v hujson.Value, expected string) int {
	lit, _ := v.Value.(hujson.Literal)
	n, err := strconv.Atoi(string(lit))
	if err != nil || n < 1 {
		r.fail(v, "expected %s, not %s", expected, kindOf(v))
		return 0
	}
	return n
}

func stringOf(v hujson.Value) (string, bool) {
	lit, ok := v.Value.(hujson.Literal)
	if !ok || lit.Kind() != '"' {
		return "", false
	}
	return lit.String(), true
}

// kindOf describes a value for an error: small ones by their text.
func kindOf(v hujson.Value) string {
	switch x := v.Value.(type) {
	case *hujson.Object:
		return "an object"
	case *hujson.Array:
		return "a list"
	case hujson.Literal:
		if len(x) <= 40 {
			return string(x)
		}
		return "a long text"
	}
	return "nothing"
}

// read decodes a config's value over a base.
func (r *reader) read(v hujson.Value) error {
	// What is extended comes first wherever it stands.
	all := keys()
	if o, ok := v.Value.(*hujson.Object); ok {
		for _, m := range o.Members {
			if name, _ := stringOf(m.Name); name == "extends" {
				readExtends(r, m.Value)
			}
		}
	}
	for i := range all {
		if all[i].name == "extends" {
			all[i].read = func(*reader, hujson.Value) {}
		}
	}
	r.object(v, all)
	r.config.layers = append(r.config.layers, r.overrides...)
	return errors.Join(r.errs...)
}

// packageKey finds the value of "asynclint" in a package.json, nil if it has
// none. The text need not be valid otherwise than as JSON.
func packageKey(text []byte) bool {
	var p struct {
		Asynclint json.RawMessage `json:"asynclint"`
	}
	return json.Unmarshal(text, &p) == nil && p.Asynclint != nil
}

func toSlash(p string) string { return filepath.ToSlash(p) }
