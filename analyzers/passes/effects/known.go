package effects

import (
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/jsparse"
)

// known: calls by qualified name, as package callee gives it. A name that ends
// in "*" stands for any rest; the longest row that fits wins.
var known = func() map[string]Class {
	m := map[string]Class{
		// ECMAScript 2024, 27.2.4.
		"Promise.all": Combine, "Promise.allSettled": Combine, "Promise.any": Combine, "Promise.race": Combine,
		"Promise.resolve": Read, "Promise.reject": Read,
		"bluebird.all": Combine, "bluebird.map": Combine, "bluebird.delay": Pace, "Promise.delay": Pace, "Promise.map": Combine,
		"console.*": Log,
		"Math.*":    Read, "Object.keys": Read, "Object.values": Read, "Object.entries": Read, "Object.fromEntries": Read,
		"Object.assign": Unknown, "JSON.*": Read, "Array.from": Read, "Array.isArray": Read, "Array.of": Read,
		"Number.*": Read, "String.*": Read, "String": Read, "Number": Read, "Boolean": Read, "BigInt": Read, "parseInt": Read,
		"parseFloat": Read, "isNaN": Read, "isFinite": Read, "encodeURIComponent": Read, "decodeURIComponent": Read,
		"encodeURI": Read, "decodeURI": Read, "structuredClone": Read, "atob": Read, "btoa": Read, "Date.now": Read,
		"performance.now": Read, "Buffer.*": Read, "Symbol": Read, "Reflect.get": Read, "Reflect.has": Read,
		"require": Order, "createImageBitmap": Read, "crypto.subtle.*": Read, "node:crypto.*": Read, "node:path.*": Read,
		"node:url.*": Read, "node:util.*": Read, "node:os.*": Read,
		"setTimeout": Pace, "setImmediate": Pace, "requestAnimationFrame": Pace, "requestIdleCallback": Pace,
		"queueMicrotask": Pace, "node:process.nextTick": Pace, "process.nextTick": Pace, "scheduler.yield": Pace, "scheduler.wait": Pace,
		"node:timers/promises.*": Pace, "node:timers.promises.*": Pace, "promisify(setTimeout)": Pace, "p-retry*": Order, "async-retry*": Order,
		"delay*": Pace, "react.*": Unknown, "@playwright/test.*": Order, "playwright*": Order, "puppeteer*": Order,
		"inquirer*": Order, "prompts*": Order, "enquirer*": Order, "@inquirer/*": Order, "@clack/prompts.*": Order,
		"vscode.window.show*": Order, "lodash.*": Read, "lodash-es.*": Read, "date-fns.*": Read, "uuid.*": Read,
		"axios.get": Read, "axios.head": Read, "got.get": Read, "ky.get": Read, "superagent.get": Read,
		"got.head": Read, "ky.head": Read, "sharp": Read,
	}
	// Node.js 20: calls of the file system whose only subject is the path given.
	for _, module := range []string{"node:fs.promises.", "node:fs/promises.", "fs-extra.", "graceful-fs.promises."} {
		for _, name := range strings.Fields("readFile stat lstat access readdir realpath readlink exists pathExists readJson readJSON opendir statfs glob") {
			m[module+name] = Read
		}
		for _, name := range strings.Fields("unlink rm copyFile writeFile chmod chown utimes truncate remove outputFile outputJson writeJson writeJSON copy") {
			m[module+name] = Own
		}
		for _, name := range strings.Fields("appendFile rename move mkdir mkdtemp symlink link open ensureDir emptyDir cp rmdir") {
			m[module+name] = Write
		}
	}
	return m
}()

// Target is the argument that names what a call of class Own changes: the path
// that is written, which for copies is the second.
func Target(call jsparse.Cursor) jsparse.Cursor {
	switch Name(call.Callee()) {
	case "copyFile", "copy":
		return call.Arg(1)
	}
	return call.Arg(0)
}

// isRequest names the calls whose options hold the method.
func isRequest(name string) bool {
	switch strings.Replace(name, ".default", "", 1) {
	case "fetch", "node-fetch", "undici.fetch", "cross-fetch", "node-fetch.fetch", "cross-fetch.fetch", "ky", "got", "axios":
		return true
	}
	return false
}

// named looks a qualified name up.
func named(name string) Class {
	if name == "" {
		return Unknown
	}
	name = strings.Replace(name, ".default", "", 1)
	if c, ok := known[name]; ok {
		return c
	}
	for i := len(name); i > 0; i-- {
		if c, ok := known[name[:i]+"*"]; ok {
			return c
		}
	}
	return Unknown
}

// request classes fetch(url, {method}): GET and HEAD read.
func request(call jsparse.Cursor) Class {
	for k, opts := range []jsparse.Cursor{call.Arg(0), call.Arg(1)} {
		if opts.Kind() == jsparse.Ident && k == 1 {
			if v, ok := callee.Value(opts.File(), opts.Sym()); ok {
				opts = v
			}
		}
		switch opts.Kind() {
		case jsparse.ObjectLit:
			method := opts.Prop("method")
			if !method.Ok() {
				for p := range opts.All(jsparse.EdgeItem) {
					if p.Kind() == jsparse.Spread {
						return Unknown
					}
				}
				continue
			}
			if s, ok := method.Child(jsparse.EdgeValue).IsString(); ok && (strings.EqualFold(s, "get") || strings.EqualFold(s, "head")) {
				continue
			}
			return Write
		case jsparse.Invalid:
		default:
			if k == 1 {
				return Unknown
			}
		}
	}
	return Read
}
