// Package blockingcall reports calls in async code and request handlers that hold the event loop until a file, a process or a slow hash is done.
//
// fs.readFileSync, execSync, zlib.gzipSync or bcrypt.hashSync stop the whole
// process, not only the function that calls them: on a server every other
// request waits, in a renderer the window freezes. Being inside an async
// function does not change that; there the same work could be awaited.
//
// Calls are recognised by what they are, not by a name that ends in Sync: through
// imports, aliases and destructuring. A synchronous helper of the project's own
// that makes such a call is reported too, at the call, if code in which somebody
// waits reaches it, also from other files; the way there is shown. Start-up,
// command-line scripts, tests, builds and workers are left alone, and so is what
// runs once behind a guard, and what only touches a file's metadata. A file that is
// read or written is a warning where a server's clients wait for it, another
// program where anybody is known to wait; else they are an info.
//
// Await the asynchronous twin: fs.promises.readFile, a promisified execFile,
// bcrypt.hash. Where a whole chain of helpers is synchronous, make it async from
// the call upwards, or read once at start-up and keep the result.
//
// # Wrong
//
//	// report.ts
//	import fs from "node:fs";
//
//	export async function addReport(path: string, send: (text: string) => Promise<void>) {
//		const text = fs.readFileSync(path, "utf8");
//		await send(text);
//	}
//
// # Right
//
//	// report.ts
//	import fs from "node:fs";
//
//	export async function addReport(path: string, send: (text: string) => Promise<void>) {
//		const text = await fs.promises.readFile(path, "utf8");
//		await send(text);
//	}
//
// # When to ignore
//
// When nothing else shares the process while the call runs, for a reason that the
// code does not show: a one-shot tool, a maintenance mode, an exit handler.
package blockingcall
