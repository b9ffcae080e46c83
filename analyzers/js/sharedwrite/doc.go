// Package sharedwrite reports plain writes to shared memory that another thread
// has.
//
// view[i]++ on a SharedArrayBuffer reads, adds and writes in three steps; when two
// threads do it at once, one of the increments is lost. A plain write may be seen
// late by the other thread, or in another order than it was made. Atomics does
// both in one step that all threads see.
//
// Reported are writes through a view of a SharedArrayBuffer after the function
// has handed it to a worker: increments and other compound assignments always,
// plain assignments where nothing afterwards publishes them (Atomics.store,
// Atomics.notify, a message).
//
// # Wrong
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function start() {
//	  const memory = new SharedArrayBuffer(4);
//	  const counter = new Int32Array(memory);
//	  worker.postMessage(memory);
//	  counter[0]++;
//	}
//
// # Right
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function start() {
//	  const memory = new SharedArrayBuffer(4);
//	  const counter = new Int32Array(memory);
//	  worker.postMessage(memory);
//	  Atomics.add(counter, 0, 1);
//	}
//
// # When to ignore
//
// When the two threads write to different parts of the memory.
package sharedwrite
