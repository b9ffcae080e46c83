package endtoend

import (
	"os"
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

// newUser is a shell's environment in which nothing is installed but what the
// clone's own instructions install. The repository's address leads to the tree
// under test.
func newUser(t *testing.T) (clone string, env []string) {
	t.Helper()
	home := t.TempDir()
	clone = filepath.Join(home, "asynclint")
	run(t, home, "git", "clone", "-q", checkout(t), clone)
	path := strings.Replace(os.Getenv("PATH"), binDir+string(os.PathListSeparator), "", 1)
	env = append(goCaches(t),
		"PATH="+path, "GOPATH="+filepath.Join(home, "go"), "GOBIN=", "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"),
		"PRE_COMMIT_HOME="+filepath.Join(home, "pre-commit"),
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url."+checkout(t)+".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/asynclint/asynclint")
	return clone, env
}

// Every command of the README works in a fresh clone: it ends with findings at
// most, except that go vet fails on them.
func TestREADME(t *testing.T) {
	clone, env := newUser(t)
	env = append(env, "GOBIN="+filepath.Join(clone, "..", "bin"))
	for i, e := range env {
		if strings.HasPrefix(e, "PATH=") {
			env[i] = e + string(os.PathListSeparator) + filepath.Join(clone, "..", "bin")
		}
	}
	n := 0
	for _, block := range commands(read(t, clone, "README.md")) {
		for _, line := range block {
			n++
			out, errOut, code := try(t, clone, env, "bash", "-c", line)
			if code > 1 || strings.Contains(errOut, "no such file") || strings.Contains(errOut, "not found") {
				t.Errorf("%s: exit code %d\n%s%s", line, code, out, errOut)
			}
		}
	}
	if n < 8 {
		t.Errorf("only %d commands", n)
	}
}

// Links of the pages lead somewhere.
func TestLinks(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"docs/start/*.md", "docs/editors/*.md", "docs/design/*.md", "*.md", "npm/*.md"} {
		more, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, more...)
	}
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	for _, page := range pages {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", page, m[1])
			}
		}
	}
}

// The config of docs/setup.md is one.
func TestConfigExample(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "asynclint.jsonc", snippet(t, "docs/setup.md", "asynclint.jsonc"))
	write(t, dir, "base.json", "{}")
	if out := run(t, dir, "asynclint", "config", "print", "test/a.ts"); !strings.Contains(out, "cores: 8") {
		t.Errorf("%s", out)
	}
}
