package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/tailscale/hujson"

	"github.com/asynclint/asynclint/internal/rulename"
)

// FileNames are the names that a config can have, the preferred one first. In
// package.json it is the value of the key "asynclint".
var FileNames = []string{"asynclint.json", "asynclint.jsonc", ".asynclintrc.json", ".asynclintrc.jsonc", "package.json"}

// Options say where a Resolver looks.
type Options struct {
	Dir  string // working directory, absolute: errors name files relative to it
	File string // this config for every file, absolute or relative to Dir; "" looks for one
	// Names are the rules and groups that exist; nil accepts any name.
	Names *rulename.Set
	// None ignores all configs.
	None bool
	// ReadFile reads a file; nil is os.ReadFile.
	ReadFile func(path string) ([]byte, error)
}

// Resolver finds the config of each file, and what is left out. It reads each
// file once and is safe for concurrent use. The nil Resolver has no config and
// leaves nothing out.
type Resolver struct {
	opts Options
	git  *gitignore

	reads sync.Map // paths that were asked for

	mu    sync.Mutex
	byDir map[string]*loaded
	files map[string]*loaded
	errs  []error
}

type loaded struct {
	config *Config
	err    error
}

// NewResolver makes a resolver. Nothing is read before the first question.
func NewResolver(opts Options) *Resolver {
	if opts.ReadFile == nil {
		opts.ReadFile = os.ReadFile
	}
	r := &Resolver{byDir: map[string]*loaded{}, files: map[string]*loaded{}}
	read := opts.ReadFile
	opts.ReadFile = func(path string) ([]byte, error) {
		r.reads.Store(path, nil)
		return read(path)
	}
	r.opts, r.git = opts, newGitignore(opts.Dir, opts.ReadFile)
	return r
}

// Inputs returns what the answers so far rest on: the files that were read or
// looked for, and the folders that were asked whether a repository begins there.
// Together with the Options, they decide every answer.
func (r *Resolver) Inputs() (files, folders []string) {
	if r == nil {
		return nil, nil
	}
	r.reads.Range(func(path, _ any) bool {
		files = append(files, path.(string))
		return true
	})
	r.git.mu.Lock()
	defer r.git.mu.Unlock()
	for dir := range r.git.folders {
		folders = append(folders, dir)
	}
	return files, folders
}

// Key tells resolvers with different Options apart.
func (r *Resolver) Key() string {
	if r == nil {
		return "none"
	}
	return fmt.Sprintf("%q %q %v", r.opts.Dir, r.opts.File, r.opts.None)
}

// For returns the config of a file, an absolute path; the file need not exist.
// An error is about the config, names file and place, and is the same for all
// files that the config is for. The Config is never nil.
func (r *Resolver) For(path string) (*Config, error) { return r.ForDir(filepath.Dir(path)) }

// ForDir is For for the files of a folder.
func (r *Resolver) ForDir(dir string) (*Config, error) {
	if r == nil || r.opts.None {
		return &Config{}, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var l *loaded
	if r.opts.File != "" {
		file := r.opts.File
		if !filepath.IsAbs(file) {
			file = filepath.Join(r.opts.Dir, file)
		}
		l = r.load(file)
	} else {
		l = r.find(dir)
	}
	return l.config, l.err
}

// Err joins the errors of all configs that were read so far.
func (r *Resolver) Err() error {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.errs...)
}

// find looks for the config of a folder, upward.
func (r *Resolver) find(dir string) *loaded {
	if l := r.byDir[dir]; l != nil {
		return l
	}
	l := r.inFolder(dir)
	if l == nil {
		if parent := filepath.Dir(dir); parent != dir {
			l = r.find(parent)
		} else {
			l = &loaded{config: &Config{names: r.opts.Names}}
		}
	}
	r.byDir[dir] = l
	return l
}

// InFolder names the config file that stands in a folder; "" if there is none
// that can be read.
func (r *Resolver) InFolder(dir string) string {
	if found, err := r.namesIn(dir); err == nil && len(found) > 0 {
		return found[0]
	}
	return ""
}

// namesIn lists the config files of a folder.
func (r *Resolver) namesIn(dir string) (found []string, err error) {
	for _, name := range FileNames {
		path := filepath.Join(dir, name)
		text, err := r.opts.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrPermission):
			return nil, &Error{Path: r.show(path), Message: "cannot be read: permission denied"}
		case err == nil && (name != "package.json" || packageKey(text)):
			found = append(found, name)
		}
	}
	return found, nil
}

// inFolder loads the config that stands in a folder, nil if there is none.
func (r *Resolver) inFolder(dir string) *loaded {
	found, err := r.namesIn(dir)
	switch {
	case err != nil:
		return r.note(&loaded{config: &Config{}, err: err})
	case len(found) == 0:
		return nil
	case len(found) == 1:
		return r.load(filepath.Join(dir, found[0]))
	}
	return r.note(&loaded{config: &Config{}, err: &Error{Path: r.show(filepath.Join(dir, found[0])),
		Message: fmt.Sprintf("%s holds a config, too; keep one of them", strings.Join(found[1:], " and "))}})
}

func (r *Resolver) note(l *loaded) *loaded {
	if l.err != nil {
		r.errs = append(r.errs, l.err)
	}
	return l
}

// load reads one config file, once.
func (r *Resolver) load(path string) *loaded {
	if l := r.files[path]; l != nil {
		return l
	}
	c := &Config{Path: path, names: r.opts.Names}
	l := &loaded{config: c}
	if err := r.readInto(c, path, filepath.Dir(path), nil); err != nil {
		l.config, l.err = &Config{}, err
	}
	r.files[path] = l
	return r.note(l)
}

// readInto reads a file over what the config holds already. Globs are relative
// to dir; chain are the files that are being read, the outermost first.
func (r *Resolver) readInto(c *Config, path, dir string, chain []string) error {
	text, err := r.opts.ReadFile(path)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return &Error{Path: r.show(path), Message: "cannot be read: " + err.Error()}
	}
	v, table, err := parseText(path, r.show(path), text)
	if err != nil {
		return err
	}
	if filepath.Base(path) == "package.json" {
		if v, err = asynclintOf(v, r.show(path)); err != nil {
			return err
		}
	}
	chain = append(slices.Clone(chain), path)
	rd := &reader{dir: toSlash(dir), shown: r.show(path), table: table, names: r.opts.Names, config: c}
	rd.extend = func(spec string) error {
		base, err := r.locate(spec, filepath.Dir(path))
		if err != nil {
			return err
		}
		if i := slices.Index(chain, base); i >= 0 {
			var names []string
			for _, p := range append(chain[i:], base) {
				names = append(names, r.show(p))
			}
			return fmt.Errorf("goes in a circle: %s", strings.Join(names, " → "))
		}
		baseDir := filepath.Dir(base)
		if strings.Contains(toSlash(base), "/node_modules/") {
			baseDir = dir // a package's globs speak of its users' files
		}
		if err := r.readInto(c, base, baseDir, chain); err != nil {
			return fmt.Errorf("\n  %w", err)
		}
		c.Extends = append(c.Extends, base)
		return nil
	}
	return rd.read(v)
}

// asynclintOf takes the config's part of a package.json.
func asynclintOf(v hujson.Value, shown string) (hujson.Value, error) {
	if o, ok := v.Value.(*hujson.Object); ok {
		for _, m := range o.Members {
			if name, _ := stringOf(m.Name); name == "asynclint" {
				return m.Value, nil
			}
		}
	}
	return hujson.Value{}, &Error{Path: shown, Message: `has no key "asynclint"`}
}

// locate finds the file that an "extends" names: a path relative to the folder,
// or a package in node_modules, with the file in it or its asynclint.json.
func (r *Resolver) locate(spec, dir string) (string, error) {
	exists := func(path string) bool {
		_, err := r.opts.ReadFile(path)
		return err == nil
	}
	if strings.HasPrefix(spec, ".") || filepath.IsAbs(spec) {
		path := spec
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, filepath.FromSlash(spec))
		}
		if !exists(path) {
			return "", fmt.Errorf("%s cannot be read", r.show(path))
		}
		return path, nil
	}
	for d := dir; ; d = filepath.Dir(d) {
		base := filepath.Join(d, "node_modules", filepath.FromSlash(spec))
		for _, path := range []string{base, filepath.Join(base, "asynclint.json")} {
			if exists(path) {
				return path, nil
			}
		}
		if filepath.Dir(d) == d {
			return "", fmt.Errorf("no such package in node_modules; a file beside this one is written %q", "./"+spec)
		}
	}
}

// show names a path as errors do.
func (r *Resolver) show(path string) string {
	if rel, err := filepath.Rel(r.opts.Dir, path); err == nil && r.opts.Dir != "" && !strings.HasPrefix(rel, filepath.Join("..", "..", "..")) {
		return toSlash(rel)
	}
	return toSlash(path)
}

// Ignored reports whether a file or folder, an absolute path, is left out: by
// .gitignore or by the "ignore" of the config that applies to it. A path below
// a folder that is left out is left out, too.
func (r *Resolver) Ignored(path string, isDir bool) bool { return r.WhyIgnored(path, isDir) != "" }

// WhyIgnored names what leaves a path out, as ".gitignore" or the place of a
// config's glob, asynclint.json:3:13; "" if nothing does.
func (r *Resolver) WhyIgnored(path string, isDir bool) string {
	if r == nil {
		return ""
	}
	if r.git.ignored(path, isDir) {
		return ".gitignore"
	}
	dir := filepath.Dir(path)
	if isDir {
		dir = path
	}
	c, err := r.ForDir(dir)
	if err != nil {
		return ""
	}
	if p := c.ignores(toSlash(path)); p != nil {
		return p.at.String()
	}
	if isDir && c.Path != "" && filepath.Dir(c.Path) == path {
		// The folder has a config of its own; its parent's may leave it out.
		if c, err = r.ForDir(filepath.Dir(path)); err == nil {
			if p := c.ignores(toSlash(path)); p != nil {
				return p.at.String()
			}
		}
	}
	return ""
}
