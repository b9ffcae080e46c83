// Package useaftertransfer reports buffers, views and ports that are used after
// they were moved to another thread, and transfer lists that cannot work.
//
// What stands in a transfer list is moved, not copied. The sender is left with a
// detached buffer: its length is 0, reading gives undefined, writing does
// nothing, and sending it again throws a DataCloneError. All views of the buffer
// are empty with it. None of this is an error where it happens, so the result is
// wrong data somewhere else.
//
// Take what is needed before the transfer, or send a copy and transfer that one
// (buffer.slice(0)). A typed array itself is not transferable, its buffer is; a
// SharedArrayBuffer is shared without a list.
//
// Code is followed along its paths, so a use in another branch, or after the
// variable got a new value, is no use after the transfer. A function or method that
// hands its arguments to postMessage counts as the transfer. Code in functions
// that run later is not looked at.
//
// # Wrong
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function send(pixels: Uint8Array) {
//	  worker.postMessage(pixels, [pixels.buffer]);
//	  return pixels.length;
//	}
//
// # Right
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function send(pixels: Uint8Array) {
//	  const sent = pixels.length;
//	  worker.postMessage(pixels, [pixels.buffer]);
//	  return sent;
//	}
//
// # When to ignore
//
// When the code looks at the detached buffer on purpose, as a test does.
package useaftertransfer
