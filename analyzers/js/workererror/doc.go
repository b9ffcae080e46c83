// Package workererror reports workers whose messages are handled and whose errors are not.
//
// A worker that fails to load, throws, or cannot read a message tells so by an
// event. Where nobody listens, a browser only logs it: the answer never comes, the
// promise around it stays pending for ever, and the spinner turns. In Node the
// error event without a listener is an uncaught exception and ends the process.
//
// Listen to error (and messageerror), and reject what waits for the answer.
// events.once(worker, "message") rejects by itself.
//
// # Wrong
//
//	export function sum(numbers) {
//	  return new Promise((resolve) => {
//	    const worker = new Worker(new URL("./sum.js", import.meta.url));
//	    worker.onmessage = (e) => {
//	      resolve(e.data);
//	      worker.terminate();
//	    };
//	    worker.postMessage(numbers);
//	  });
//	}
//
// # Right
//
//	export function sum(numbers) {
//	  return new Promise((resolve, reject) => {
//	    const worker = new Worker(new URL("./sum.js", import.meta.url));
//	    worker.onmessage = (e) => {
//	      resolve(e.data);
//	      worker.terminate();
//	    };
//	    worker.onerror = (e) => {
//	      reject(new Error(e.message));
//	      worker.terminate();
//	    };
//	    worker.postMessage(numbers);
//	  });
//	}
//
// # When to ignore
//
// When the worker's code cannot fail, or sends its errors as messages and a
// failure to load does not matter.
package workererror
