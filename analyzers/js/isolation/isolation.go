package isolation

import (
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/messages"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports shared memory in pages that are not isolated.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "isolation",
	Doc:      "reports SharedArrayBuffer in a page that nothing makes cross-origin isolated",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/isolation.md",
	Groups:   []string{"memory"},
	Level:    jsanalysis.Info,
	Words:    []string{"SharedArrayBuffer", "WebAssembly.Memory"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, messages.Analyzer, headers},
	Run:      run,
}

func run(pass *jsanalysis.Pass) (any, error) {
	for n := range pass.File.Root().Preorder(jsparse.New) {
		what := fails(pass, n)
		if what == "" || messages.OnNodeOnly(pass.File) || !inPage(execcontext.Of(pass).At(n)) || pass.ResultOf[headers].(*project).isPrepared() {
			continue
		}
		pass.Reportf(n, "%s in pages that are cross-origin isolated, and nothing here sends the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp or asks `crossOriginIsolated`: elsewhere this throws; send them, and fall back to messages where the page is not isolated", what)
	}
	return nil, nil
}

// fails says what an expression makes that works in isolated pages only, or "".
// WebAssembly makes shared memory in every page, but only isolated ones may post
// it.
func fails(pass *jsanalysis.Pass, n jsparse.Cursor) string {
	switch callee.Of(pass).Expr(n.Callee()).Name {
	case "SharedArrayBuffer":
		return "`SharedArrayBuffer` only exists"
	case "WebAssembly.Memory":
		if v, _ := n.Arg(0).Prop("shared").Child(jsparse.EdgeValue).Bool(); v && isPosted(pass, n) {
			return "shared WebAssembly memory can only be posted"
		}
	}
	return ""
}

// isPosted reports whether the variable that holds a memory, or its buffer, goes
// into a message in the same file.
func isPosted(pass *jsanalysis.Pass, memory jsparse.Cursor) bool {
	id := memory.Parent().Child(jsparse.EdgeTarget)
	if memory.Parent().Kind() == jsparse.Assign {
		id = memory.Parent().Left()
	}
	if id.Kind() != jsparse.Ident {
		return false
	}
	m := messages.Of(pass)
	for call := range pass.File.Root().Preorder(jsparse.Call) {
		post, ok := m.Post(call)
		if !ok || post.Channel == messages.Clone {
			continue
		}
		for _, x := range messages.Parts(post.Value) {
			if x.Kind() == jsparse.Member && x.Name() == "buffer" {
				x = x.Object()
			}
			if x.Kind() == jsparse.Ident && x.Sym() == id.Sym() {
				return true
			}
		}
	}
	return false
}

// inPage: on a browser's main thread and nowhere else but in its workers.
func inPage(i execcontext.Info) bool {
	return i.Places&execcontext.Main != 0 && i.Only(execcontext.Main|execcontext.Worker|execcontext.ServiceWorker|execcontext.Startup)
}

// headers finds out, when first asked, whether the project knows of isolation.
var headers = &jsanalysis.Analyzer{
	Name:    "isolationheaders",
	Doc:     "whether a project sends isolation headers or asks for them",
	Project: true,
	Run: func(p *jsanalysis.Pass) (any, error) {
		return &project{graph: p.Graph}, nil
	},
}

type project struct {
	graph    *jsparse.Graph
	once     sync.Once
	prepared bool
}

// configs are files outside the module graph where hosts and servers take
// headers from.
var configs = []string{
	"vercel.json", "netlify.toml", "_headers", "public/_headers", "static/_headers", "firebase.json", "staticwebapp.config.json",
	"nginx.conf", "nginx/nginx.conf", "docker/nginx.conf", ".htaccess", "public/.htaccess", "Caddyfile", "angular.json", "app.json", "index.html",
	"electron-builder.yml", "electron-builder.json", "package.json", "public/coi-serviceworker.js", "coi-serviceworker.js",
}

func (p *project) isPrepared() bool {
	p.once.Do(func() {
		for _, m := range p.graph.Modules() {
			if text, err := m.Text(); err == nil && knows(text) {
				p.prepared = true
				return
			}
		}
		for _, name := range configs {
			text, err := p.graph.ReadFile(name)
			if err == nil && (knows(text) || name == "package.json" && strings.Contains(text, `"electron"`)) {
				p.prepared = true
				return
			}
		}
	})
	return p.prepared
}

// knows reports whether a text names the header, the global that tells, or looks
// whether shared memory exists. Electron's main process can grant it.
func knows(text string) bool {
	for _, s := range []string{"ross-Origin-Embedder-Policy", "ross-origin-embedder-policy", "crossOriginIsolated", "coi-serviceworker", "typeof SharedArrayBuffer", "SharedArrayBuffer ===", "SharedArrayBuffer !==", "in window", "in self", "in globalThis"} {
		if strings.Contains(text, s) && (!strings.HasPrefix(s, "in ") || strings.Contains(text, "SharedArrayBuffer' "+s) || strings.Contains(text, `SharedArrayBuffer" `+s)) {
			return true
		}
	}
	return false
}
