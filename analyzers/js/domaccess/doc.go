// Package domaccess reports uses of the document in code that runs only in a worker.
//
// A worker has no document, no window, no localStorage and no dialogs. Touching
// them throws a ReferenceError, in a thread whose errors often nobody reads. This
// holds for the worker's own file and for every module that only workers import.
//
// Send what is needed by message, use OffscreenCanvas for drawing, IndexedDB or
// the Cache API for storage, and self for globals.
//
// # Wrong
//
//	// worker.ts
//	self.onmessage = (e) => {
//	  const canvas = document.createElement("canvas");
//	  canvas.width = e.data.width;
//	  self.postMessage(canvas.toDataURL());
//	};
//	// main.ts
//	export const worker = new Worker(new URL("./worker.ts", import.meta.url));
//
// # Right
//
//	// worker.ts
//	self.onmessage = async (e) => {
//	  const canvas = new OffscreenCanvas(e.data.width, 1);
//	  self.postMessage(await canvas.convertToBlob());
//	};
//	// main.ts
//	export const worker = new Worker(new URL("./worker.ts", import.meta.url));
//
// # When to ignore
//
// When the worker sets up an emulated DOM in a way that the project's files do
// not show.
package domaccess
