package endtoend

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// snippet is a fenced block of a page that is introduced by a file's name in
// backquotes:
//
//	In `lefthook.yml`:
//
//	```yaml
//	…
//	```
func snippet(t *testing.T, page, name string) string {
	t.Helper()
	text := read(t, root, filepath.FromSlash(page))
	re := regexp.MustCompile("(?s)`" + regexp.QuoteMeta(name) + "`[^`\n]*:\n\n```[a-z]*\n(.*?)```")
	m := re.FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("%s has no block for %s", page, name)
	}
	return m[1]
}

// commands are the lines of a page's shell blocks.
func commands(text string) (blocks [][]string) {
	for _, m := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(text, -1) {
		var lines []string
		for line := range strings.SplitSeq(m[1], "\n") {
			line, _, _ = strings.Cut(line, " # ")
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
		blocks = append(blocks, lines)
	}
	return blocks
}
