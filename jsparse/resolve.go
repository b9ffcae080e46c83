package jsparse

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	bridge "github.com/evanw/esbuild/asynclintbridge"
)

// Package is what a package.json says.
type Package struct {
	Dir          string // absolute
	Name         string
	Type         string   // "module", "commonjs" or empty
	Main         string   // entry as written
	Bin          []string // absolute paths
	Engines      map[string]string
	Dependencies map[string]string // of all kinds
	Scripts      map[string]string
}

// sourceExtensions are tried in this order, as TypeScript and bundlers do.
var sourceExtensions = []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte"}

// written maps the extension of a specifier to that of the source it can stand
// for: TypeScript imports "./x.js" and means x.ts.
var written = map[string][]string{".js": {".ts", ".tsx", ".jsx"}, ".jsx": {".tsx"}, ".mjs": {".mts"}, ".cjs": {".cts"}}

type resolved struct {
	path     string
	external string
}

// Resolve finds what a specifier in the module means: a module of the project,
// or the name of something outside. Both are empty if there is nothing.
// Built-in modules of Node bear "node:"; names of packages are without subpath.
func (m *Module) Resolve(spec string, kind EdgeKind) (to *Module, external string) {
	g := m.g
	dir := filepath.Dir(m.Path)
	switch {
	case spec == "":
		return nil, ""
	case strings.HasPrefix(spec, "."):
		p := filepath.Join(dir, filepath.FromSlash(spec))
		if q := g.file(p); q != "" {
			return g.module(q), ""
		}
		if q := g.unbuilt(p); q != "" {
			return g.module(q), ""
		}
		if kind > WorkerQuery { // a process's files are relative to where it was started
			if q := g.file(filepath.Join(g.root, filepath.FromSlash(spec))); q != "" && g.inside(q) {
				return g.module(q), ""
			}
		}
		return nil, ""
	case filepath.IsAbs(spec):
		// A worker's URL, and Vite's imports, are relative to the site's root.
		for _, base := range []string{"", g.root, filepath.Join(g.root, "public"), dir} {
			if p := g.file(filepath.Join(base, filepath.FromSlash(spec))); p != "" && g.inside(p) {
				return g.module(p), ""
			}
		}
		return nil, ""
	}
	if name := builtin(spec); name != "" {
		return nil, name
	}
	if kind > Require { // a file for a thread or process is relative without a dot
		for _, base := range []string{dir, g.root, filepath.Join(g.root, "public")} {
			if p := g.file(filepath.Join(base, filepath.FromSlash(spec))); p != "" {
				return g.module(p), ""
			}
		}
		return nil, ""
	}
	key := dir + "\x00" + spec
	r, ok := g.bare.Load(key)
	if !ok {
		r = g.resolveBare(dir, spec, kind == Require)
		g.bare.Store(key, r)
	}
	res := r.(resolved)
	if res.path != "" {
		return g.module(res.path), ""
	}
	return nil, res.external
}

// resolveBare asks esbuild's resolver, then the workspace's packages, which may
// not be linked.
func (g *Graph) resolveBare(dir, spec string, require bool) resolved {
	g.resOnce.Do(func() { g.resolver, _ = bridge.NewResolver(g.root) })
	name := packageName(spec)
	if g.resolver != nil {
		if p := g.resolver.Resolve(dir, spec, require); p != "" && IsSource(p) {
			if !strings.Contains(filepath.ToSlash(p), "/node_modules/") && g.inside(p) {
				return resolved{path: p}
			}
			return resolved{external: name}
		}
	}
	g.workOnce.Do(g.findWorkspace)
	if pkg := g.workspace[name]; pkg != nil {
		rest := strings.TrimPrefix(strings.TrimPrefix(spec, name), "/")
		candidates := []string{rest, "src/" + rest, strings.TrimPrefix(rest, "dist/"), strings.TrimPrefix(rest, "lib/")}
		if rest == "" {
			candidates = []string{pkg.Main, "src/index", "index", "src/main", "lib/index"}
		}
		for _, c := range candidates {
			if c == "" {
				continue
			}
			if p := g.file(filepath.Join(pkg.Dir, filepath.FromSlash(c))); p != "" {
				return resolved{path: p}
			}
		}
	}
	return resolved{external: name}
}

// findWorkspace collects the packages that the graph's modules belong to.
func (g *Graph) findWorkspace() {
	g.workspace = map[string]*Package{}
	for _, m := range g.list {
		if p := m.Package(); p != nil && p.Name != "" && g.workspace[p.Name] == nil {
			g.workspace[p.Name] = p
		}
	}
}

// packageName cuts a specifier's subpath: "@a/b/c" is of the package "@a/b".
func packageName(spec string) string {
	parts := strings.SplitN(spec, "/", 3)
	if strings.HasPrefix(spec, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

func (g *Graph) inside(p string) bool {
	rel, err := filepath.Rel(g.root, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// file finds the source file that a path without or with another extension
// means, or a folder's index.
func (g *Graph) file(p string) string {
	dir, base := filepath.Split(p)
	dir = filepath.Clean(dir)
	if q := g.fileIn(dir, base, g.names(dir)); q != "" {
		return q
	}
	if g.hasDir(p) {
		if pkg := g.packageIn(p); pkg != nil && pkg.Main != "" {
			main := filepath.Join(p, filepath.FromSlash(pkg.Main))
			if main != p && filepath.Dir(main) != filepath.Dir(p) {
				if q := g.file(main); q != "" {
					return q
				}
			}
		}
		return g.fileIn(p, "index", g.names(p))
	}
	return ""
}

// fileIn finds the source file of a folder that a name without or with another
// extension means, among those on disk and then among the graph's modules, which
// may be in memory only.
func (g *Graph) fileIn(dir, base string, onDisk map[string]bool) string {
	name := sourceAmong(base, onDisk)
	if name == "" {
		g.memOnce.Do(g.indexFolders)
		if name = sourceAmong(base, g.memory[dir]); name == "" {
			return ""
		}
	}
	return filepath.Join(dir, name)
}

// sourceAmong returns which of a folder's names, folders left out, a name
// without or with another extension means.
func sourceAmong(base string, names map[string]bool) string {
	if len(names) == 0 {
		return ""
	}
	isFile := func(name string) bool {
		isDir, ok := names[name]
		return ok && !isDir
	}
	ext := filepath.Ext(base)
	if _, ok := extensions[ext]; ok && isFile(base) {
		return base
	}
	stem := strings.TrimSuffix(base, ext)
	for _, e := range written[ext] {
		if isFile(stem + e) {
			return stem + e
		}
	}
	for _, e := range sourceExtensions {
		if isFile(base + e) {
			return base + e
		}
	}
	return ""
}

// unbuilt finds the source of a file that a build would make: dist/x is made of
// src/x, if there is no dist.
func (g *Graph) unbuilt(p string) string {
	rel, err := filepath.Rel(g.root, p)
	if err != nil || strings.HasPrefix(rel, "..") {
		return ""
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	for i, name := range parts {
		switch name {
		case "dist", "lib", "build", "out":
		default:
			continue
		}
		above := filepath.Join(g.root, filepath.Join(parts[:i]...))
		if g.hasDir(filepath.Join(above, name)) || !g.hasDir(filepath.Join(above, "src")) {
			return ""
		}
		rest := filepath.Join(parts[i+1:]...)
		for _, candidate := range []string{filepath.Join(above, "src", rest), filepath.Join(above, rest)} {
			if q := g.file(candidate); q != "" {
				return q
			}
		}
		return ""
	}
	return ""
}

func (g *Graph) hasDir(p string) bool {
	return g.names(filepath.Dir(p))[filepath.Base(p)] || len(g.names(p)) > 0
}

// names lists a folder: each name, and whether it is a folder. A folder is read
// once.
func (g *Graph) names(dir string) map[string]bool {
	if v, ok := g.dirs.Load(dir); ok {
		return v.(map[string]bool)
	}
	names := map[string]bool{}
	if entries, err := os.ReadDir(dir); err == nil {
		for _, e := range entries {
			isDir := e.IsDir()
			if e.Type()&os.ModeSymlink != 0 {
				if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil {
					isDir = info.IsDir()
				}
			}
			names[e.Name()] = isDir
		}
	}
	if len(names) == 0 { // perhaps its files are in memory only
		g.memOnce.Do(g.indexFolders)
		names = g.memory[dir]
	}
	v, _ := g.dirs.LoadOrStore(dir, names)
	return v.(map[string]bool)
}

// Inputs returns what has decided so far which module a specifier means: the
// files and folders on disk that were looked at, whether or not they exist.
// Nothing else may use the graph meanwhile.
func (g *Graph) Inputs() (paths []string) {
	g.dirs.Range(func(dir, _ any) bool {
		paths = append(paths, dir.(string))
		return true
	})
	g.packages.Range(func(dir, _ any) bool {
		paths = append(paths, filepath.Join(dir.(string), "package.json"))
		return true
	})
	if g.resolver != nil {
		paths = append(paths, g.resolver.Inputs()...)
	}
	return paths
}

// indexFolders lists the folders of the graph's modules, whether or not they are
// on disk.
func (g *Graph) indexFolders() {
	g.memory = map[string]map[string]bool{}
	for _, m := range g.list {
		isDir := false
		for p := m.Path; ; p = filepath.Dir(p) {
			dir := filepath.Dir(p)
			if dir == p || !g.inside(dir) {
				break
			}
			if g.memory[dir] == nil {
				g.memory[dir] = map[string]bool{}
			}
			if _, seen := g.memory[dir][filepath.Base(p)]; seen {
				break
			}
			g.memory[dir][filepath.Base(p)] = isDir
			isDir = true
		}
	}
}

// Package returns the nearest package.json at or above the module, up to the
// project's folder; nil if there is none.
func (m *Module) Package() *Package {
	for dir := filepath.Dir(m.Path); ; dir = filepath.Dir(dir) {
		if p := m.g.packageIn(dir); p != nil {
			return p
		}
		if dir == m.g.root || filepath.Dir(dir) == dir {
			return nil
		}
	}
}

func (g *Graph) packageIn(dir string) *Package {
	if v, ok := g.packages.Load(dir); ok {
		return v.(*Package)
	}
	v, _ := g.packages.LoadOrStore(dir, g.readPackage(dir))
	return v.(*Package)
}

// readPackage reads a package.json; a broken one counts as an empty one.
func (g *Graph) readPackage(dir string) *Package {
	text, err := g.read(filepath.Join(dir, "package.json"))
	if err != nil {
		return nil
	}
	var raw struct {
		Name, Type, Main string
		Bin              json.RawMessage
		Engines          map[string]string
		Scripts          map[string]string
		Dependencies     map[string]string
		Dev              map[string]string `json:"devDependencies"`
		Peer             map[string]string `json:"peerDependencies"`
	}
	p := &Package{Dir: dir}
	// Fields of a wrong type are left out; the others are still set.
	_ = json.Unmarshal([]byte(strings.TrimPrefix(text, "\uFEFF")), &raw)
	p.Name, p.Type, p.Main, p.Engines, p.Scripts = raw.Name, raw.Type, raw.Main, raw.Engines, raw.Scripts
	p.Dependencies = map[string]string{}
	for _, list := range []map[string]string{raw.Peer, raw.Dev, raw.Dependencies} {
		for k, v := range list {
			p.Dependencies[k] = v
		}
	}
	var one string
	many := map[string]string{}
	if json.Unmarshal(raw.Bin, &one) == nil && one != "" {
		many[""] = one
	} else {
		_ = json.Unmarshal(raw.Bin, &many)
	}
	for _, b := range many {
		p.Bin = append(p.Bin, filepath.Join(dir, filepath.FromSlash(b)))
	}
	slices.Sort(p.Bin)
	return p
}

// builtin returns a built-in module of Node by its name with "node:", or "".
func builtin(spec string) string {
	name := strings.TrimPrefix(spec, "node:")
	first, _, _ := strings.Cut(name, "/")
	if slices.Contains(builtins, first) && (name == first || first == "fs" || first == "stream" || first == "timers" || first == "dns" || first == "readline" || first == "util" || first == "path" || first == "assert") || strings.HasPrefix(spec, "node:") {
		switch name {
		case "fs/promises":
			return "node:fs.promises"
		case "timers/promises", "stream/promises", "dns/promises", "readline/promises":
			return "node:" + strings.Replace(name, "/", ".", 1)
		}
		return "node:" + name
	}
	return ""
}

// builtins of Node 20: https://nodejs.org/docs/latest-v20.x/api/.
var builtins = []string{
	"assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto", "dgram", "diagnostics_channel",
	"dns", "domain", "events", "fs", "http", "http2", "https", "inspector", "module", "net", "os", "path", "perf_hooks", "process",
	"punycode", "querystring", "readline", "repl", "stream", "string_decoder", "sys", "test", "timers", "tls", "trace_events", "tty",
	"url", "util", "v8", "vm", "wasi", "worker_threads", "zlib",
}
