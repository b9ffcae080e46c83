// Package corecount reports pools that are sized by a number that is not the cores they may use.
//
// os.cpus().length counts the host's logical processors. In a container with a
// quota of two cores on a machine of 64 it says 64, and in some sandboxes 0; the
// pool then starts 64 threads that share two cores, or none at all.
// os.availableParallelism() (Node 18.14 and later) asks the system how many may
// run for this process, and is never below 1.
//
// navigator.hardwareConcurrency is undefined where the browser does not tell, and
// in Node before 21. Arithmetic with it then gives NaN, a loop up to NaN makes no
// worker, and every task waits for ever. Give it a fallback.
//
// # Wrong
//
//	import os from "node:os";
//	import Piscina from "piscina";
//
//	export const pool = new Piscina({
//	  filename: new URL("./worker.js", import.meta.url).href,
//	  maxThreads: os.cpus().length,
//	});
//
// # Right
//
//	import os from "node:os";
//	import Piscina from "piscina";
//
//	export const pool = new Piscina({
//	  filename: new URL("./worker.js", import.meta.url).href,
//	  maxThreads: os.availableParallelism(),
//	});
//
// # When to ignore
//
// When the code must run on Node before 18.14, or never runs in a container.
package corecount
