package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/position"
)

// frames is the format for people at a terminal: each finding with its code.
//
//	src/import.ts:12:3: warning: `rows.filter` keeps … [cpubound]
//	  11 │ export async function load(rows: Row[]) {
//	  12 │   return rows.filter(isOpen)
//	     │          ^^^^^^^^^^^^^^^^^^^
//	  measured: 12 ms at n=1,000, …
//	  https://…/cpubound.md
type frames struct{}

// The widths that frames keep to, in columns.
const (
	tabWidth  = 4
	codeWidth = 120 // longer lines are cropped around the finding
)

func (frames) Write(w io.Writer, in *Input) error {
	out := bufio.NewWriter(w)
	p := paint{in.Color}
	for i, f := range in.Result.Findings {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(out, "%s: %s: %s %s\n", p.bold(location(f.Path, f.Range.Start)), p.severity(f.Severity), Printable(f.Message), p.faint("["+f.Rule+"]"))
		in.frame(out, p, f.Path, f.Range, f.Severity)
		if e := Evidence(f.Measurement); e != "" {
			fmt.Fprintf(out, "  %s\n", p.measured(Printable(e)))
			if len(f.Measurement.Stubs) > 0 {
				fmt.Fprintf(out, "  %s\n", p.faint("replaced to run it: "+Printable(strings.Join(f.Measurement.Stubs, ", "))))
			}
		}
		for _, r := range f.Related {
			fmt.Fprintf(out, "  %s: %s\n", location(r.Path, r.Range.Start), Printable(r.Message))
			in.frame(out, p, r.Path, r.Range, finding.Info)
		}
		for _, x := range f.Fixes {
			flag := "--fix-suggestions"
			if x.Safe {
				flag = "--fix"
			}
			fmt.Fprintf(out, "  fix: %s %s\n", Printable(x.Message), p.faint("("+flag+")"))
		}
		if f.URL != "" {
			fmt.Fprintf(out, "  %s\n", p.faint(f.URL))
		}
	}
	return out.Flush()
}

func location(path string, p finding.Position) string {
	if p.Line == 0 {
		return Printable(path)
	}
	return fmt.Sprintf("%s:%d:%d", Printable(path), p.Line, p.Column)
}

// frame writes the line of a range, the one before it, and carets below.
func (in *Input) frame(out *bufio.Writer, p paint, path string, r finding.Range, s finding.Severity) {
	t := in.table(path)
	if t == nil || r.Start.Line < 1 || r.Start.Line > t.Lines() {
		return
	}
	line := r.Start.Line
	digits := len(fmt.Sprint(line))
	row := func(label string, code string) {
		fmt.Fprintf(out, "  %s%s\n", p.faint(fmt.Sprintf("%*s │", digits, label)), strings.TrimRight(" "+code, " "))
	}
	from, to := caretColumns(t, r)
	skip := 0
	if to > codeWidth { // keep some code before the finding
		skip = max(from-codeWidth/4, 0)
	}
	if before, _ := columns(t.Line(line - 1)); line > 1 && strings.TrimSpace(before) != "" {
		row(fmt.Sprint(line-1), crop(before, skip))
	}
	code, _ := columns(t.Line(line))
	row(fmt.Sprint(line), crop(code, skip))
	to = min(to, skip+codeWidth)
	if skip > 0 {
		from, to = from+1, to+1 // the mark of what was cropped
	}
	carets := strings.Repeat(" ", from-skip) + p.caret(s, strings.Repeat("^", max(to-from, 1)))
	if r.End.Line > line && (r.End.Line > line+1 || r.End.Column > 1) {
		carets += p.faint(fmt.Sprintf(" … to line %d", r.End.Line))
	}
	row("", carets)
}

// caretColumns are the screen columns, from 0, of a range on its first line.
func caretColumns(t *position.Table, r finding.Range) (from, to int) {
	text := t.Line(r.Start.Line)
	at := func(column int) int { return min(max(column-1, 0), len(text)) }
	_, from = columns(text[:at(r.Start.Column)])
	end := len(text)
	if r.End.Line == r.Start.Line {
		end = at(r.End.Column)
	}
	_, to = columns(text[:end])
	return from, max(to, from+1)
}

// columns renders a line for the screen and counts its columns: tabs become
// spaces, control characters symbols; wide characters take two columns,
// combining ones none.
func columns(line []byte) (text string, width int) {
	var b strings.Builder
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		line = line[size:]
		switch {
		case r == '\t':
			n := tabWidth - width%tabWidth
			b.WriteString(strings.Repeat(" ", n))
			width += n
		case r == '\ufeff':
		case r < 0x20:
			b.WriteRune(0x2400 + r) // the symbol for it
			width++
		case unprintable(r):
			b.WriteRune(unicode.ReplacementChar)
			width++
		default:
			b.WriteRune(r)
			width += runeWidth(r)
		}
	}
	return b.String(), width
}

// wide are the characters that take two columns, as Unicode's East Asian Width
// property has them, in coarse blocks.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1}, {Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, {Lo: 0xff00, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1}, {Lo: 0x1f900, Hi: 0x1faff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1}},
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// crop leaves out the first columns of a line and what is too far right.
func crop(code string, skip int) string {
	var b strings.Builder
	column, cropped := 0, false
	for _, r := range code {
		switch {
		case column < skip:
		case column < skip+codeWidth:
			b.WriteRune(r)
		default:
			cropped = true
		}
		column += runeWidth(r)
	}
	out := b.String()
	if skip > 0 {
		out = "…" + out
	}
	if cropped {
		out += "…"
	}
	return out
}

// paint colours texts, or leaves them alone.
type paint struct{ on bool }

func (p paint) with(code, s string) string {
	if !p.on || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// severityColours are the ANSI codes by severity.
var severityColours = []string{finding.Off: "2", finding.Hint: "36", finding.Info: "34", finding.Warning: "33", finding.Error: "31"}

func (p paint) bold(s string) string  { return p.with("1", s) }
func (p paint) faint(s string) string { return p.with("2", s) }
func (p paint) severity(s finding.Severity) string {
	return p.with("1;"+severityColour(s), s.String())
}
func (p paint) caret(s finding.Severity, text string) string { return p.with(severityColour(s), text) }
func (p paint) measured(s string) string                     { return p.with("35", s) }

func severityColour(s finding.Severity) string {
	return severityColours[max(0, min(int(s), len(severityColours)-1))]
}
