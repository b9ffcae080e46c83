// Package cpubound reports work in async code that holds the event loop longer than a long task.
//
// async does not make a computation wait its turn. Between two awaits a function
// runs in one piece, and while it does no input is handled, no frame is drawn
// and no other request is answered. Work that grows with its data past 50 ms (a
// long task) is felt: by everyone at once on a server, as a frozen page in a
// browser. An await in the loop helps only if what it waits for settles in a
// later macrotask; a settled promise lets nothing else run.
//
// The rule adds up what a function does, through the functions it calls, in
// whatever file they stand: loops, array methods, searches inside loops,
// spreading an accumulator, recursion, parsers and compressors. It reports a
// place whose work passes a long task at sizes that such data plausibly has:
// pixels come in millions, records in tens of thousands, options in dozens.
// Then it runs the function at growing sizes, where it can, and says how long it
// takes. Code in workers, scripts, tests and at start-up is left alone.
//
// Move the work to a worker, which leaves the thread free, or cut it into pieces
// with a real yield between them: scheduler.yield(), or a promise around
// setTimeout or setImmediate. Often a Map in the place of a search in a loop is
// all it needs.
//
// # Wrong
//
//	// dataset.ts
//	export async function filterLargeDataset(
//		records: Record<string, unknown>[],
//		predicate: (r: Record<string, unknown>) => boolean,
//	): Promise<Record<string, unknown>[]> {
//		return records.filter(predicate);
//	}
//
// # Right
//
//	// dataset.ts
//	const pause = () => new Promise((resolve) => setTimeout(resolve, 0));
//
//	export async function filterLargeDataset(
//		records: Record<string, unknown>[],
//		predicate: (r: Record<string, unknown>) => boolean,
//	): Promise<Record<string, unknown>[]> {
//		const kept = [];
//		for (let i = 0; i < records.length; i++) {
//			if (predicate(records[i])) kept.push(records[i]);
//			if (i % 1000 === 999) await pause();
//		}
//		return kept;
//	}
//
// # When to ignore
//
// When the data is known to be small, for a reason that the code does not show;
// or when nobody waits while the function runs.
package cpubound
