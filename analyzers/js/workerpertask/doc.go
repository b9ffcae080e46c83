// Package workerpertask reports threads that are started for a single task.
//
// Starting a worker costs what a task often does not: a thread, a heap of its
// own, loading and compiling the code, 10 to 100 ms before the first message is
// read. Started for every item, request or call, they also run all at once: a
// hundred requests are a hundred threads, and each gets a hundredth of the cores.
//
// Keep a few workers, as many as there are cores, and give them the tasks in
// turn: a pool (piscina, tinypool, workerpool in Node; a handful of workers and a
// queue in a browser).
//
// Reported are a worker for each item of a collection, a worker in a request
// handler or in a component's render and, as information, a worker that a
// function starts and gives up within each of its calls.
//
// # Wrong
//
//	import { Worker } from "node:worker_threads";
//
//	export function resizeAll(files) {
//	  return Promise.all(
//	    files.map(
//	      (file) =>
//	        new Promise((resolve, reject) => {
//	          const worker = new Worker(new URL("./resize.js", import.meta.url), { workerData: file });
//	          worker.once("message", resolve);
//	          worker.once("error", reject);
//	        }),
//	    ),
//	  );
//	}
//
// # Right
//
//	import Piscina from "piscina";
//
//	const pool = new Piscina({ filename: new URL("./resize.js", import.meta.url).href });
//
//	export function resizeAll(files) {
//	  return Promise.all(files.map((file) => pool.run(file)));
//	}
//
// # When to ignore
//
// When a task is rare and runs for seconds, or must not share memory with others,
// as untrusted code.
package workerpertask
