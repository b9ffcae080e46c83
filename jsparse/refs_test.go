package jsparse

import (
	"fmt"
	"strings"
	"testing"
)

func TestScanRefs(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`import a from "a"; import {b} from 'b'; import * as c from "c"; import "d"`, "0:a 0:b 0:c 0:d"},
		{"import a, {\n  b, // from \"no\"\n  c\n} from \"abc\"", "0:abc"},
		{`export * from "a"; export * as n from "b"; export {x, y as z} from "c"; export {w}; export const q = "from"`, "0:a 0:b 0:c"},
		{`import type {A} from "a"; import {type B} from "b"; import type C from "c"; import type from "d"; export type {D} from "e"`, "0:a:type 0:b 0:c:type 0:d 0:e:type"},
		{`await import("a"); import(x); import.meta.url; foo.import("no")`, "1:a"},
		{`const a = require("a"); x.require("no"); require(b)`, "2:a"},
		{"// import 'no'\n/* require('no') */ 'import \"no\"'; `import \"no\" ${require(\"yes\")} import 'no'`; /import 'no'/.test(x)", "2:yes"},
		{"\uFEFFimport 'a'; require((/* x */ ('b'))); require('no' + x); import(a ? 'c' : b ? 'd' : 'e')", "0:a 2:b 1:c 1:d 1:e"},
		{`type A = typeof import("a"); let b: import("b").B = await import("c"); type D = Promise<import("d").D>`, "1:a:type 1:b:type 1:c 1:d:type"},
		{"a / b; require('x') / c; return /require('no')/", "2:x"},
		{`new Worker(new URL("./w.ts", import.meta.url), {type: "module"}); new Worker("w.js"); new foo.Worker("./f.js")`, "3:./w.ts 3:w.js 3:./f.js"},
		{`import {Worker} from "node:worker_threads"; new Worker(path.join(__dirname, "lib", "w.js")); new Worker(__filename)`, "0:node:worker_threads 5:./lib/w.js 5:."},
		{"const {Worker} = require('worker_threads'); const file = path.resolve(__dirname, './w.js');\nnew Worker(file)", "2:worker_threads 5:./w.js"},
		{"const {Worker} = require('worker_threads'); new Worker(`${__dirname}/w.js`); new Worker(fileURLToPath(new URL('./u.js', import.meta.url)))", "2:worker_threads 5:./w.js 5:./u.js"},
		{`import W from "./x?worker"; import S from "./y.ts?sharedworker&inline"; import raw from "./z?raw"`, "4:./x 4:./y.ts 0:./z"},
		{`new SharedWorker("s.js"); navigator.serviceWorker.register("/sw.js"); ctx.audioWorklet.addModule("p.js"); importScripts("a.js", "b.js")`, "6:s.js 7:/sw.js 8:p.js 9:a.js 9:b.js"},
		{"const {fork} = require('child_process'); fork(path.join(__dirname, 'c.js'))", "2:child_process 10:./c.js"},
		{"import Piscina from 'piscina'; new Piscina({ filename: new URL('./w.mjs', import.meta.url).href, maxThreads: 2 })", "0:piscina 11:./w.mjs"},
		{"new Worker(URL.createObjectURL(new Blob([x], {type: 'text/javascript'}))); import wp from 'workerpool'; wp.pool({workerType: 'thread'}); new Worker(URL.createObjectURL(blob)); new Worker('https://cdn/x.js'); new Worker(`data:${x}`)", "0:workerpool"},
	} {
		var got []string
		for _, r := range scanRefs(c.src) {
			s := fmt.Sprintf("%d:%s", r.Kind, r.Spec)
			if r.TypeOnly {
				s += ":type"
			}
			got = append(got, s)
			if r.Start < 0 || r.End > len(c.src) || r.Start > r.End {
				t.Errorf("%s: range %d..%d", s, r.Start, r.End)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, s, c.want)
		}
	}
}
