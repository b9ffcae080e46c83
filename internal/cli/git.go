package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/jsparse"
)

// git runs git in the working directory and returns what it prints.
func (a *app) git(args ...string) ([]byte, error) {
	cmd := exec.CommandContext(a.ctx, "git", args...)
	cmd.Dir = a.Dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is needed for --changed and --staged, but is not installed")
	}
	first, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
	return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(first, "fatal: "))
}

// list runs a git command that prints paths, relative to the working directory
// and ended by NUL.
func (a *app) list(args ...string) ([]string, error) {
	out, err := a.git(args...)
	if err != nil {
		return nil, err
	}
	var paths []string
	for p := range strings.SplitSeq(string(out), "\x00") {
		if p != "" && !strings.HasSuffix(p, "/") { // a folder is a repository within this one
			paths = append(paths, a.abs(filepath.FromSlash(p)))
		}
	}
	return paths, nil
}

// revision moves the revision of `--changed REF` out of the paths, where the
// parser left it: a flag with an optional value takes it only behind "=". What
// exists as a path is one.
func (a *app) revision(o *lintOptions, paths []string) []string {
	if o.changed != headRevision || len(paths) == 0 {
		return paths
	}
	if _, err := os.Lstat(a.abs(paths[0])); err == nil || strings.HasPrefix(paths[0], "-") {
		return paths
	}
	if _, err := a.git("rev-parse", "--verify", "--quiet", strings.TrimSuffix(paths[0], "...")+"^{commit}"); err != nil {
		return paths
	}
	o.changed = paths[0]
	return paths[1:]
}

// headRevision is what --changed compares with unless it is told otherwise.
const headRevision = "HEAD"

// changed limits a request to files that differ from a revision, or that git
// does not know yet. "REF..." stands for the commit at which HEAD left REF.
func (a *app) changed(req *driver.Request, ref string) error {
	if strings.HasPrefix(ref, "-") {
		return fmt.Errorf("--changed %q is no revision", ref)
	}
	if base, ok := strings.CutSuffix(ref, "..."); ok {
		out, err := a.git("merge-base", base, headRevision)
		if err != nil {
			return fmt.Errorf("--changed %s: git knows no commit that %s and HEAD have in common; a shallow clone lacks history: %w", ref, base, err)
		}
		ref = strings.TrimSpace(string(out))
	}
	tracked, err := a.list("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--ignore-submodules=all", "--relative", ref, "--")
	if err != nil {
		return err
	}
	fresh, err := a.list("ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return err
	}
	return a.only(req, append(tracked, fresh...))
}

// staged limits a request to what is staged. Where the work tree differs from
// what is staged, the staged text counts.
func (a *app) staged(req *driver.Request) error {
	files, err := a.list("diff", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--ignore-submodules=all", "--relative", "--")
	if err != nil {
		return err
	}
	if err := a.only(req, files); err != nil {
		return err
	}
	differ, err := a.list("diff", "--name-only", "-z", "--no-renames", "--relative", "--")
	if err != nil {
		return err
	}
	partly := map[string]bool{}
	for _, p := range differ {
		partly[p] = true
	}
	for _, p := range req.Patterns {
		if !partly[p] {
			continue
		}
		rel, err := filepath.Rel(a.Dir, p)
		if err != nil {
			return err
		}
		text, err := a.git("show", ":./"+filepath.ToSlash(rel))
		if err != nil {
			return err
		}
		if req.Overlay == nil {
			req.Overlay = map[string][]byte{}
		}
		req.Overlay[p] = text
	}
	return nil
}

// only makes source files the request's patterns, as far as they lie in those
// given. A path that does not exist is an error, as it is without git.
func (a *app) only(req *driver.Request, files []string) error {
	patterns := req.Patterns
	for _, p := range patterns {
		if _, err := os.Lstat(a.abs(strings.TrimSuffix(p, "..."))); err != nil && !strings.ContainsAny(p, "*?[{") {
			return fmt.Errorf("%s: no such file or folder", p)
		}
	}
	req.Patterns = []string{}
	for _, file := range files {
		if (strings.HasSuffix(file, ".go") || jsparse.IsSource(file)) && (len(patterns) == 0 || a.within(patterns, file)) {
			req.Patterns = append(req.Patterns, file)
		}
	}
	return nil
}

// within reports whether a file, absolute, is what one of the patterns names:
// a file, a folder above it, or a glob.
func (a *app) within(patterns []string, file string) bool {
	file = filepath.ToSlash(file)
	for _, p := range patterns {
		p = filepath.ToSlash(a.abs(strings.TrimSuffix(strings.TrimSuffix(p, "..."), "/")))
		if file == p || strings.HasPrefix(file, strings.TrimSuffix(p, "/")+"/") || doublestar.MatchUnvalidated(p, file) {
			return true
		}
	}
	return false
}
