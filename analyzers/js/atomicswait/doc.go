// Package atomicswait reports Atomics.wait on a main thread.
//
// Atomics.wait holds the thread until another one notifies. On a browser's main
// thread and in a service worker it throws a TypeError. On Node's main thread it
// works, and stops the event loop: no request, timer or message gets through, not
// even the message that would let the other thread notify. Wait in a worker, or
// without holding the thread: Atomics.waitAsync gives a promise.
//
// # Wrong
//
//	export function render(flags: Int32Array) {
//	  Atomics.wait(flags, 0, 0);
//	  document.title = "ready";
//	}
//
// # Right
//
//	export async function render(flags: Int32Array) {
//	  await Atomics.waitAsync(flags, 0, 0).value;
//	  document.title = "ready";
//	}
//
// # When to ignore
//
// When a server waits once at its start, with a timeout.
package atomicswait
