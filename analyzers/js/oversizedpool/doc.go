// Package oversizedpool reports pools of threads that are larger than the machine.
//
// Threads that compute share the cores. Twice as many threads as cores compute
// not twice as fast but slower: the operating system switches between them, each
// has its own heap (some megabytes, and its own copy of the code), its own
// start-up time and its own garbage collector, and every single task takes
// longer. With a constant the pool fits one machine and no other.
//
// The rule looks at the options of piscina, tinypool, workerpool, poolifier,
// threads.js, jest-worker and others, at loops and array constructions that make
// workers or fork a cluster, and at classes of the project that hand the number
// on. A pool in a component or hook is reported too: each instance has its own. It
// reports twice the cores or more, and a constant above the target
// machine's cores; where those are unknown, a constant above 16. A clamp such as
// Math.min is taken into account.
//
// # Wrong
//
//	import { cpus } from "node:os";
//	import { Worker } from "node:worker_threads";
//
//	const threads = cpus().length * 4;
//	export const workers = [];
//	for (let i = 0; i < threads; i++) {
//	  workers.push(new Worker(new URL("./hash.js", import.meta.url)));
//	}
//
// # Right
//
//	import { availableParallelism } from "node:os";
//	import { Worker } from "node:worker_threads";
//
//	const threads = availableParallelism();
//	export const workers = [];
//	for (let i = 0; i < threads; i++) {
//	  workers.push(new Worker(new URL("./hash.js", import.meta.url)));
//	}
//
// # When to ignore
//
// When the threads mostly wait (for a synchronous database or file interface,
// say), or when the target machine has more cores than the tool knows of: tell
// it with the setting cores.
package oversizedpool
