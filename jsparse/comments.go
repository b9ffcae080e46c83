package jsparse

import "strings"

// Comment is a comment of the source, its delimiters included.
type Comment struct {
	Start, End int // byte range
}

// Comments returns the file's comments in source order. The parser keeps none,
// so the text is scanned on the first call; regular expressions and JSX text,
// which only a parser can tell from other tokens, are taken from the tree.
func (f *File) Comments() []Comment {
	f.commentsOnce.Do(func() {
		if strings.Contains(f.code, "//") || strings.Contains(f.code, "/*") {
			s := commentScanner{src: f.code}
			for c := range f.Root().Preorder(RegExpLit, JSXText, StringLit) {
				if c.Kind() != StringLit || c.Edge() == EdgeValue && c.Parent().Edge() == EdgeName {
					s.opaque = append(s.opaque, Comment{c.Start(), c.End()})
				}
			}
			s.scan()
			f.comments = s.found
		}
	})
	return f.comments
}

// CommentText returns a comment's text without its delimiters, trimmed.
func (f *File) CommentText(c Comment) string {
	t := f.Text[c.Start:c.End]
	if strings.HasPrefix(t, "/*") {
		return strings.TrimSpace(strings.TrimSuffix(t[2:], "*/"))
	}
	return strings.TrimSpace(t[2:])
}

type commentScanner struct {
	src    string
	opaque []Comment // ranges to skip, in order
	found  []Comment
}

func (s *commentScanner) scan() {
	var templates []int // brace depth at which each open template's text goes on
	depth, i := 0, 0
	if strings.HasPrefix(s.src, "#!") {
		i = s.lineEnd(0)
	}
	for i < len(s.src) {
		for len(s.opaque) > 0 && s.opaque[0].End <= i {
			s.opaque = s.opaque[1:]
		}
		if len(s.opaque) > 0 && s.opaque[0].Start == i {
			i = s.opaque[0].End
			continue
		}
		switch c := s.src[i]; c {
		case '"', '\'':
			i = int(skipQuoted(s.src, int32(i)))
			continue
		case '`':
			if i = s.templateText(i + 1); i < len(s.src) && s.src[i-1] == '{' {
				templates = append(templates, depth)
				depth++
			}
			continue
		case '{':
			depth++
		case '}':
			if depth > 0 {
				depth--
			}
			if n := len(templates); n > 0 && templates[n-1] == depth {
				if i = s.templateText(i + 1); i < len(s.src) && s.src[i-1] == '{' {
					depth++
				} else {
					templates = templates[:n-1]
				}
				continue
			}
		case '/':
			if strings.HasPrefix(s.src[i:], "//") {
				end := s.lineEnd(i)
				s.found = append(s.found, Comment{i, end})
				i = end
				continue
			}
			if strings.HasPrefix(s.src[i:], "/*") {
				end := len(s.src)
				if at := strings.Index(s.src[i+2:], "*/"); at >= 0 {
					end = i + 2 + at + 2
				}
				s.found = append(s.found, Comment{i, end})
				i = end
				continue
			}
		}
		i++
	}
}

// templateText moves behind the "${" or the backtick that ends template text.
func (s *commentScanner) templateText(i int) int {
	for ; i < len(s.src); i++ {
		switch s.src[i] {
		case '\\':
			i++
		case '`':
			return i + 1
		case '$':
			if i+1 < len(s.src) && s.src[i+1] == '{' {
				return i + 2
			}
		}
	}
	return len(s.src)
}

func (s *commentScanner) lineEnd(i int) int {
	at := strings.IndexByte(s.src[i:], '\n')
	if at < 0 {
		return len(s.src)
	}
	if at > 0 && s.src[i+at-1] == '\r' {
		at--
	}
	return i + at
}
