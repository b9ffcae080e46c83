package execcontext_test

import (
	"context"
	"errors"
	"go/token"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
)

// at analyses a project given as txtar and returns, for each call of mark("x"),
// where it runs, by x.
func at(t *testing.T, archive string) map[string]execcontext.Info {
	t.Helper()
	got := map[string]execcontext.Info{}
	each(t, archive, func(p *jsanalysis.Pass, mark jsparse.Cursor, name string) { got[name] = execcontext.Of(p).At(mark) })
	return got
}

// each analyses a project given as txtar and visits each call of mark("x").
func each(t *testing.T, archive string, visit func(p *jsanalysis.Pass, mark jsparse.Cursor, name string)) {
	t.Helper()
	root := t.TempDir()
	files := map[string]string{}
	var paths []string
	for _, f := range txtar.Parse([]byte(archive)).Files {
		p := filepath.Join(root, f.Name)
		files[p] = string(f.Data)
		if jsparse.IsSource(p) {
			paths = append(paths, p)
		}
	}
	sort.Strings(paths)
	g := jsparse.NewGraph(token.NewFileSet(), root, paths, func(p string) (string, error) {
		if s, ok := files[p]; ok {
			return s, nil
		}
		return "", errors.New("no such file: " + p)
	})
	probe := &jsanalysis.Analyzer{
		Name:     "probe",
		Requires: []*jsanalysis.Analyzer{execcontext.Analyzer},
		Run: func(p *jsanalysis.Pass) (any, error) {
			for c := range p.File.Root().Preorder(jsparse.Call) {
				if c.Callee().Name() == "mark" {
					name, _ := c.Arg(0).IsString()
					visit(p, c, name)
				}
			}
			return nil, nil
		},
	}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Analyzers: []*jsanalysis.Analyzer{probe}, Modules: g.Modules(), Workers: 1})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
}

func TestModules(t *testing.T) {
	got := at(t, `
-- src/page.tsx --
import { util } from "./util"
import { both } from "./both"
export function Page() { mark("component") }
-- src/util.ts --
export function util() { mark("imported by a component") }
-- src/start.ts --
const w = new Worker(new URL("./heavy.ts", import.meta.url), {type: "module"})
-- src/heavy.ts --
import { crunch } from "./crunch"
import { both } from "./both"
export function f() { mark("worker entry") }
-- src/crunch.ts --
export function crunch() { mark("imported by a worker") }
-- src/both.ts --
export function both() { mark("imported by both") }
-- src/lonely.ts --
export function lonely() { mark("nothing known") }
-- src/app.test.ts --
import { onlyTested } from "./onlytested"
import { lonely } from "./lonely"
test("x", () => { mark("test") })
-- src/onlytested.ts --
export function onlyTested() { mark("imported by tests only") }
-- vite.config.ts --
export default function () { mark("config") }
-- scripts/run.js --
function f() { mark("script") }
-- server/index.js --
const express = require("express")
const { query } = require("../lib/query")
exports.x = function () { mark("server") }
-- lib/query.js --
module.exports.query = function () { mark("imported by a server") }
-- sw.js --
self.addEventListener("fetch", (e) => { mark("service worker") })
-- src/big.worker.js --
import { inBundle } from "./inbundle.js"
inBundle(self)
-- src/inbundle.js --
export function inBundle(port) { mark("imported by a worker by name") }
-- node/w.cjs --
const { parentPort } = require("worker_threads")
function f() { mark("worker_threads entry") }
`)
	const u = execcontext.Unknown
	for name, want := range map[string]execcontext.Place{
		"component":                    execcontext.Main,
		"imported by a component":      execcontext.Main,
		"worker entry":                 execcontext.Worker,
		"imported by a worker":         execcontext.Worker,
		"imported by a worker by name": execcontext.Worker,
		"imported by both":             execcontext.Main | execcontext.Worker,
		"nothing known":                u,
		"test":                         execcontext.Test,
		"imported by tests only":       u,
		"config":                       execcontext.Build,
		"script":                       execcontext.Script,
		"server":                       execcontext.Server,
		"imported by a server":         execcontext.Server,
		"service worker":               execcontext.ServiceWorker,
		"worker_threads entry":         execcontext.Worker,
	} {
		if p := got[name].Places; p != want {
			t.Errorf("%s: places %b, want %b", name, p, want)
		}
	}
}

func TestHandlersAndStartup(t *testing.T) {
	got := at(t, `
-- server/app.ts --
import express from "express"
const app = express()
mark("top level: nobody")
app.get("/x", async (req, res) => { mark("route: request handler") })
app.use(async function (a) { mark("use: request handler") })
export async function list(req: Request, res: Response) { mark("controller: request handler") }
export const save = asyncHandler(async (x) => { mark("wrapped: request handler") })
class C { @Get("/") async find() { mark("nest: request handler") } }
function load() { mark("only called at start: nobody") }
load()
;(async () => { mark("iife: nobody") })()
async function main() { await helper(); mark("main: nobody") }
function helper() { mark("called by main only: nobody") }
main()
export function api() { later() }
function later() { mark("called by an export: somebody") }
http.createServer((q, s) => { mark("createServer: request handler") })
setInterval(() => { mark("interval: timer callback") }, 5)
-- src/ui.jsx --
export function App() {
  useEffect(() => { mark("effect: React effect") }, [])
  const click = useCallback(async () => { mark("useCallback: React callback") })
  button.addEventListener("click", () => { mark("listener: click listener") })
  el.onscroll = () => { mark("property: scroll handler") }
  return <a onClick={async () => { mark("attribute: click handler") }} onKeyDown={debounce(() => { mark("debounced: keydown handler") })}/>
}
`)
	for name, info := range got {
		_, want, _ := strings.Cut(name, ": ")
		switch want {
		case "nobody":
			if info.SomebodyWaits() {
				t.Errorf("%s: somebody waits: %+v", name, info)
			}
		case "somebody":
			if !info.SomebodyWaits() {
				t.Errorf("%s: nobody waits: %+v", name, info)
			}
		default:
			if info.Handler != want || !info.SomebodyWaits() {
				t.Errorf("%s: handler %q", name, info.Handler)
			}
		}
	}
	if len(got) != 19 {
		t.Errorf("%d marks seen", len(got))
	}
}

func TestTools(t *testing.T) {
	got := at(t, `
-- buildSrc/dev.js --
export async function dev() { mark("sources of a build") }
-- packages/wasm/make.js --
export async function make() { mark("make") }
-- src/fonts/build-fonts.mjs --
export async function build() { mark("script beside what it makes") }
-- src/fonts/build-url.mjs --
export async function url() { mark("imported") }
-- src/fonts/index.mjs --
import { url } from "./build-url.mjs"
-- tools/release.ts --
export async function release() { mark("repository's tool") }
-- src/tools/brush.ts --
export async function paint() { mark("editor's tool") }
`)
	if got["sources of a build"].SomebodyWaits() || got["make"].SomebodyWaits() {
		t.Error("somebody waits for a build")
	}
	if got["script beside what it makes"].SomebodyWaits() || !got["imported"].SomebodyWaits() {
		t.Error("build-fonts is a script, and build-url is none")
	}
	if got["repository's tool"].SomebodyWaits() {
		t.Error("somebody waits for a tool of the repository")
	}
	if !got["editor's tool"].SomebodyWaits() {
		t.Error("nobody waits for a tool of the program")
	}
}

// somebodyAsSaid fails for each mark whose name does not end in what is found.
func somebodyAsSaid(t *testing.T, got map[string]execcontext.Info, marks int) {
	t.Helper()
	for what, info := range got {
		if want := strings.HasSuffix(what, "somebody"); info.SomebodyWaits() != want {
			t.Errorf("%s: somebody waits: %v", what, info.SomebodyWaits())
		}
	}
	if len(got) != marks {
		t.Errorf("%d marks", len(got))
	}
}

func TestNamesOfStart(t *testing.T) {
	somebodyAsSaid(t, at(t, `
-- server/module.js --
module.exports = { methods(self) { return { async listen() { mark("a method of a factory: nobody") }, async send() { mark("another: somebody") } } } }
module.exports.db = (app) => { async function initialize() { mark("of a module's own closure: nobody") } async function run() { mark("of a name for any job: somebody") } return [initialize, run] }
exports.createServer = async () => { mark("assigned to exports: nobody") }
-- server/auth.ts --
export class Auth {
  async register(dto: Dto) { mark("a user's registration: somebody") }
  async run(job: Job) { mark("a job: somebody") }
}
async function migrateUserData() { mark("a migration: nobody") }
export async function upgradeStorage() { mark("an upgrade of what is stored: nobody") }
export async function upgradePlan(user) { mark("an upgrade of a contract: somebody") }
async function createInitialDatabase() { mark("first contents: nobody") }
async function createInvitation() { mark("an invitation: somebody") }
export class Plugin { async register({ strapi }) { mark("a plug-in: nobody") } }
export async function register(app: App) { mark("routes: nobody") }
-- src/Page.jsx --
export function Page() { const api = { async init() { mark("of each mount: somebody") } }; return <a ref={api}/> }
`), 15)
}

func TestFunctionsSentToWorkers(t *testing.T) {
	somebodyAsSaid(t, at(t, `
-- src/main.js --
function createWorker(self) { self.onmessage = (e) => { mark("in the worker: nobody") } }
async function show() { document.title = "x"; mark("in the page: somebody") }
const worker = new Worker(URL.createObjectURL(new Blob(["(", createWorker.toString(), ")(self)"])))
`), 2)
}

func TestJobs(t *testing.T) {
	got := at(t, `
-- server/jobs.service.ts --
export class Jobs {
  @Cron("0 0 * * *") clean() { mark("job") }
  @Get("x") list() { mark("request") }
}
`)
	for what, want := range map[string]string{"job": "scheduled job", "request": "request handler"} {
		if got[what].Handler != want {
			t.Errorf("%s: %q", what, got[what].Handler)
		}
	}
}

func TestWizards(t *testing.T) {
	somebodyAsSaid(t, at(t, `
-- server/setup.js --
const app = express()
app.post("/finalize", async (req, res) => { mark("the wizard's own server: nobody") })
app.listen(80)
-- server/routes/onboarding.js --
router.post("/welcome", async (req, res) => { mark("a user's first day: somebody") })
-- server/main.js --
const app = express()
app.post("/finalize", async (req, res) => { mark("the program's server: somebody") })
app.listen(80)
`), 3)
}

func TestHandlersByName(t *testing.T) {
	got := at(t, `
-- src/page.tsx --
import React from "react"
addRoute("/users", () => { mark("page") })
-- main/preview.ts --
export function registerPreview(ipc: IpcMain) { ipc.handle("preview", preview) }
const preview = (event: Event) => { mark("ipc") }
-- server/routes.js --
addRoute("/users", () => { mark("server") })
addRoute(users, () => { mark("no path") })
`)
	for what, want := range map[string]string{"page": "", "server": "request handler", "ipc": "Electron IPC handler", "no path": ""} {
		if got[what].Handler != want {
			t.Errorf("%s: %q", what, got[what].Handler)
		}
	}
}

func TestDevelopServers(t *testing.T) {
	somebodyAsSaid(t, at(t, `
-- site/package.json --
{"name": "site", "bin": "bin.js", "dependencies": {"ws": "1"}}
-- site/preview.ts --
import { createServer } from "node:http"
createServer((req, res) => { mark("a tool's preview: nobody") })
-- app/package.json --
{"name": "app", "dependencies": {"ws": "1"}}
-- app/preview.ts --
import { createServer } from "node:http"
createServer((req, res) => { mark("a server of previews: somebody") })
`), 2)
}

func TestPackageScripts(t *testing.T) {
	got := at(t, `
-- package.json --
{"scripts": {"start": "node app/main.js", "release": "cross-env CI=1 node ./extra/release.mjs --beta", "lint": "eslint extra/lint.mjs"}}
-- app/main.js --
export async function f() { mark("server: somebody") }
-- extra/release.mjs --
import { shared } from "./lib.mjs"
export async function f() { mark("run by a script: nobody") }
-- extra/lib.mjs --
export async function shared() { mark("imported by it: nobody") }
-- extra/other.mjs --
export async function f() { mark("its neighbour: nobody") }
-- lib/lint.mjs --
export async function f() { mark("elsewhere: somebody") }
`)
	somebodyAsSaid(t, got, 5)
}
