package workers_test

import (
	"context"
	"errors"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// each calls visit for every New and Call of the archive's files.
func each(t *testing.T, archive string, visit func(o *workers.Oracle, n jsparse.Cursor)) {
	t.Helper()
	files := map[string]string{}
	var paths []string
	for _, f := range txtar.Parse([]byte(archive)).Files {
		p := "/p/" + f.Name
		files[p] = string(f.Data)
		paths = append(paths, p)
	}
	g := jsparse.NewGraph(token.NewFileSet(), "/p", paths, func(p string) (string, error) {
		if s, ok := files[p]; ok {
			return s, nil
		}
		return "", errors.New("no such file: " + p)
	})
	probe := &jsanalysis.Analyzer{
		Name:     "probe",
		Requires: []*jsanalysis.Analyzer{workers.Analyzer},
		Run: func(p *jsanalysis.Pass) (any, error) {
			for n := range p.File.Root().Preorder(jsparse.New, jsparse.Call) {
				visit(workers.Of(p), n)
			}
			return nil, nil
		},
	}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Analyzers: []*jsanalysis.Analyzer{probe}, Modules: g.Modules()})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		code string // ends in the call
		want workers.Kind
	}{
		{`new Worker("w.js")`, workers.Web},
		{`new globalThis.Worker("w.js")`, workers.Web},
		{`new SharedWorker("w.js")`, workers.Shared},
		{`import { Worker } from "worker_threads"; new Worker("w.js")`, workers.Node},
		{`import * as wt from "node:worker_threads"; new wt.Worker("w.js")`, workers.Node},
		{`const { Worker: W } = require("worker_threads"); new W("w.js")`, workers.Node},
		{`let W; try { W = require("worker_threads").Worker } catch {}; new W("w.js")`, workers.Node},
		{`const W = globalThis.Worker ?? require("worker_threads").Worker; new W("w.js")`, workers.Web},
		{`class W extends Worker {}; new W("w.js")`, workers.Web},
		{`import W from "./x?worker"; new W()`, workers.Web},
		{`import W from "./x?worker&inline"; new W()`, workers.Web},
		{`import W from "./x?sharedworker"; new W()`, workers.Shared},
		{`import W from "worker-loader!./x"; new W()`, workers.Web},
		{`import Worker from "web-worker"; new Worker("w.js")`, workers.Web},
		{`import { Worker } from "threads"; new Worker("w")`, workers.Managed},
		{`import { fork } from "child_process"; fork("w.js")`, workers.Process},
		{`import cluster from "cluster"; cluster.fork()`, workers.Process},
		{`import { Piscina } from "piscina"; new Piscina({})`, workers.Pool},
		{`const Piscina = require("piscina"); new Piscina({})`, workers.Pool},
		{`import Tinypool from "tinypool"; new Tinypool({})`, workers.Pool},
		{`import * as workerpool from "workerpool"; workerpool.pool("w.js")`, workers.Pool},
		{`import { FixedThreadPool } from "poolifier"; new FixedThreadPool(4, "w.js")`, workers.Pool},
		{`import { Worker } from "jest-worker"; new Worker("w.js", {})`, workers.Pool},
		{`import { Pool } from "threads"; Pool(f, 4)`, workers.Pool},

		// Things that merely are called so. BullMQ and Temporal consume a queue,
		// mediasoup starts a process of its own, Cloudflare's workers are handlers.
		{`import { Worker } from "bullmq"; new Worker("q", f)`, workers.None},
		{`import { Worker } from "@temporalio/worker"; new Worker()`, workers.None},
		{`import * as mediasoup from "mediasoup"; mediasoup.createWorker()`, workers.None},
		{`import { Pool } from "pg"; new Pool()`, workers.None},
		{`import { Worker } from "@cloudflare/workers-types"; new Worker()`, workers.None},
		{`class Worker {}; new Worker()`, workers.None},
		{`class DecryptionWorker {}; new DecryptionWorker()`, workers.None},
		{`function f(Worker) { return new Worker("w.js") }`, workers.None},
		{`graph.fork()`, workers.None},
		{`import W from "./x?raw"; new W()`, workers.None},
	} {
		got := workers.None
		each(t, "-- a.js --\n"+c.code+"\n", func(o *workers.Oracle, n jsparse.Cursor) {
			if th := o.New(n); th.Kind != workers.None {
				got = th.Kind
			}
		})
		if got != c.want {
			t.Errorf("%s: kind %d, want %d", c.code, got, c.want)
		}
	}
}

func TestEither(t *testing.T) {
	each(t, `
-- a.js --
const W = typeof Worker === "undefined" ? require("worker_threads").Worker : Worker;
new W("w.js");
`, func(o *workers.Oracle, n jsparse.Cursor) {
		if n.Kind() == jsparse.New && !o.New(n).Either {
			t.Error("which class it is shows at run time only")
		}
	})
}

func TestEntry(t *testing.T) {
	const archive = `
-- a.js --
import { Worker as Node } from "worker_threads";
import Query from "./w?worker";
new Worker(new URL("./w.js", import.meta.url)); // w
new Node("./w.js"); // w
new Query(); // w
new Worker(URL.createObjectURL(new Blob([code]))); // inline
new Node(code, { eval: true }); // inline
new Node(path, { eval: false }); // unknown
-- w.js --
self.onmessage = () => {};
`
	seen := 0
	each(t, archive, func(o *workers.Oracle, n jsparse.Cursor) {
		th := o.New(n)
		if th.Kind == workers.None {
			return
		}
		seen++
		line, _ := n.File().Line(n.Start())
		_, want, _ := strings.Cut(strings.Split(n.File().Text, "\n")[line-1], "// ")
		got := "unknown"
		if m := o.Entry(th); m != nil {
			got = strings.TrimSuffix(strings.TrimPrefix(m.Path, "/p/"), ".js")
		} else if th.Inline() {
			got = "inline"
		}
		if got != want {
			t.Errorf("%s runs %s, want %s", n, got, want)
		}
	})
	if seen != 6 {
		t.Errorf("%d threads, want 6", seen)
	}
}

func TestSize(t *testing.T) {
	for _, c := range []struct {
		expr   string
		want   string // threads on 4 and on 64 cores, or "unknown"
		source string
	}{
		{`8`, "8 8", ""},
		{`os.cpus().length`, "4 64", "cpus"},
		{`os.availableParallelism() * 2`, "8 128", "parallelism"},
		{`navigator.hardwareConcurrency || 4`, "4 64", "hardware"},
		{`Math.max(1, Math.floor(os.cpus().length / 2))`, "2 32", "cpus"},
		{`Math.min(os.cpus().length * 2, 20)`, "8 20", "cpus"},
		{`os.cpus().length << 1`, "8 128", "cpus"},
		{`os.cpus().length - 1`, "4 64", "cpus"},
		{`cores()`, "4 64", "cpus"},
		{`flag ? os.cpus().length * 2 : 1`, "8 128", "cpus"},
		{`Math.min(list.length, os.cpus().length)`, "4 64", "cpus"},
		{`Math.min(limit, os.cpus().length * 4)`, "unknown", ""},
		{`options.size || 8`, "unknown", ""},
		{`process.env.N`, "unknown", ""},
		{`limit`, "unknown", ""},
	} {
		each(t, "-- a.js --\nimport os from \"node:os\";\nconst cores = () => os.cpus().length;\nexport function f(limit, list, options, flag) { what("+c.expr+"); }\n", func(o *workers.Oracle, n jsparse.Cursor) {
			if !n.Callee().IsGlobal("what") {
				return
			}
			got, source := "unknown", ""
			if s, ok := o.Size(n.Arg(0)); ok {
				got = number(s.Of(4)) + " " + number(s.Of(64))
				if len(s.Cores) > 0 {
					source = s.Cores[0].Source
				}
			}
			if got != c.want || source != c.source {
				t.Errorf("%s: %s from %q, want %s from %q", c.expr, got, source, c.want, c.source)
			}
		})
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
