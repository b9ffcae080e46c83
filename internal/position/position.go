// Package position converts between the ways in which a place in a text is
// named: byte offsets, lines with columns in bytes, and lines with columns in
// UTF-16 code units.
//
// Inside the tool a place is a byte offset. Terminals and compilers count
// columns in bytes from 1; LSP, SARIF and editors written in JavaScript count
// UTF-16 code units. The conversion happens only at the edge, and only here.
//
// A line ends behind "\n", "\r\n" or a lone "\r", as in LSP. A byte order mark
// belongs to line 1 and counts three bytes or one UTF-16 unit. Bytes that are no
// valid UTF-8 count as one unit each.
package position

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// Table answers questions about the places of one text. It is safe for
// concurrent use; the text must not change.
type Table struct {
	text   []byte
	starts []int // offset of each line's first byte; starts[0] is 0
}

// New reads the line structure of a text, in one pass.
func New(text []byte) *Table {
	t := &Table{text: text, starts: make([]int, 1, 1+bytes.Count(text, []byte{'\n'}))}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			t.starts = append(t.starts, i+1)
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// Text is the text that the table describes.
func (t *Table) Text() []byte { return t.text }

// Lines is the number of lines; an empty text has one, as has the empty rest
// behind a final newline.
func (t *Table) Lines() int { return len(t.starts) }

// Line is the text of a line, counted from 1, without its end. Lines that do
// not exist are empty.
func (t *Table) Line(line int) []byte {
	start, end := t.bounds(line)
	return t.text[start:end]
}

// LineStart is the offset of a line's first byte, counted from 1, clamped to
// the text.
func (t *Table) LineStart(line int) int {
	start, _ := t.bounds(line)
	return start
}

// bounds are the offsets of a line's text without its end.
func (t *Table) bounds(line int) (start, end int) {
	if line < 1 {
		return 0, 0
	}
	if line > len(t.starts) {
		return len(t.text), len(t.text)
	}
	start = t.starts[line-1]
	if line == len(t.starts) {
		return start, len(t.text)
	}
	end = t.starts[line] - 1
	if end > start && t.text[end] == '\n' && t.text[end-1] == '\r' {
		end--
	}
	return start, end
}

// Byte returns the line and the column in bytes, both from 1, of an offset.
// Offsets outside of the text are clamped to it.
func (t *Table) Byte(offset int) (line, column int) {
	offset = min(max(offset, 0), len(t.text))
	line = sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > offset })
	return line, offset - t.starts[line-1] + 1
}

// UTF16 returns the line, from 1, and the number of UTF-16 units before the
// offset in it, from 0. An offset inside of a character counts as its start.
func (t *Table) UTF16(offset int) (line, units int) {
	line, column := t.Byte(offset)
	start := t.starts[line-1]
	return line, unitsIn(t.text[start:start+column-1], t.text[start:])
}

// unitsIn counts the UTF-16 units of prefix, which is a prefix of line and may
// end inside of a character.
func unitsIn(prefix, line []byte) int {
	units := 0
	for i := 0; i < len(prefix); {
		r, size := utf8.DecodeRune(line[i:])
		if i+size > len(prefix) {
			break
		}
		units += width(r)
		i += size
	}
	return units
}

func width(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// OffsetUTF16 is the byte offset of a place given as LSP does: line from 1
// (add one to LSP's), UTF-16 units from 0. A place behind the end of its line is
// that line's end, one inside of a surrogate pair is the pair's start; a line
// behind the last is the end of the text.
func (t *Table) OffsetUTF16(line, units int) int {
	start, end := t.bounds(line)
	i := start
	for i < end && units > 0 {
		r, size := utf8.DecodeRune(t.text[i:end])
		if units -= width(r); units < 0 {
			break
		}
		i += size
	}
	return i
}

// OffsetByte is the byte offset of a line and a column in bytes, both from 1,
// clamped to the line.
func (t *Table) OffsetByte(line, column int) int {
	start, end := t.bounds(line)
	return min(start+max(column-1, 0), end)
}
