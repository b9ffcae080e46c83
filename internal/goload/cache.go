package goload

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// The cache remembers a whole run, because even a run without changes would
// otherwise pay for `go list`. An entry holds for as long as
//
//   - the tool, the go command, its environment, the analyzers with their flags,
//     the patterns and the options are the same: that is the entry's name;
//   - every file that was read in a main module, in a module that is replaced by
//     a folder, and every go.mod, go.sum, go.work and vendor/modules.txt has the
//     size and the time of change that it had;
//   - the Go files and folders of the main modules have the names that they had.
//
// Everything else that a run reads is in the module cache, which does not change
// for a given go.sum. A run with errors is not remembered, nor one in which a
// file is so young that it could change again within the clock's resolution.
type cache struct {
	file  string
	began time.Time
}

// tooYoung is more than the resolution of the clocks of common file systems.
const tooYoung = 2 * time.Second

type cacheEntry struct {
	Inputs      []input
	Modules     []string // folders of the main modules
	Names       string   // hash of the names in them
	Diagnostics []Diagnostic
}

// An input is a file that was read, or one whose absence mattered.
type input struct {
	Path string
	Size int64 // -1 if it does not exist
	Time int64 // nanoseconds
}

// openCache returns the cache for a run, or nil if the run cannot be remembered.
func openCache(dir string, patterns []string, analyzers []*analysis.Analyzer, opts Options) *cache {
	if opts.CacheDir == "" || len(opts.Overlay) > 0 {
		return nil
	}
	h := sha256.New()
	if !hashTools(h) {
		return nil
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil
	}
	fmt.Fprintf(h, "dir %q patterns %q tests %v tags %q\n", abs, patterns, opts.Tests, opts.Tags)
	env := slices.DeleteFunc(environment(opts.Env), func(v string) bool {
		return !strings.HasPrefix(v, "GO") && !strings.HasPrefix(v, "CGO_") && !strings.HasPrefix(v, "CC=") && !strings.HasPrefix(v, "PATH=")
	})
	slices.Sort(env)
	fmt.Fprintf(h, "env %q\n", env)
	for _, a := range analyzers {
		fmt.Fprintf(h, "analyzer %s\n", a.Name)
		a.Flags.VisitAll(func(f *flag.Flag) { fmt.Fprintf(h, "flag %s=%q\n", f.Name, f.Value) })
	}
	return &cache{file: filepath.Join(opts.CacheDir, "go-"+hex.EncodeToString(h.Sum(nil))[:40]+".json"), began: time.Now()}
}

// hashTools identifies this program, the go command, and the file with the
// user's settings of the go command.
func hashTools(h hash.Hash) bool {
	self, err := os.Executable()
	if err != nil {
		return false
	}
	goCommand, err := exec.LookPath("go")
	if err != nil {
		return false
	}
	settings := os.Getenv("GOENV")
	if settings == "" {
		if config, err := os.UserConfigDir(); err == nil {
			settings = filepath.Join(config, "go", "env")
		}
	}
	for _, name := range []string{self, goCommand, settings} {
		if real, err := filepath.EvalSymlinks(name); err == nil {
			name = real
		}
		fmt.Fprintf(h, "tool %+v\n", stat(name))
	}
	return true
}

// load returns the findings of the same run at another time, if they hold.
func (c *cache) load() ([]Diagnostic, bool) {
	if c == nil {
		return nil, false
	}
	data, err := os.ReadFile(c.file)
	if err != nil {
		return nil, false
	}
	var e cacheEntry
	if json.Unmarshal(data, &e) != nil || len(e.Inputs) == 0 {
		return nil, false
	}
	for _, in := range e.Inputs {
		if stat(in.Path) != in {
			return nil, false
		}
	}
	if names, err := hashNames(e.Modules); err != nil || names != e.Names {
		return nil, false
	}
	return e.Diagnostics, true
}

// store remembers a run. What goes wrong is not worth telling: the next run
// does the work again.
func (c *cache) store(graphs []*graph, diagnostics []Diagnostic) {
	if c == nil {
		return
	}
	e := cacheEntry{Diagnostics: diagnostics}
	var paths []string
	for _, g := range graphs {
		paths = append(paths, g.inputs...)
		e.Modules = append(e.Modules, g.modules...)
	}
	slices.Sort(e.Modules)
	e.Modules = slices.Compact(e.Modules)
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		in := stat(path)
		if in.Size >= 0 && c.began.Sub(time.Unix(0, in.Time)) < tooYoung {
			return
		}
		e.Inputs = append(e.Inputs, in)
	}
	var err error
	if e.Names, err = hashNames(e.Modules); err != nil || len(e.Modules) == 0 {
		return
	}
	data, err := json.Marshal(e)
	if err != nil {
		return
	}
	writeAtomically(c.file, data)
}

// writeAtomically lets another run see the whole file or none.
func writeAtomically(name string, data []byte) {
	if os.MkdirAll(filepath.Dir(name), 0o777) != nil {
		return
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "go-*.tmp")
	if err != nil {
		return
	}
	_, err = tmp.Write(data)
	if closeErr := tmp.Close(); err != nil || closeErr != nil || os.Rename(tmp.Name(), name) != nil {
		_ = os.Remove(tmp.Name())
	}
}

func stat(path string) input {
	info, err := os.Stat(path)
	if err != nil {
		return input{Path: path, Size: -1}
	}
	return input{Path: path, Size: info.Size(), Time: info.ModTime().UnixNano()}
}

// hashNames hashes the names of the Go files and folders below the modules, as
// far as the go command's patterns can see them.
func hashNames(modules []string) (string, error) {
	h := sha256.New()
	for _, root := range modules {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			name := d.Name()
			if d.IsDir() {
				if path != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "node_modules") {
					return filepath.SkipDir
				}
				_, err = io.WriteString(h, path+"/\n")
			} else if strings.HasSuffix(name, ".go") || name == "go.mod" {
				_, err = io.WriteString(h, path+"\n")
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// noteInputs records which files a run depends on that can change.
func (g *graph) noteInputs(roots []*packages.Package, dir string) {
	local := make(map[string]bool)
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		m := pkg.Module
		if m == nil {
			return
		}
		if m.Main {
			g.modules = append(g.modules, m.Dir)
			local[m.Dir] = true
		}
		if m.Replace != nil && m.Replace.Version == "" && m.Replace.Dir != "" {
			local[m.Replace.Dir] = true
			g.inputs = append(g.inputs, filepath.Join(m.Replace.Dir, "go.mod"))
		}
	})
	slices.Sort(g.modules)
	g.modules = slices.Compact(g.modules)
	for _, m := range g.modules {
		for _, name := range []string{"go.mod", "go.sum", "vendor/modules.txt"} {
			g.inputs = append(g.inputs, filepath.Join(m, filepath.FromSlash(name)))
		}
	}
	if abs, err := filepath.Abs(dir); err == nil { // a go.work may appear anywhere above
		for {
			g.inputs = append(g.inputs, filepath.Join(abs, "go.work"))
			parent := filepath.Dir(abs)
			if parent == abs {
				break
			}
			abs = parent
		}
	}
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		for _, files := range [][]string{pkg.GoFiles, pkg.OtherFiles, pkg.IgnoredFiles} {
			for _, name := range files {
				if isBelow(name, local) {
					g.inputs = append(g.inputs, name)
				}
			}
		}
	})
}

func isBelow(name string, dirs map[string]bool) bool {
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		if dirs[dir] {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}
