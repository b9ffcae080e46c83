package callee_test

import (
	"context"
	"errors"
	"go/token"
	"path/filepath"
	"sort"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// resolve returns what each argument of what("label", x) stands for: its
// qualified name, or the start of the node's text.
func resolve(t *testing.T, archive string) map[string]callee.Entity {
	t.Helper()
	root := t.TempDir()
	files := map[string]string{}
	var paths []string
	for _, f := range txtar.Parse([]byte(archive)).Files {
		p := filepath.Join(root, f.Name)
		files[p] = string(f.Data)
		paths = append(paths, p)
	}
	sort.Strings(paths)
	g := jsparse.NewGraph(token.NewFileSet(), root, paths, func(p string) (string, error) {
		if s, ok := files[p]; ok {
			return s, nil
		}
		return "", errors.New("no such file: " + p)
	})
	got := map[string]callee.Entity{}
	probe := &jsanalysis.Analyzer{
		Name:     "probe",
		Requires: []*jsanalysis.Analyzer{callee.Analyzer},
		Run: func(p *jsanalysis.Pass) (any, error) {
			for c := range p.File.Root().Preorder(jsparse.Call) {
				if c.Callee().IsGlobal("what") {
					name, _ := c.Arg(0).IsString()
					got[name] = callee.Of(p).Expr(c.Arg(1))
					if c.Arg(1).Kind() == jsparse.Call {
						got["call of "+name] = callee.Of(p).Call(c.Arg(1))
					}
				}
			}
			return nil, nil
		},
	}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Analyzers: []*jsanalysis.Analyzer{probe}, Modules: g.Modules()})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	return got
}

func TestNames(t *testing.T) {
	got := resolve(t, `
-- a.ts --
import fs, { readFileSync as r, promises } from "node:fs"
import * as cp from "child_process"
import express from "express"
import { Worker as W } from "worker_threads"
const { scryptSync, ...rest } = require("crypto")
const zlib = require("node:zlib")
what("node:fs", fs)
what("node:fs.readFileSync", r)
what("node:fs.readFileSync", fs.readFileSync)
what("node:fs.promises.readFile", promises.readFile)
what("node:child_process.execSync", cp.execSync)
what("node:crypto.scryptSync", scryptSync)
what("node:zlib.gzipSync", zlib["gzipSync"])
what("express", express)
what("Worker", Worker)
what("Worker", window.Worker)
what("JSON.parse", JSON.parse)
const w = new W("x")
what("node:worker_threads.Worker#terminate", w.terminate)
function f(v: Worker | null) { what("Worker#postMessage", v!.postMessage) }
let once; once = new Worker("x"); what("Worker#terminate", once.terminate)
const alias = r; what("node:fs.readFileSync", alias)
what("navigator.hardwareConcurrency", navigator.hardwareConcurrency)
`)
	for want, e := range got {
		have := e.Name
		if e.Instance {
			have += " instance"
		}
		if have != want {
			t.Errorf("%s: got %q (%v)", want, have, e.Node)
		}
	}
	if len(got) != 13 {
		t.Errorf("%d names", len(got))
	}
}

func TestNodes(t *testing.T) {
	got := resolve(t, `
-- a.ts --
import { helper, Pool } from "./b"
import def from "./b"
import * as ns from "./b"
function local() {}
class Worker { run() {} }
what("function helper", helper)
what("function local", local)
what("class Worker", Worker)
what("(a) => a", def)
what("function helper", ns.helper)
const pool = new Pool()
what("() { return 1 }", pool.size)
const table = { go() { return 2 }, stop: local }
what("() { return 2 }", table.go)
what("function local", table.stop)
class D extends Pool { m() { what("() { return 1 }", this.size) } }
let many = helper; many = local; what("", many)
for (const each of [helper]) what("", each)
-- b.ts --
export function helper() {}
export class Pool { size() { return 1 } }
export default (a) => a
`)
	for want, e := range got {
		have := ""
		if e.Node.Ok() {
			have = e.Node.Text()
		}
		if want == "" && e.Known() || want != "" && (len(have) < len(want) || have[:len(want)] != want && have[:len(want)] != "export "+want[:max(0, len(want)-7)]) {
			t.Errorf("%s: got %q", want, have)
		}
	}
}

// A module that sets module.exports to a function or class is that, where it is
// called, made or extended.
func TestModuleIsValue(t *testing.T) {
	got := resolve(t, `
-- a.js --
const run = require("./run")
const Base = require("./base")
what("run", run())
class Child extends Base { m() { what("size", this.size) } }
what("class", new Base())
what("module", run)
-- run.js --
module.exports = function run() { return 1 }
-- base.js --
module.exports = class Base { size() { return 1 } }
`)
	if fn := got["call of run"].Func(); fn.Name() != "run" {
		t.Errorf("the function behind the module: %v", fn)
	}
	if size := got["size"]; !size.Func().Ok() {
		t.Errorf("a member of the class behind the module: %v", size)
	}
	if made := got["class"]; !made.Class().Ok() || !made.Instance {
		t.Errorf("an instance of the class behind the module: %v", made)
	}
	if module := got["module"]; module.Module == nil {
		t.Errorf("what is not called stays a module: %v", module)
	}
}
