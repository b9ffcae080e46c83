package config

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"

	gitmatch "github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// gitignore answers what git would leave out: by the .gitignore files from the
// repository's root down to the path, and by .git/info/exclude. Outside of a
// repository the files from the working directory down count, so that a tree
// without its .git is linted as the one with it; those further up do not, or a
// home folder's would leave out everything. The user's global file does not
// count: two people should see the same findings.
type gitignore struct {
	dir  string
	read func(string) ([]byte, error)

	mu      sync.Mutex
	folders map[string]*gitFolder
}

// gitFolder is what is known about a folder.
type gitFolder struct {
	root     string // of the repository, or where .gitignore files begin to count; "" if none do
	patterns []gitmatch.Pattern
	matcher  gitmatch.Matcher
	ignored  bool // the folder itself
}

func newGitignore(dir string, read func(string) ([]byte, error)) *gitignore {
	return &gitignore{dir: dir, read: read, folders: map[string]*gitFolder{}}
}

func (g *gitignore) ignored(path string, isDir bool) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if isDir {
		return g.folder(path).ignored
	}
	f := g.folder(filepath.Dir(path))
	return f.ignored || f.match(path, false)
}

// match asks the folder's patterns about a path right below it.
func (f *gitFolder) match(path string, isDir bool) bool {
	if f.root == "" || len(f.patterns) == 0 {
		return false
	}
	rel, err := filepath.Rel(f.root, path)
	if err != nil || rel == "." {
		return false
	}
	return f.matcher.Match(strings.Split(toSlash(rel), "/"), isDir)
}

// folder returns what holds in a folder, which builds on its parent.
func (g *gitignore) folder(dir string) *gitFolder {
	if f := g.folders[dir]; f != nil {
		return f
	}
	f := &gitFolder{}
	if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
		f.root = dir
		f.patterns = g.patterns(filepath.Join(dir, ".git", "info", "exclude"), nil)
	} else if parent := filepath.Dir(dir); parent != dir {
		up := g.folder(parent)
		f.root, f.patterns = up.root, up.patterns
		f.ignored = up.ignored || up.match(dir, true)
	}
	if f.root == "" && dir == g.dir {
		f.root = dir
	}
	if f.root != "" && !f.ignored {
		var domain []string
		if rel, err := filepath.Rel(f.root, dir); err == nil && rel != "." {
			domain = strings.Split(toSlash(rel), "/")
		}
		own := g.patterns(filepath.Join(dir, ".gitignore"), domain)
		f.patterns = append(f.patterns[:len(f.patterns):len(f.patterns)], own...)
	}
	f.matcher = gitmatch.NewMatcher(f.patterns)
	g.folders[dir] = f
	return f
}

// patterns reads the patterns of a file; none if it cannot be read.
func (g *gitignore) patterns(path string, domain []string) []gitmatch.Pattern {
	text, err := g.read(path)
	if err != nil {
		return nil
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	var out []gitmatch.Pattern
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		// Trailing spaces do not count unless they are quoted.
		for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
			line = strings.TrimSuffix(line, " ")
		}
		if line != "" {
			out = append(out, parsePattern(line, domain))
		}
	}
	return out
}

// parsePattern is go-git's, which takes "d/**" to match d itself; to git it is
// what lies below, so that "!d/keep" can bring it back.
func parsePattern(line string, domain []string) gitmatch.Pattern {
	p := gitmatch.ParsePattern(line, domain)
	folder, ok := strings.CutSuffix(line, "/**")
	if !ok || folder == "" || strings.HasPrefix(line, "!") {
		return p
	}
	if !strings.HasPrefix(folder, "**/") {
		folder = "/" + strings.TrimPrefix(folder, "/")
	}
	return below{p, gitmatch.ParsePattern(folder, domain)}
}

// below matches what lies below a folder, but not the folder.
type below struct{ all, folder gitmatch.Pattern }

func (b below) Match(path []string, isDir bool) gitmatch.MatchResult {
	if isDir && b.folder.Match(path, true) != gitmatch.NoMatch && b.folder.Match(path[:len(path)-1], true) == gitmatch.NoMatch {
		return gitmatch.NoMatch
	}
	return b.all.Match(path, isDir)
}
