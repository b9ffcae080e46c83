// Package workerapi reports calls of one platform's worker interface on a worker of the other.
//
// A browser's Worker is an EventTarget: onmessage, addEventListener, and an event
// whose data is the message. A worker of node:worker_threads is an EventEmitter:
// on("message", …), and the message itself. Assigning onmessage to the latter does
// nothing, so its answers are never read; calling on() of the former throws. And
// where a window's postMessage takes an origin as its second argument, a worker's
// takes the list of what to transfer: a string there throws.
//
// # Wrong
//
//	import { Worker } from "node:worker_threads";
//
//	const worker = new Worker(new URL("./sum.js", import.meta.url));
//	worker.onmessage = (e) => console.log(e.data);
//	worker.on("error", console.error);
//	worker.postMessage([1, 2, 3]);
//
// # Right
//
//	import { Worker } from "node:worker_threads";
//
//	const worker = new Worker(new URL("./sum.js", import.meta.url));
//	worker.on("message", (sum) => console.log(sum));
//	worker.on("error", console.error);
//	worker.postMessage([1, 2, 3]);
//
// # When to ignore
//
// When a polyfill, a shim or the bundler gives the worker the other interface.
package workerapi
