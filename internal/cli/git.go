package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/asynclint/asynclint/internal/driver"
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
		if p != "" {
			paths = append(paths, a.abs(filepath.FromSlash(p)))
		}
	}
	return paths, nil
}

// changed limits a request to files that differ from a revision, or that git
// does not know yet.
func (a *app) changed(req *driver.Request, ref string) error {
	if strings.HasPrefix(ref, "-") {
		return fmt.Errorf("--changed %q is no revision", ref)
	}
	tracked, err := a.list("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--relative", ref, "--")
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
	files, err := a.list("diff", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--relative", "--")
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

// only makes files the request's patterns, as far as they lie in those given.
func (a *app) only(req *driver.Request, files []string) error {
	patterns := req.Patterns
	req.Patterns = []string{}
	for _, file := range files {
		in := len(patterns) == 0
		for _, p := range patterns {
			p = filepath.ToSlash(a.abs(strings.TrimSuffix(strings.TrimSuffix(p, "..."), "/")))
			if slashed := filepath.ToSlash(file); slashed == p || strings.HasPrefix(slashed, strings.TrimSuffix(p, "/")+"/") || doublestar.MatchUnvalidated(p, slashed) {
				in = true
			}
		}
		if in {
			req.Patterns = append(req.Patterns, file)
		}
	}
	return nil
}
