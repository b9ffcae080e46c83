// Package fanout reports Promise.all that starts one request, file or query for each item of an unbounded collection at once.
//
// Promise.all over map starts everything before it waits for anything. With some
// thousand items that are some thousand sockets, file handles or queries at the
// same moment: the process runs out of descriptors (EMFILE), the other side
// answers 429 or times out, and everything is held in memory together.
//
// Limit how many run at a time: p-limit, p-map with concurrency, a loop over
// slices of the list, or a query that takes all the ids at once.
//
// # Wrong
//
//	// sizes.ts
//	import { readdir, readFile } from "node:fs/promises";
//	import { join } from "node:path";
//
//	export async function sizes(dir: string) {
//		const names = await readdir(dir);
//		return Promise.all(names.map(async (name) => (await readFile(join(dir, name))).length));
//	}
//
// # Right
//
//	// sizes.ts
//	import { readdir, readFile } from "node:fs/promises";
//	import { join } from "node:path";
//	import pLimit from "p-limit";
//
//	export async function sizes(dir: string) {
//		const limit = pLimit(16);
//		const names = await readdir(dir);
//		return Promise.all(names.map((name) => limit(async () => (await readFile(join(dir, name))).length)));
//	}
//
// # When to ignore
//
// When the collection is known to be small, or the client that is called limits
// itself.
package fanout
