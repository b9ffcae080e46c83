// Package report turns a run's result into text, one file of this package per
// format.
//
// A format sees findings, the texts they speak of and what the catalogue says
// about rules; it decides nothing. Findings come sorted. Positions arrive in
// bytes and are converted here, and only here, for formats that count UTF-16.
// Errors of the run are the caller's to print on the error stream; only formats
// that have a place for them (json, sarif, vet-json, junit, github) hold them.
package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
	"github.com/asynclint/asynclint/internal/rulename"
)

// Input is what a format writes.
type Input struct {
	Version string // of the tool
	Dir     string // working directory, absolute
	Result  finding.Result
	Rules   []Rule // of the catalogue; findings may name others
	// Source returns the text of a file by a finding's path. An error means that
	// the text is not to be had; formats then do without.
	Source func(path string) ([]byte, error)
	Color  bool // whether escape sequences are welcome

	tables map[string]*position.Table
}

// Rule is what formats say about a rule.
type Rule struct {
	Name    string
	Summary string
	Help    string // Markdown
	URL     string
	Level   finding.Severity
	Groups  []string
}

// Format writes one form of output. Implementations keep no state.
type Format interface {
	Write(w io.Writer, in *Input) error
}

// formats are all formats, in the order of the documentation.
var formats = []struct {
	name   string
	format Format
}{
	{"default", frames{}},
	{"line", lines{}},
	{"gopls", gopls{}},
	{"json", jsonFormat{}},
	{"vet-json", vetJSON{}},
	{"sarif", sarif{}},
	{"github", github{}},
	{"gitlab", gitlab{}},
	{"junit", junit{}},
	{"checkstyle", checkstyle{}},
}

// Names lists the formats.
func Names() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Lookup finds a format by name; the error names the nearest one.
func Lookup(name string) (Format, error) {
	for _, f := range formats {
		if f.name == name {
			return f.format, nil
		}
	}
	if near := rulename.Nearest(name, Names()); near != "" {
		return nil, fmt.Errorf("unknown format %q; did you mean %q?", name, near)
	}
	return nil, fmt.Errorf("unknown format %q; use one of %s", name, strings.Join(Names(), ", "))
}

// table is the line table of a file, nil if its text cannot be had.
func (in *Input) table(path string) *position.Table {
	if t, ok := in.tables[path]; ok {
		return t
	}
	if in.tables == nil {
		in.tables = map[string]*position.Table{}
	}
	var t *position.Table
	if in.Source != nil {
		if text, err := in.Source(path); err == nil {
			t = position.New(text)
		}
	}
	in.tables[path] = t
	return t
}

// utf16 returns line and column, both from 1, the column in UTF-16 units. It
// falls back to bytes where the text cannot be had.
func (in *Input) utf16(path string, p finding.Position) (line, column int) {
	t := in.table(path)
	if t == nil || p.Offset > len(t.Text()) {
		return p.Line, p.Column
	}
	line, units := t.UTF16(p.Offset)
	return line, units + 1
}

// abs is the absolute path of a finding's file.
func (in *Input) abs(path string) string {
	if filepath.IsAbs(filepath.FromSlash(path)) {
		return filepath.FromSlash(path)
	}
	return filepath.Join(in.Dir, filepath.FromSlash(path))
}

// fingerprints name findings so that the same one is known again after lines
// were added above it: by rule, path, the text of its line, and its number among
// those alike. They are parallel to the findings.
func (in *Input) fingerprints() []string {
	out := make([]string, len(in.Result.Findings))
	seen := map[string]int{}
	for i, f := range in.Result.Findings {
		text := ""
		if t := in.table(f.Path); t != nil {
			text = strings.Join(strings.Fields(string(t.Line(f.Range.Start.Line))), " ")
		}
		key := f.Rule + "\x00" + f.Path + "\x00" + text
		sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(seen[key])))
		seen[key]++
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

// Printable makes a text fit for one line of a terminal: control characters,
// which could move its cursor or break the line, and bytes that are no UTF-8,
// which some terminals take for control characters, are shown as escapes.
func Printable(s string) string { return escaped(s, unprintable) }

// escaped shows the runes that are bad, and bytes that are no UTF-8, as Go's
// string literals do.
func escaped(s string, bad func(rune) bool) string {
	if strings.IndexFunc(s, bad) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case bad(r):
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// unprintable reports control characters and those that end lines or reorder
// text.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
