package position

import (
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestByte(t *testing.T) {
	for _, c := range []struct {
		text               string
		offset, line, col  int
		utf16Line, utf16At int
	}{
		{"", 0, 1, 1, 1, 0},
		{"ab\ncd", 3, 2, 1, 2, 0},
		{"ab\ncd", 5, 2, 3, 2, 2},
		{"ab\n", 3, 2, 1, 2, 0},
		{"ab\r\ncd", 4, 2, 1, 2, 0},
		{"ab\r\ncd", 3, 1, 4, 1, 3},
		{"ab\rcd", 3, 2, 1, 2, 0},
		{"\ufeffx", 3, 1, 4, 1, 1},
		{"é = 1", 3, 1, 4, 1, 2},
		{"é", 1, 1, 2, 1, 0}, // inside of the character
		{"😀x", 4, 1, 5, 1, 2},
		{"😀x", 2, 1, 3, 1, 0},
		{"\xff\xfe", 1, 1, 2, 1, 1},
		{"ab", 99, 1, 3, 1, 2},
		{"ab", -1, 1, 1, 1, 0},
	} {
		tab := New([]byte(c.text))
		if l, col := tab.Byte(c.offset); l != c.line || col != c.col {
			t.Errorf("%q at %d: %d:%d, want %d:%d", c.text, c.offset, l, col, c.line, c.col)
		}
		if l, u := tab.UTF16(c.offset); l != c.utf16Line || u != c.utf16At {
			t.Errorf("%q at %d in UTF-16: %d:%d, want %d:%d", c.text, c.offset, l, u, c.utf16Line, c.utf16At)
		}
	}
}

func TestLine(t *testing.T) {
	tab := New([]byte("a\r\nb\rc\n\nd"))
	for i, want := range []string{"", "a", "b", "c", "", "d", ""} {
		if got := string(tab.Line(i)); got != want {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
	if tab.Lines() != 5 {
		t.Errorf("%d lines", tab.Lines())
	}
}

func TestOffsetUTF16Clamps(t *testing.T) {
	tab := New([]byte("a😀b\r\nxy"))
	for _, c := range []struct{ line, units, want int }{
		{1, 0, 0}, {1, 1, 1}, {1, 2, 1}, {1, 3, 5}, {1, 4, 6}, {1, 99, 6}, {2, 0, 8}, {2, 9, 10}, {3, 0, 10}, {0, 5, 0}, {-1, -1, 0},
	} {
		if got := tab.OffsetUTF16(c.line, c.units); got != c.want {
			t.Errorf("%d:%d is %d, want %d", c.line, c.units, got, c.want)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "😀\n\xff\ufeff", "é\r", "\r\r\n\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tab := New([]byte(s))
		for i := 0; i <= len(s); i++ {
			if l, c := tab.Byte(i); tab.LineStart(l)+c-1 != i {
				t.Fatalf("offset %d became %d:%d", i, l, c)
			}
			l, u := tab.UTF16(i)
			got := tab.OffsetUTF16(l, u)
			_, end := tab.bounds(l)
			if i < len(s) && i < end && utf8.RuneStart(s[i]) && got != i {
				t.Fatalf("offset %d became %d:%d and came back as %d", i, l, u, got)
			}
		}
		if !utf8.ValidString(s) {
			return
		}
		l, u := tab.UTF16(len(s))
		if want := len(utf16.Encode([]rune(s[tab.LineStart(l):]))); u != want {
			t.Fatalf("%d units, want %d", u, want)
		}
	})
}
