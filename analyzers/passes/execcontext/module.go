package execcontext

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/jsparse"
)

// evidence is what a module says of itself.
type evidence struct {
	places Place
	strong bool
}

// Module returns the places of a module as a whole.
func (o *Oracle) Module(m *jsparse.Module) Place {
	o.mu.Lock()
	p, ok := o.modules[m]
	o.mu.Unlock()
	if ok {
		return p
	}
	p = o.search(m)
	o.mu.Lock()
	o.modules[m] = p
	o.mu.Unlock()
	return p
}

// search walks from a module up through its importers to those that say where
// they run.
func (o *Oracle) search(m *jsparse.Module) (places Place) {
	seen := map[*jsparse.Module]bool{m: true}
	for queue := []*jsparse.Module{m}; len(queue) > 0; queue = queue[1:] {
		x := queue[0]
		ev := o.evidence(x)
		if ev.places&(Test|Build) != 0 && x != m {
			continue // a library's entry is often imported by tests only
		}
		if places |= ev.places; ev.places != 0 && (ev.strong || ev.places&(Main|Server) != 0) {
			continue
		}
		importers := 0
		for _, r := range x.In() {
			if r.TypeOnly || !isImport(r.Kind) || r.From == nil {
				continue
			}
			importers++
			if !seen[r.From] {
				seen[r.From] = true
				queue = append(queue, r.From)
			}
		}
		if importers == 0 && ev.places == 0 {
			places |= Unknown
		}
	}
	if places == 0 {
		return Unknown
	}
	return places
}

func isImport(k jsparse.EdgeKind) bool {
	switch k {
	case jsparse.ImportStatic, jsparse.ImportDynamic, jsparse.Require, jsparse.ImportScripts:
		return true
	}
	return false
}

// evidence returns what a module says of itself, and what those who start it
// as a thread or process say.
func (o *Oracle) evidence(m *jsparse.Module) evidence {
	if ev, ok := o.said.Load(m); ok {
		return ev.(evidence)
	}
	ev := o.read(m)
	o.said.Store(m, ev)
	return ev
}

func (o *Oracle) read(m *jsparse.Module) evidence {
	if p := o.NamedFor(m); p != 0 {
		return evidence{p, true}
	}
	path := o.relative(m)
	text, err := m.Text()
	if err != nil {
		return evidence{}
	}
	if p := o.asEntry(m, text); p != 0 {
		return evidence{p, true}
	}
	if p := o.asScript(m, path, text); p != 0 {
		return evidence{p, true}
	}
	if importsAny(m, testPackages) {
		return evidence{Test, true}
	}
	dom := sync.OnceValue(func() bool { return touchesDOM(text) })
	if o.isCommand(m, path, text, dom) {
		return evidence{Script, true}
	}
	return evidence{places: byUse(m, path, dom)}
}

// relative returns the module's path below the project's root, in lower case,
// with slashes, starting with one.
func (o *Oracle) relative(m *jsparse.Module) string {
	rel, err := filepath.Rel(o.graph.Root(), m.Path)
	if err != nil || strings.HasPrefix(rel, "..") {
		rel = m.Path
	}
	return "/" + strings.ToLower(filepath.ToSlash(rel))
}

var (
	testName = regexp.MustCompile(`/(tests?|__tests__|__mocks__|specs?|e2e|cypress|fixtures?|__fixtures__|bench(mark)?s?|[a-z0-9-]+-(tests?|e2e)|tests?-(apps?|cases?|components?|data|fixtures?|helpers?|integration|kit|lib|mocks?|plugins?|projects?|resources?|servers?|setup|site|suites?|support|tooling|tools|unit|utils?)|testing|playwright)/|` +
		`[./_-](tests?|specs?|bench|e2e|cy|stories|story|mock)\.[cm]?[jt]sx?$|/(test|spec|bench(mark)?)\.[cm]?[jt]s$|/(tests?|specs?|mocks?)-?(helpers?|utils?|fixtures?|setup|factory|factories|data)\.[cm]?[jt]sx?$`)
	buildName = regexp.MustCompile(`/(gulpfile|gruntfile|jakefile|dangerfile)[^/]*$|\.config\.([a-z]+\.)?[cm]?[jt]s$|\.conf\.[cm]?[jt]s$|/\.[a-z]+rc\.[cm]?js$|` +
		`/(webpack|rollup|vite|babel|karma|esbuild|metro|craco)[^/]*\.[cm]?[jt]s$|/(webpack|rollup|vite|babel|esbuild|metro)-(plugins?|loaders?|config)/|/(build|\.github|\.storybook|\.vscode|webpack|rollup)/[^/]*\.[cm]?[jt]s$`)
	scriptName = regexp.MustCompile(`/(scripts?|bin|cli|[a-z]+-cli|migrations?|seeds?|seeders?|seeding|codegen|devtools?|build-?(utils|tools|scripts|src|system)|[a-z]+-build)/`)
	// scriptFile is how people call a script beside what it makes, if nobody imports it.
	scriptFile = regexp.MustCompile(`/(build|generate|gen|update|download|compile|bundle|release|publish)-[a-z0-9-]+\.[cm]?js$|/make\.[cm]?js$`)
	// developServer is the server of a tool that shows its one user what is being written.
	developServer = regexp.MustCompile(`/(dev|develop|preview|dev-?server|preview-?server|live-?server|live-?reload)\.[cm]?[jt]s$`)
	toolName      = regexp.MustCompile(`/(tools?|tasks)/`) // unless it is part of the program: the tools of an editor, the tasks of a to-do list
)

// NamedFor returns Test or Build if the module's path settles that it runs
// there and nowhere else, or 0. It reads nothing.
func (o *Oracle) NamedFor(m *jsparse.Module) Place {
	if p, ok := o.named.Load(m); ok {
		return p.(Place)
	}
	p := byName(o.relative(m))
	o.named.Store(m, p)
	return p
}

// byName returns what a path alone settles.
func byName(path string) Place {
	switch {
	case containsAny(path, testParts) && testName.MatchString(path):
		return Test
	case containsAny(path, buildParts) && buildName.MatchString(path):
		return Build
	}
	return 0
}

// testParts and buildParts are what one of must be in the names that the regular
// expressions match: most paths need not be matched.
var (
	testParts  = []string{"test", "spec", "mock", "e2e", "cypress", "fixture", "bench", "playwright", "stories", "story", "cy."}
	buildParts = []string{"file", ".config.", ".conf.", "rc.", "webpack", "rollup", "vite", "babel", "karma", "esbuild", "metro", "craco", "/build/", "/.github/", "/.storybook/", "/.vscode/"}
)

func containsAny(s string, parts []string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

var (
	selfMessage     = regexp.MustCompile(`^self\.(onmessage\s*=|addEventListener\(\s*["']message["'])`)
	topMessage      = regexp.MustCompile(`^\n(onmessage\s*=|addEventListener\(\s*["']message["'])`)
	inServiceWorker = regexp.MustCompile(`\bself\.(addEventListener\(\s*["'](fetch|install|activate|push)["']|onfetch|oninstall|skipWaiting|registration\b)|\bServiceWorkerGlobalScope\b`)
	inWindow        = regexp.MustCompile(`(?:^|[^\w./"'$-])document\.|\bwindow\.(addEventListener|location|open|document)\b|\bisMainThread\b`)
	workerName      = regexp.MustCompile(`[./_-]worker\.[cm]?[jt]sx?$|/worker\.[cm]?[jt]s$`)
)

// takesMessages reports whether a text does what only a thread's entry does.
// It looks for words before it matches: it sees every module of the project.
func takesMessages(text string) bool {
	for _, word := range []string{"parentPort", "DedicatedWorkerGlobalScope", "importScripts(", "registerProcessor("} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return strings.Contains(text, "message") && (anyAt(text, "self.", selfMessage) || anyAt(text, "\nonmessage", topMessage) || anyAt(text, "\naddEventListener(", topMessage) || topMessage.MatchString("\n"+text[:min(len(text), 60)]))
}

// anyAt reports whether the pattern matches where one of the words stands.
func anyAt(text, word string, pattern *regexp.Regexp) bool { return anyNear(text, word, 0, pattern) }

// anyNear reports whether the pattern matches a piece of text that begins so many
// bytes before the word, and ends some sixty behind.
func anyNear(text, word string, before int, pattern *regexp.Regexp) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		from += at
		if pattern.MatchString(text[max(0, from-before):min(len(text), from+60)]) {
			return true
		}
		from += len(word)
	}
}

// asEntry reports whether a module is the entry of a thread or process.
func (o *Oracle) asEntry(m *jsparse.Module, text string) (p Place) {
	if strings.Contains(text, "self.") && inServiceWorker.MatchString(text) {
		p |= ServiceWorker
	} else if takesMessages(text) && !inWindow.MatchString(text) {
		p |= Worker
	} else if workerName.MatchString(o.relative(m)) && !inWindow.MatchString(text) && !strings.Contains(text, "new Worker") && !strings.Contains(text, "bullmq") {
		p |= Worker // the bundler makes the entry of it
	}
	for _, r := range m.In() {
		switch r.Kind {
		case jsparse.WorkerURL, jsparse.WorkerQuery, jsparse.NodeWorker, jsparse.SharedWorkerRef, jsparse.WorkletRef, jsparse.PoolFile, jsparse.Fork:
			if r.From == m && strings.Contains(text, "isMainThread") {
				return 0 // starts itself as a thread: on both sides
			}
			p |= Worker
		case jsparse.ServiceWorkerRef:
			p |= ServiceWorker
		}
	}
	if p&Worker != 0 && strings.Contains(text, "isMainThread") {
		return 0
	}
	return p
}

// asScript reports whether a module is run from a command line.
func (o *Oracle) asScript(m *jsparse.Module, path, text string) Place {
	if strings.HasPrefix(text, "#!") || scriptName.MatchString(path) || toolName.MatchString(path) && !strings.Contains(path, "/src/") {
		return Script
	}
	if len(m.In()) == 0 && scriptFile.MatchString(path) {
		return Script
	}
	p := m.Package()
	if p == nil {
		return 0
	}
	if slices.Contains(p.Bin, m.Path) {
		return Script
	}
	if len(p.Bin) > 0 && developServer.MatchString(path) && strings.Contains(text, "createServer(") {
		return Build
	}
	run := o.runByHand(p)
	if slices.Contains(run, m.Path) || slices.Contains(o.runAtRoot(), m.Path) {
		return Script
	}
	for _, other := range run { // its neighbour is one, and nobody imports it
		if filepath.Dir(other) == filepath.Dir(m.Path) && len(m.In()) == 0 {
			return Script
		}
	}
	return 0
}

var (
	runsFile = regexp.MustCompile(`(?:^|&&|\|\||;)\s*(?:[A-Z_]+=\S+\s+|cross-env\s+|npx\s+)*(?:node|tsx|ts-node|ts-node-esm|bun|bun run|deno run)(?:\s+(?:-r|--require|--loader|--import|--env-file|-P|--project)\s+[^\s;&|]+|\s+-\S+)*\s+([^\s;&|-][^\s;&|]*)`)
	staysUp  = regexp.MustCompile(`^(start|dev|develop|serve|server|watch|preview|prod|production)([:-].*)?$|server`)
)

// runByHand returns the files that package.json's scripts run with node, those
// left out whose name says that they go on running.
func (o *Oracle) runByHand(p *jsparse.Package) (files []string) {
	if known, ok := o.scripts.Load(p); ok {
		return known.([]string)
	}
	files = runBy(p.Dir, p.Scripts)
	o.scripts.Store(p, files)
	return files
}

func runBy(dir string, scripts map[string]string) (files []string) {
	for name, command := range scripts {
		if staysUp.MatchString(name) {
			continue
		}
		for _, found := range runsFile.FindAllStringSubmatch(command, -1) {
			file := filepath.Join(dir, found[1])
			if strings.Contains(found[1], "server") {
				continue
			}
			files = append(files, file)
			if filepath.Ext(file) == "" { // a folder, or without its extension
				for _, ext := range []string{".js", ".ts", ".mjs", ".cjs"} {
					files = append(files, file+ext, filepath.Join(file, "index"+ext))
				}
			}
		}
	}
	slices.Sort(files)
	return files
}

// rootScripts are the files that the scripts of the project's root run; they may
// lie in packages of their own.
type rootScripts struct {
	once  sync.Once
	files []string
}

func (o *Oracle) runAtRoot() []string {
	o.rootRun.once.Do(func() {
		text, err := o.graph.ReadFile("package.json")
		if err != nil {
			return
		}
		var root struct {
			Scripts map[string]string `json:"scripts"`
		}
		if json.Unmarshal([]byte(text), &root) == nil {
			o.rootRun.files = runBy(o.graph.Root(), root.Scripts)
		}
	})
	return o.rootRun.files
}

var (
	serverPath = regexp.MustCompile(`/(server|backend|api|routes?|routers?|controllers?|middlewares?|resolvers?|daemon)/|[./-](server|controller|resolver|middleware|route|router)\.[cm]?[jt]s$`)
	mainPath   = regexp.MustCompile(`/(client|frontend|renderer|components?|hooks|public|static|views?|widgets?|browser|www|web|ui|composables|stores?)/|\.(jsx|tsx|vue|svelte)$`)
	domUse     = regexp.MustCompile(`(?:^|[^\w./"'$-])window\.[a-zA-Z]|\bHTML[A-Z]?[a-z]*Element\b|\bcustomElements\b|\blocalStorage\b`)
	docUse     = regexp.MustCompile(`(?:^|[^\w./"'$-])document\.[a-zA-Z]`)
	docLocal   = regexp.MustCompile(`[({,]\s*document\s*[,)}=]|\b(?:const|let|var)\s+document\b`)
)

// byUse returns the weak evidence: what a module imports, touches, and where it
// lies.
func byUse(m *jsparse.Module, path string, touchesDOM func() bool) (p Place) {
	p = byImports(m)
	if p == 0 && touchesDOM() {
		p |= Main
	}
	if p != 0 {
		return p
	}
	server, main := serverPath.MatchString(path), mainPath.MatchString(path)
	switch {
	case server && !main:
		return Server
	case main && !server:
		return Main
	}
	return 0
}

// byImports returns where code can only run because of what it imports.
func byImports(m *jsparse.Module) (p Place) {
	for _, r := range m.Refs() {
		if !r.TypeOnly && r.External != "" {
			p |= ofPackage(r.External)
		}
	}
	return p
}

// touchesDOM reports whether a text uses the DOM without asking first whether
// there is one. A document of the text's own is not the DOM's. Every module of a
// project may be asked, so the patterns are matched only where their words stand.
func touchesDOM(text string) bool {
	if strings.Contains(text, "typeof window") || strings.Contains(text, "typeof document") {
		return false
	}
	for _, word := range []string{"window.", "HTML", "customElements", "localStorage"} {
		if anyNear(text, word, 1, domUse) {
			return true
		}
	}
	return anyNear(text, "document.", 1, docUse) && !anyNear(text, "document", 60, docLocal)
}

var (
	commandName = regexp.MustCompile(`(^|[/-])(cli|codegen|scaffold|devkit|create-[a-z-]+)$|^create-`)
	toolkitName = regexp.MustCompile(`(^|[/-])(tools?|toolkit|generators?)$`) // may be a library, too
	commandPath = regexp.MustCompile(`/(commands?|generators?|scaffold(ing)?|compilers?)/|/[^/]*(migrations?|migrate|migrator|scaffold|codegen)[^/]*\.[cm]?[jt]s$|/[a-z]*migrations?/`)
	reporter    = regexp.MustCompile(`reporters?\.[cm]?[jt]s$|/reporters?/`)
)

// isCommand reports whether a module is part of a command-line program: of a
// package that is one, or a command of another that says so itself.
func (o *Oracle) isCommand(m *jsparse.Module, path, text string, touchesDOM func() bool) bool {
	imports := byImports(m)
	if imports&Main != 0 || touchesDOM() {
		return false
	}
	p := m.Package()
	if p != nil {
		reads := dependsOnAny(p, commandPackages)
		switch {
		case commandName.MatchString(p.Name):
			if !dependsOnAny(p, daemonPackages) && (len(p.Bin) > 0 || !dependsOnAny(p, serverPackages) && !dependsOnAny(p, mainPackages)) {
				return true
			}
		case toolkitName.MatchString(p.Name):
			if reads && !dependsOnAny(p, daemonPackages) {
				return true
			}
		case len(p.Bin) > 0 && reads && !dependsOnAny(p, serverPackages) && !dependsOnAny(p, mainPackages):
			return true
		}
	}
	if commandPath.MatchString(path) && (strings.Contains(path, "migrat") || strings.Contains(text, "process.exit(") || strings.Contains(text, "process.argv") ||
		importsAny(m, commandPackages) || importsAny(m, buildPackages)) {
		return true
	}
	return imports == 0 && importsAny(m, buildPackages) || reporter.MatchString(path) && (strings.Contains(text, "onTestEnd") || strings.Contains(text, "onEnd"))
}

// dependsOnAny reports whether a package names one of the packages among what it
// needs, of whatever kind.
func dependsOnAny(p *jsparse.Package, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { _, ok := p.Dependencies[n]; return ok })
}

func importsAny(m *jsparse.Module, names []string) bool {
	return slices.ContainsFunc(m.Refs(), func(r jsparse.Reference) bool {
		return !r.TypeOnly && r.External != "" && slices.Contains(names, r.External)
	})
}

// commandPackages read arguments, ask questions at a terminal and draw spinners.
var commandPackages = []string{
	"commander", "yargs", "@oclif/core", "cac", "meow", "minimist", "inquirer", "@inquirer/prompts", "enquirer", "prompts", "@clack/prompts", "ora",
	"listr", "listr2", "cli-table3", "cli-progress", "update-notifier", "sade", "citty", "arg", "caporal", "vorpal",
}

// daemonPackages are those of programs that go on running, whatever their name.
var daemonPackages = []string{"electron", "koa", "fastify", "hono", "@hapi/hapi", "@nestjs/core", "socket.io", "bullmq"}

// buildPackages are imported by build tools only, unless what imports them is
// part of a server or a page.
var buildPackages = []string{"typescript", "ts-morph", "vite", "rollup", "webpack", "esbuild", "@babel/core", "terser", "uglify-js", "@swc/core", "metro", "@expo/config-plugins", "expo/config-plugins", "typedoc"}

// testPackages are imported by tests only.
var testPackages = []string{"vitest", "@playwright/test", "@jest/globals", "node:test", "mocha", "chai", "sinon", "cypress", "ava", "supertest", "jasmine", "tape", "tap", "@testing-library/react"}

// ofPackage returns where code runs that imports a package. The two lists are
// of packages that make no sense elsewhere.
func ofPackage(name string) Place {
	if slices.Contains(serverPackages, name) || strings.HasPrefix(name, "@nestjs/") || strings.HasPrefix(name, "@fastify/") || strings.HasPrefix(name, "@hapi/") || strings.HasPrefix(name, "@koa/") {
		return Server
	}
	if slices.Contains(mainPackages, name) || strings.HasPrefix(name, "@angular/") || strings.HasPrefix(name, "@radix-ui/") || strings.HasPrefix(name, "@mui/") {
		return Main
	}
	return 0
}

var serverPackages = []string{
	"express", "fastify", "koa", "hono", "restify", "polka", "h3", "nitropack", "micro", "connect", "body-parser", "multer", "passport",
	"socket.io", "ws", "apollo-server", "apollo-server-express", "@apollo/server", "graphql-yoga", "@trpc/server", "moleculer", "sails",
	"mongoose", "mongodb", "pg", "mysql", "mysql2", "sequelize", "typeorm", "knex", "@prisma/client", "ioredis", "redis", "bull", "bullmq",
	"better-sqlite3", "objection", "nodemailer", "next/server", "node:http", "node:https", "node:http2", "node:net", "node:cluster", "discord.js",
}

var mainPackages = []string{
	"react", "react-dom", "preact", "vue", "svelte", "solid-js", "jquery", "three", "lit", "pixi.js", "d3", "playcanvas", "phaser",
	"ember", "backbone", "mobx-react", "react-router-dom", "react-redux", "electron", "react-native", "next/router", "next/navigation", "ol",
}
