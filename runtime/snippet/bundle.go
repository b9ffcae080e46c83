package snippet

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/jsparse"
	"github.com/evanw/esbuild/pkg/api"
)

// Bounds on what one function may drag along.
const (
	maxModules = 400
	maxBytes   = 6 << 20
	maxRefused = 8 // modules that esbuild refuses; each costs another build
)

// lowered lists the syntax that goja does not read; esbuild rewrites it.
var lowered = map[string]bool{
	"async-generator":                 false,
	"for-await":                       false,
	"using":                           false,
	"decorators":                      false,
	"import-meta":                     false,
	"dynamic-import":                  false,
	"import-attributes":               false,
	"hashbang":                        false,
	"regexp-match-indices":            false,
	"regexp-set-notation":             false,
	"regexp-unicode-property-escapes": false,
	"top-level-await":                 true,
	"class-static-blocks":             false,
}

// bundle fills p.Code and p.Stubbed.
func (x *extraction) bundle(p *Program, text string) error {
	b := &bundler{x: x, source: x.module(text), refused: map[string]bool{}, paths: map[string]bool{}, places: map[string]bool{}}
	var code string
	for tries := 0; ; tries++ {
		b.stubs, b.modules, b.bytes = map[string]bool{}, 0, 0
		var err error
		if code, err = b.build(); err == nil {
			break
		}
		// One broken neighbour does not cost the function: it becomes a stub.
		var broken *brokenModule
		if !errors.As(err, &broken) || broken.path == "" || b.refused[broken.path] || tries == maxRefused {
			return fail(ReasonSyntax, "%v", err)
		}
		b.refused[broken.path] = true
	}
	// Decorators are frameworks' and would replace what they decorate by stubs.
	const decorate = "__decorateClass=(decorators,target,key,kind)=>{"
	p.Code = wrap(strings.Replace(code, decorate, decorate+"return target;", 1))
	for s := range b.stubs {
		p.Stubbed = append(p.Stubbed, s)
	}
	sort.Strings(p.Stubbed)
	p.Origin = Origin{Paths: sortedKeys(b.paths), Places: sortedKeys(b.places)}
	return nil
}

// wrap makes a script of bundled module text. With an await at its top level
// the rest of the module comes up in later macrotasks.
func wrap(code string) string {
	if strings.Contains(code, "await") {
		if files, err := jsparse.Parse(nil, "bundle.js", code); err == nil {
			for _, f := range files {
				for c := range f.Root().Preorder(jsparse.Await, jsparse.ForOf) {
					if (c.Is(jsparse.Await) || c.Has(jsparse.FlagAwait)) && !c.Func().Ok() {
						return "(async function () {\n" + code + "\n})().catch(__asynclint_host.error);\n"
					}
				}
			}
		}
	}
	return "(function () {\n" + code + "\n})();\n"
}

// module returns the text of the function's module with the factory. The
// factory comes first, so that it is there even if the module then throws; what
// it uses is resolved when it is called.
func (x *extraction) module(text string) string {
	var b strings.Builder
	b.WriteString(x.workload.text())
	b.WriteString("globalThis.__asynclint_target = function (__env) {\n")
	if names := sortedKeys(x.captured); len(names) > 0 {
		b.WriteString("let { " + strings.Join(names, ", ") + " } = __env;\n")
	}
	for _, l := range x.lifted {
		b.WriteString(l + "\n")
	}
	b.WriteString("return " + text + ";\n};\n")
	if class := x.className(); class != "" && !x.isolated {
		b.WriteString("globalThis.__asynclint_class = function () { return " + class + "; };\n")
	}
	if !x.isolated {
		start, end := 0, len(x.file.Text)
		if x.file.Script.End > 0 {
			start, end = x.file.Script.Start, x.file.Script.End
		}
		body := x.renamed(start, end)
		if strings.HasPrefix(body, "#!") {
			body = "//" + body
		}
		b.WriteString(body)
	}
	return b.String()
}

// bundler is one run of esbuild.
type bundler struct {
	x       *extraction
	source  string
	refused map[string]bool // modules that esbuild does not take, by absolute path

	mu      sync.Mutex
	stubs   map[string]bool
	modules int
	bytes   int
	paths   map[string]bool // see Origin
	places  map[string]bool
}

const (
	nsEntry = "asynclint-entry"
	nsOwn   = "asynclint-own"
	nsStub  = "asynclint-stub"
)

func (b *bundler) build() (string, error) {
	res := api.Build(api.BuildOptions{
		EntryPoints:       []string{"asynclint:entry"},
		Bundle:            true,
		Write:             false,
		Outdir:            filepath.Join(b.x.req.Root, "out"),
		AbsWorkingDir:     b.x.req.Root,
		Format:            api.FormatESModule,
		Platform:          api.PlatformNeutral,
		MainFields:        []string{"module", "main"},
		Target:            api.ESNext,
		Supported:         lowered,
		Charset:           api.CharsetUTF8,
		JSX:               api.JSXTransform,
		JSXFactory:        "__asynclint_jsx",
		JSXFragment:       "__asynclint_fragment",
		MinifyWhitespace:  true, // no comments with paths: equal programs are equal texts
		LegalComments:     api.LegalCommentsNone,
		LogLevel:          api.LogLevelSilent,
		IgnoreAnnotations: false,
		TsconfigRaw:       `{"compilerOptions":{"experimentalDecorators":true,"useDefineForClassFields":false}}`,
		Define: map[string]string{
			"process.env.NODE_ENV": `"production"`,
			"import.meta.url":      `"file:///snippet.js"`,
			"import.meta.env":      `__asynclint_env`,
			"import.meta.hot":      `undefined`,
			"__dirname":            `"/"`,
			"__filename":           `"/snippet.js"`,
		},
		Plugins: []api.Plugin{{Name: "asynclint", Setup: b.setup}},
	})
	if len(res.Errors) > 0 {
		return "", b.broken(res.Errors[0])
	}
	for _, out := range res.OutputFiles {
		if strings.HasSuffix(out.Path, ".js") {
			return string(out.Contents), nil
		}
	}
	return "", errors.New("the bundle is empty")
}

// brokenModule is esbuild's complaint about a module. path is "" where it is
// the function's own.
type brokenModule struct {
	path, text string
}

func (e *brokenModule) Error() string { return e.text }

var noMatchingExport = regexp.MustCompile(`^No matching export in "([^"]+)"`)

func (b *bundler) broken(m api.Message) error {
	e := &brokenModule{text: m.Text}
	file := ""
	if m.Location != nil {
		e.text = fmt.Sprintf("%s:%d: %s", filepath.Base(m.Location.File), m.Location.Line, m.Text)
		file = m.Location.File
	}
	// The other side is wrong where it lacks what is imported from it.
	if exports := noMatchingExport.FindStringSubmatch(m.Text); exports != nil {
		file = exports[1]
	}
	if strings.HasPrefix(file, nsOwn+":") || strings.HasPrefix(file, nsStub+":") || file == "" {
		return e
	}
	e.path = filepath.FromSlash(file)
	if !filepath.IsAbs(e.path) {
		e.path = filepath.Join(b.x.req.Root, e.path)
	}
	return e
}

func (b *bundler) setup(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
		switch {
		case a.Kind == api.ResolveEntryPoint:
			return api.OnResolveResult{Path: "entry", Namespace: nsEntry}, nil
		case a.Namespace == nsEntry:
			return api.OnResolveResult{Path: b.x.req.Path, Namespace: nsOwn, SideEffects: api.SideEffectsTrue}, nil
		case a.PluginData == "inner":
			return api.OnResolveResult{}, nil
		}
		return b.resolve(build, a), nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: nsEntry}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
		text := `import "own";`
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: nsOwn}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
		return api.OnLoadResult{Contents: &b.source, ResolveDir: filepath.Dir(b.x.req.Path), Loader: loaderFor(b.x.file.Lang)}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: nsStub}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		name, _ := json.Marshal(a.Path)
		text := "module.exports = __asynclint_stub(" + string(name) + ");"
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "file"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		data, err := os.ReadFile(a.Path)
		b.mu.Lock()
		b.paths[a.Path] = true
		b.modules++
		b.bytes += len(data)
		over := b.modules > maxModules || b.bytes > maxBytes
		b.mu.Unlock()
		if err == nil && !over && !b.refused[a.Path] {
			if text, loader, ok := readable(a.Path, string(data)); ok {
				return api.OnLoadResult{Contents: &text, Loader: loader}, nil
			}
		}
		b.stub(a.Path)
		text := "module.exports = __asynclint_stub(" + quote(b.shown(a.Path)) + ");"
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
	})
}

// readable returns a module's text as esbuild will read it, which is not always
// what its name says: Flow and TypeScript live in .js files, too.
func readable(path, text string) (string, api.Loader, bool) {
	loader := loaderOf(path)
	if loader == api.LoaderJSON {
		return text, loader, json.Valid([]byte(text))
	}
	files, err := jsparse.Parse(nil, path, text)
	if err != nil || len(files) == 0 {
		return "", api.LoaderNone, false
	}
	f := files[len(files)-1] // <script setup> comes last
	if f.Script.End > 0 {
		text = f.Readable()[f.Script.Start:f.Script.End]
	} else {
		text = f.Readable()
	}
	return text, loaderFor(f.Lang), true
}

// resolve keeps local source files and stubs everything else.
func (b *bundler) resolve(build api.PluginBuild, a api.OnResolveArgs) api.OnResolveResult {
	bare := !strings.HasPrefix(a.Path, ".") && !strings.HasPrefix(a.Path, "/")
	b.looksFor(a.ResolveDir, a.Path, bare)
	r := build.Resolve(strings.SplitN(a.Path, "?", 2)[0], api.ResolveOptions{
		Importer: a.Importer, Namespace: "file", ResolveDir: a.ResolveDir, Kind: a.Kind, PluginData: "inner",
	})
	local := len(r.Errors) == 0 && r.Path != "" && r.Namespace == "file" && !r.External &&
		!strings.Contains(filepath.ToSlash(r.Path), "/node_modules/") && loaderOf(r.Path) != api.LoaderNone &&
		!strings.Contains(a.Path, "?")
	if local {
		return api.OnResolveResult{Path: r.Path, Namespace: "file", SideEffects: api.SideEffectsFalse}
	}
	name := a.Path
	if !bare {
		name = b.shown(filepath.Join(a.ResolveDir, a.Path))
	}
	b.stub(name)
	return api.OnResolveResult{Path: name, Namespace: nsStub, SideEffects: api.SideEffectsFalse}
}

// looksFor notes what decides where an import leads: for a path the names in its
// folder, and in the folder that it names; for a package each place where it may
// be, and the package.json of the folders above, which may have it by another name.
func (b *bundler) looksFor(dir, path string, bare bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !bare {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		path, _, _ = strings.Cut(path, "?")
		b.paths[filepath.Dir(path)] = true
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			b.paths[path] = true
			b.paths[filepath.Join(path, "package.json")] = true
		}
		return
	}
	name := path
	if parts := strings.SplitN(path, "/", 3); len(parts) > 1 {
		name = parts[0]
		if strings.HasPrefix(path, "@") {
			name += "/" + parts[1]
		}
	}
	for ; ; dir = filepath.Dir(dir) {
		b.places[filepath.Join(dir, "node_modules", name)] = true
		b.paths[filepath.Join(dir, "package.json")] = true
		if filepath.Dir(dir) == dir {
			return
		}
	}
}

func (b *bundler) stub(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stubs[b.shown(name)] = true
}

// shown returns the path as the reports name it: relative to the root, with
// slashes.
func (b *bundler) shown(path string) string {
	if filepath.IsAbs(path) {
		if rel, err := filepath.Rel(b.x.req.Root, path); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return path
}

func loaderFor(lang jsparse.Lang) api.Loader {
	switch lang {
	case jsparse.TS:
		return api.LoaderTS
	case jsparse.TSX:
		return api.LoaderTSX
	}
	return api.LoaderJSX
}

func loaderOf(path string) api.Loader {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".ts", ".mts", ".cts":
		return api.LoaderTS
	case ".tsx":
		return api.LoaderTSX
	case ".js", ".mjs", ".cjs", ".jsx", ".vue", ".svelte":
		return api.LoaderJSX
	case ".json":
		return api.LoaderJSON
	}
	return api.LoaderNone
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// Relower rewrites a program that goja refused, with class fields gone: goja
// reads no field named get or set.
func Relower(code string) (string, error) {
	supported := map[string]bool{"class-field": false, "class-static-field": false}
	for k, v := range lowered {
		supported[k] = v
	}
	res := api.Transform(code, api.TransformOptions{Target: api.ESNext, Supported: supported, Charset: api.CharsetUTF8, LogLevel: api.LogLevelSilent})
	if len(res.Errors) > 0 {
		return "", fail(ReasonSyntax, "%s", res.Errors[0].Text)
	}
	return string(res.Code), nil
}
