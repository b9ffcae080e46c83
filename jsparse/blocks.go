package jsparse

import (
	"path/filepath"
	"strings"
)

// scriptBlock is a script of a container: the container's text with everything
// else blanked, so that offsets stay.
type scriptBlock struct {
	script Script
	lang   Lang
	code   string
}

// tag is a <script> element of a container.
type tag struct {
	start, end int // of its content
	attrs      string
}

// scriptBlocks returns the scripts of a .vue, .svelte, .astro or .html text.
// The scripts of a Vue or Svelte component share their scope and make one block.
func scriptBlocks(path, text string) []scriptBlock {
	tags := scripts(text)
	switch strings.ToLower(filepath.Ext(path)) {
	case ".vue", ".svelte":
		if len(tags) == 0 {
			return nil
		}
		merged := scriptBlock{script: Script{Start: tags[0].start, End: tags[len(tags)-1].end, Kind: "component"}}
		keep := make([][2]int, len(tags))
		for i, t := range tags {
			keep[i] = [2]int{t.start, t.end}
			merged.lang = max(merged.lang, langOf(t.attrs))
		}
		merged.code = blank(text, keep)
		return []scriptBlock{merged}
	case ".astro":
		var blocks []scriptBlock
		if start, end, ok := frontmatter(text); ok {
			blocks = append(blocks, block(text, start, end, "frontmatter", TSX))
		}
		for _, t := range tags {
			blocks = append(blocks, block(text, t.start, t.end, "script", TS))
		}
		return blocks
	default:
		return singleBlocks(text)
	}
}

// singleBlocks returns each script of a text as a block of its own.
func singleBlocks(text string) (blocks []scriptBlock) {
	for _, t := range scripts(text) {
		blocks = append(blocks, block(text, t.start, t.end, "script", langOf(t.attrs)))
	}
	return blocks
}

func block(text string, start, end int, kind string, lang Lang) scriptBlock {
	return scriptBlock{Script{start, end, kind}, lang, blank(text, [][2]int{{start, end}})}
}

// scripts finds the inline scripts of a text, in order.
func scripts(text string) (list []tag) {
	for i := 0; i < len(text); {
		at := strings.IndexByte(text[i:], '<')
		if at < 0 {
			return list
		}
		i += at
		if strings.HasPrefix(text[i:], "<!--") {
			end := strings.Index(text[i:], "-->")
			if end < 0 {
				return list
			}
			i += end
			continue
		}
		if !hasFoldedPrefix(text[i:], "<script") || i+7 < len(text) && isIdentByte(text[i+7]) || i+7 < len(text) && text[i+7] == '-' {
			i++
			continue
		}
		end := tagEnd(text, i+7)
		if end < 0 {
			return list
		}
		attrs := text[i+7 : end-1]
		if strings.HasSuffix(attrs, "/") {
			i = end
			continue
		}
		stop := end
		for stop < len(text) && !hasFoldedPrefix(text[stop:], "</script") {
			next := strings.IndexByte(text[stop+1:], '<')
			if next < 0 {
				stop = len(text)
				break
			}
			stop += 1 + next
		}
		if isJavaScript(attrs) {
			list = append(list, tag{end, stop, attrs})
		}
		i = stop
		if i < len(text) {
			i++
		}
	}
	return list
}

// tagEnd returns the offset behind a tag's ">", past quoted attributes.
func tagEnd(text string, i int) int {
	for i < len(text) {
		switch text[i] {
		case '"', '\'':
			at := strings.IndexByte(text[i+1:], text[i])
			if at < 0 {
				return -1
			}
			i += at + 1
		case '>':
			return i + 1
		}
		i++
	}
	return -1
}

func hasFoldedPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// attr returns the value of an attribute, in lower case, of a tag's text
// between its name and its end.
func attr(attrs, name string) (value string, ok bool) {
	const space, ends = " \t\r\n\f/", " \t\r\n\f/="
	for rest := strings.TrimLeft(attrs, space); rest != ""; rest = strings.TrimLeft(rest, space) {
		key := rest
		if at := strings.IndexAny(rest[1:], ends); at >= 0 { // a name may start with "="
			key = rest[:1+at]
		}
		rest = strings.TrimLeft(rest[len(key):], " \t\r\n\f")
		value = ""
		if strings.HasPrefix(rest, "=") {
			rest = strings.TrimLeft(rest[1:], " \t\r\n\f")
			switch {
			case rest != "" && (rest[0] == '"' || rest[0] == '\''):
				value, rest, _ = strings.Cut(rest[1:], rest[:1])
			default:
				value = rest
				if at := strings.IndexAny(rest, " \t\r\n\f"); at >= 0 {
					value = rest[:at]
				}
				rest = rest[len(value):]
			}
		}
		if strings.EqualFold(key, name) {
			return strings.ToLower(value), true
		}
	}
	return "", false
}

// isJavaScript reports whether a script element holds a program: not data, a
// template, or another file's.
func isJavaScript(attrs string) bool {
	if _, external := attr(attrs, "src"); external {
		return false
	}
	kind, ok := attr(attrs, "type")
	if !ok {
		return true
	}
	kind, _, _ = strings.Cut(kind, ";") // a charset
	switch strings.TrimSpace(kind) {
	case "", "module", "text/javascript", "application/javascript", "text/babel", "text/typescript", "text/ecmascript", "application/ecmascript":
		return true
	}
	return false
}

func langOf(attrs string) Lang {
	switch lang, _ := attr(attrs, "lang"); lang {
	case "ts", "typescript":
		return TS
	case "tsx":
		return TSX
	}
	return JS
}

// frontmatter finds the code between the first two lines of "---".
func frontmatter(text string) (start, end int, ok bool) {
	lead := len(text) - len(strings.TrimLeft(text, " \t\r\n\uFEFF"))
	if !strings.HasPrefix(text[lead:], "---") {
		return 0, 0, false
	}
	start = lead + 3
	at := strings.Index(text[start:], "\n---")
	if at < 0 {
		return 0, 0, false
	}
	return start, start + at + 1, true
}

// blank returns text with all bytes outside the ranges turned into spaces,
// line ends kept; a semicolon follows each range.
func blank(text string, keep [][2]int) string {
	out := []byte(text)
	at := 0
	wipe := func(to int) {
		for ; at < to; at++ {
			if out[at] != '\n' && out[at] != '\r' {
				out[at] = ' '
			}
		}
	}
	for _, k := range keep {
		wipe(k[0])
		if at = k[1]; at < len(out) { // ends the last statement of the script
			out[at] = ';'
			at++
		}
	}
	wipe(len(out))
	return string(out)
}
