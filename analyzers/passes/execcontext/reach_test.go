package execcontext_test

import (
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
)

// ways analyses a project given as txtar and returns, for each call of mark("x"),
// how somebody who waits comes there, by x.
func ways(t *testing.T, archive string) map[string]execcontext.Way {
	t.Helper()
	got := map[string]execcontext.Way{}
	each(t, archive, func(p *jsanalysis.Pass, mark jsparse.Cursor, name string) {
		got[name] = execcontext.Of(p).Reach(mark)
	})
	return got
}

// Each framework: a helper in another file, reached from a handler, is a place
// where somebody waits, and the handler says why.
func TestHandlersReachHelpersInOtherFiles(t *testing.T) {
	const helper = "-- lib/helper.js --\nimport { deep } from './deep'\nexport function helper(x) { return deep(x) }\n-- lib/deep.js --\nexport function deep(x) { mark('deep') }\n"
	for name, c := range map[string]struct {
		files, why string
		place      execcontext.Place
	}{
		"express": {`-- src/app.js --
import express from "express"
import { helper } from "../lib/helper"
const app = express()
app.get("/x", (q, s) => s.send(helper(q.body)))`, "request handler", execcontext.Server},
		"express, by name, in another file": {`-- src/app.js --
import { Router } from "express"
import * as users from "./users"
const router = Router()
router.get("/x", users.list)
-- src/users.js --
import { helper } from "../lib/helper"
export function list(a, b) { b.send(helper(a)) }`, "request handler", execcontext.Server},
		"express, CommonJS controller": {`-- src/app.js --
const express = require("express")
const users = require("./users")
const router = express.Router()
router.post("/x", guard, users.list)
-- src/users.js --
const { helper } = require("../lib/helper")
exports.list = async (a, b) => { b.send(helper(a)) }`, "request handler", execcontext.Server},
		"a function of the project's own": {`-- src/app.js --
const users = require("./users")
function apiRoute(method, path, handler) { route(method, path, [auth], handler) }
apiRoute("GET", "/x", users.list)
-- src/users.js --
const { helper } = require("../lib/helper")
function list() { return helper() }
module.exports = { list }`, "request handler", execcontext.Server},
		"fastify": {`-- src/app.js --
import fastify from "fastify"
import { helper } from "../lib/helper"
const server = fastify()
server.get("/x", async (q) => helper(q.body))`, "request handler", execcontext.Server},
		"fastify, route object": {`-- src/app.js --
import fastify from "fastify"
import { list } from "./list"
const server = fastify()
server.route({ method: "GET", url: "/", handler: list })
-- src/list.js --
import { helper } from "../lib/helper"
export async function list(q) { return helper(q.body) }`, "request handler", execcontext.Server},
		"koa": {`-- src/app.js --
import Koa from "koa"
import { helper } from "../lib/helper"
const app = new Koa()
app.use(async (c) => { c.body = helper(c) })`, "request handler", execcontext.Server},
		"koa router": {`-- src/app.js --
import Router from "@koa/router"
import { helper } from "../lib/helper"
const router = new Router()
router.get("/x", async (c) => { c.body = helper(c) })`, "request handler", execcontext.Server},
		"hono": {`-- src/app.ts --
import { Hono } from "hono"
import { helper } from "../lib/helper"
const app = new Hono()
app.get("/x", async (c) => c.json(helper(c.req)))`, "request handler", execcontext.Server},
		"node http": {`-- src/app.js --
import http from "node:http"
import { helper } from "../lib/helper"
http.createServer((q, s) => s.end(helper(q))).listen(80)`, "request handler", execcontext.Server},
		"next route handler": {`-- app/api/x/route.ts --
import { helper } from "../../../lib/helper"
export async function GET(request) { return Response.json(helper(request)) }`, "Next.js route handler", execcontext.Server},
		"next api route": {`-- src/pages/api/x.ts --
import { helper } from "../../../lib/helper"
export default async function x(a, b) { b.json(helper(a)) }`, "Next.js API route", execcontext.Server},
		"next server action": {`-- app/actions.ts --
"use server"
import { helper } from "../lib/helper"
export async function save(data) { return helper(data) }`, "server action", execcontext.Server},
		"nest controller": {`-- src/x.controller.ts --
import { Controller, Get } from "@nestjs/common"
import { XService } from "./x.service"
@Controller()
export class XController {
  constructor(private readonly xs: XService) {}
  @Get() async find() { return this.xs.find() }
}
-- src/x.service.ts --
import { helper } from "../lib/helper"
export class XService { async find() { return helper(1) } }`, "request handler", execcontext.Server},
		"sveltekit": {`-- src/routes/x/+server.js --
import { helper } from "../../../lib/helper"
export async function GET(e) { return new Response(helper(e)) }`, "SvelteKit route handler", execcontext.Server},
		"react handler by name": {`-- src/App.jsx --
import { helper } from "../lib/helper"
export function App() {
  const save = async () => { helper(1) }
  return <a onClick={save}>x</a>
}`, "click handler", execcontext.Main},
		"react effect": {`-- src/App.jsx --
import { useEffect } from "react"
import { helper } from "../lib/helper"
export function App() { useEffect(() => { helper(1) }, []); return null }`, "React effect", execcontext.Main},
		"vue handler": {`-- src/App.vue --
<script setup>
import { helper } from "../lib/helper"
function save() { helper(1) }
</script>
<template><button @click="save">x</button></template>`, "click handler", execcontext.Main},
		"svelte handler": {`-- src/App.svelte --
<script>
import { helper } from "../lib/helper"
function save() { helper(1) }
</script>
<button on:click={save}>x</button>`, "click handler", execcontext.Main},
		"dom listener by name": {`-- src/page.js --
import { helper } from "../lib/helper"
function onScroll() { helper(1) }
document.addEventListener("scroll", onScroll)`, "scroll listener", execcontext.Main},
		"dom property, bound method": {`-- src/page.js --
import { helper } from "../lib/helper"
class Page {
  constructor() { document.body.onclick = this.clicked.bind(this) }
  clicked() { helper(1) }
}`, "click handler", execcontext.Main},
		"timer": {`-- server/poll.js --
import express from "express"
import { helper } from "../lib/helper"
function poll() { helper(1) }
setInterval(poll, 1000)`, "timer callback", execcontext.Server},
		"electron main": {`-- src/main.js --
import { ipcMain } from "electron"
import { helper } from "../lib/helper"
ipcMain.handle("read", async (e, path) => helper(path))`, "Electron IPC handler", execcontext.Main},
		"electron renderer": {`-- src/renderer/view.js --
import { ipcRenderer } from "electron"
import { helper } from "../../lib/helper"
ipcRenderer.on("read", (e, path) => helper(path))`, "Electron IPC handler", execcontext.Main},
	} {
		w := ways(t, c.files+"\n"+helper)["deep"]
		if w.Wait != execcontext.Somebody || w.Info.Handler != c.why || w.Info.Places&c.place == 0 {
			t.Errorf("%s: wait %d, %q, places %b", name, w.Wait, w.Info.Handler, w.Info.Places)
		}
		if len(w.Calls) < 2 || !strings.HasPrefix(w.Calls[0].Text(), "deep(") {
			t.Errorf("%s: %d calls on the way", name, len(w.Calls))
		}
	}
}

// Start-up in other files, commands, and what a guard lets run once.
func TestNobodyWaitsAcrossFiles(t *testing.T) {
	got := ways(t, `
-- package.json --
{"scripts": {"gen": "node -r ts-node/register utils/gen/ && tsc"}}
-- index.js --
import { startApp, load } from "./lib/app.js"
import { Brain } from "./lib/brain.js"
import { setup } from "./lib/metrics.js"
startApp()
const brain = new Brain()
brain.read()
;(async () => { await setup.all() })()
process.on("SIGTERM", () => { saveState() })
process.on("exit", saveState)
function saveState() { mark("nobody: at the end") }
child.on("exit", async () => { mark("anybody: when another process ends") })
-- lib/app.js --
import express from "express"
import { config, shared } from "./config.js"
export async function startApp() { config(); shared(); mark("nobody: start") }
export async function page(req, res) { shared(); template() }
const template = once(() => { mark("anybody: once") })
-- lib/config.js --
export function config() { mark("nobody: called by the start of another file") }
export function shared() { mark("anybody: called by a handler, too") }
export async function unknown() { mark("anybody: an export that nothing calls") }
-- lib/brain.js --
export class Brain { async read() { mark("nobody: method called at the top level of another file") } }
-- lib/metrics.js --
export const setup = { async all() { mark("nobody: member called by an immediate function") } }
-- utils/gen/index.js --
import { parse } from "./parse.js"
parse()
-- utils/gen/parse.js --
export async function parse() { mark("nobody: imported by what a script runs") }
-- cli/package.json --
{"name": "x", "bin": "./bin.js", "dependencies": {"commander": "1"}}
-- cli/bin.js --
import "./run.js"
-- cli/run.js --
import { program } from "commander"
import { build } from "./work.js"
program.command("build").action(build)
-- cli/work.js --
export async function build() { mark("nobody: a command of a command-line package") }
-- lib/fail.js --
export async function check() { if (!mark("nobody: gives up")) process.exit(1) }
`)
	for what, w := range got {
		if want := strings.HasPrefix(what, "anybody"); want != (w.Wait != execcontext.Nobody) {
			t.Errorf("%s: wait %d, %+v", what, w.Wait, w.Info)
		}
	}
	if len(got) != 12 {
		t.Errorf("%d marks", len(got))
	}
}

func TestRunsOnce(t *testing.T) {
	got := map[string]bool{}
	each(t, `
-- a.ts --
let cache: string | undefined, ready = false, found: Record<string, string> = {}
const store = new Map()
export function a() { if (cache) return cache; cache = mark("once: kept"); return cache }
export function b() { if (!ready) { mark("once: flag"); ready = true } }
export function c(k) { let v = found[k]; if (!v) { v = mark("once: for each key"); found[k] = v } return v }
export function d(k) { const v = store.get(k); if (v) return v; const n = mark("once: map"); store.set(k, n); return n }
export function e() { return (cache ??= mark("once: assignment")) }
export const f = once(() => mark("once: wrapped"))
export class G { @memoize() read() { return mark("once: decorated") } }
export function ensureLoaded() { mark("once: ensures") }
export function isDbInstalled() { return ready }
export function l() { if (isDbInstalled()) throw new Error("done"); mark("once: not installed yet") }
export function m() { if (isDbEmpty()) return; mark("often: another question") }
export function h(k) { if (!k) { mark("often: a parameter") } }
export function i() { let v; if (!v) { v = mark("often: a local variable") } return v }
export function j() { if (!ready) { mark("often: a flag that others set") } }
`, func(p *jsanalysis.Pass, mark jsparse.Cursor, name string) { got[name] = execcontext.RunsOnce(mark) })
	for what, once := range got {
		if once != strings.HasPrefix(what, "once") {
			t.Errorf("%s: %v", what, once)
		}
	}
	if len(got) != 13 {
		t.Errorf("%d marks", len(got))
	}
}
