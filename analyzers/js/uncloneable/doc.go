// Package uncloneable reports values in a message that cannot be cloned.
//
// postMessage, structuredClone and workerData copy a value by the structured
// clone algorithm. It knows plain objects, arrays, maps, sets, dates, errors and
// buffers. A function, a DOM node, a symbol, a Proxy (also the reactive object of
// a framework), a promise or a weak reference anywhere in the value makes the
// call throw a DataCloneError, and nothing is sent. Compilers do not see it:
// the parameter's type is any.
//
// Reported is what stands in the message as a literal says; what a variable holds
// is known where it has one value.
//
// # Wrong
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function sort(items: number[]) {
//	  worker.postMessage({ items, compare: (a: number, b: number) => a - b });
//	}
//
// # Right
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function sort(items: number[]) {
//	  worker.postMessage({ items, compare: "ascending" });
//	}
//
// # When to ignore
//
// When postMessage is replaced by a function that serializes the value itself.
package uncloneable
