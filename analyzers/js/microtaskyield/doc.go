// Package microtaskyield reports long work that gives way to microtasks only, which lets nothing else run.
//
// An await in a loop looks as if it let others in. If what it waits for is settled
// already (await null, await Promise.resolve(), a promise that queueMicrotask or
// process.nextTick resolves), the function goes on in the same turn of the event
// loop: microtasks run until there are none left, and timers, input, requests and
// frames wait until then. The same holds for a function that calls itself again
// through process.nextTick or queueMicrotask.
//
// Yield in a macrotask: scheduler.yield() where there is one, a promise around
// setTimeout or MessageChannel in a browser, around setImmediate in Node. Every
// hundredth round or every few milliseconds is often enough.
//
// # Wrong
//
//	// index.ts
//	export async function indexAll(docs: string[], index: (doc: string) => void) {
//		for (const doc of docs) {
//			index(doc);
//			await Promise.resolve();
//		}
//	}
//
// # Right
//
//	// index.ts
//	export async function indexAll(docs: string[], index: (doc: string) => void) {
//		for (const doc of docs) {
//			index(doc);
//			await new Promise((resolve) => setTimeout(resolve, 0));
//		}
//	}
//
// # When to ignore
//
// When the order among promises is what the await is for, as in a test of it.
package microtaskyield
