// Package workerleak reports workers that nobody ends.
//
// A worker is a thread with its own heap: several megabytes and its start-up
// time. The garbage collector does not end it: dropping the last reference to a
// Worker leaves the thread running, with its listeners, timers and memory. So a
// function that makes a worker and forgets it costs a thread for every call, a
// component one for every mount, a class one for every instance, until the tab
// dies or the server runs out of memory. In Node a thread that still listens
// also keeps the process from exiting.
//
// End it where its owner ends: in a finally, in the clean-up function of an
// effect, in onUnmounted, onDestroy, ngOnDestroy or disconnectedCallback, in the
// class's own destroy or [Symbol.dispose]; or let the worker's code call close().
// Or share one worker, or a pool, for all calls.
//
// The worker is followed through variables, fields, collections, helper
// functions and return values, also in other files. A worker that lives as long
// as the page or the process on purpose (a module's variable, a singleton,
// start-up code) is not reported, nor one that leaves what can be seen.
//
// # Wrong
//
//	export function compress(bytes, done) {
//	  const w = new Worker(new URL("./deflate.js", import.meta.url), { type: "module" });
//	  w.onerror = (e) => done(e);
//	  w.onmessage = (e) => done(null, e.data);
//	  w.postMessage(bytes);
//	}
//
// # Right
//
//	export function compress(bytes, done) {
//	  const w = new Worker(new URL("./deflate.js", import.meta.url), { type: "module" });
//	  w.onerror = (e) => {
//	    w.terminate();
//	    done(e);
//	  };
//	  w.onmessage = (e) => {
//	    w.terminate();
//	    done(null, e.data);
//	  };
//	  w.postMessage(bytes);
//	}
//
// # When to ignore
//
// When the function runs once in the page's life, or the instance is never
// given up, in a way that the code around it does not show.
package workerleak
