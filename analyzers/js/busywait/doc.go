// Package busywait reports loops that wait by spinning.
//
// while (Date.now() < end); keeps the thread busy until the time has come: no
// timer, no input, no other request is handled meanwhile, and the core is burnt.
// while (!done); is worse. What would set the flag is another task, which cannot
// run before the loop has ended, so the loop never ends.
//
// Wait for a timer or an event instead: await a promise that setTimeout, the
// event or the other side settles. A worker that must block until another thread
// is ready has Atomics.wait.
//
// # Wrong
//
//	// retry.ts
//	export async function backOff(ms: number) {
//		const end = Date.now() + ms;
//		while (Date.now() < end) {}
//	}
//
// # Right
//
//	// retry.ts
//	export async function backOff(ms: number) {
//		await new Promise((resolve) => setTimeout(resolve, ms));
//	}
//
// # When to ignore
//
// When load is the purpose: a benchmark, or a test of how something behaves while
// the thread is busy.
package busywait
