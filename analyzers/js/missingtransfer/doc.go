// Package missingtransfer reports messages that copy a large buffer though the
// sender does not use it afterwards.
//
// postMessage copies what it is given. For an ArrayBuffer of some megabytes that
// is milliseconds on the sender's thread, more on the receiver's, and twice the
// memory until the collector has found the original. A transfer list moves the
// memory instead, in microseconds, whatever its size. An OffscreenCanvas, a
// MessagePort and a stream cannot be copied at all: without a list the call
// throws.
//
// Reported are messages to a known worker, or from one, that hold an ArrayBuffer,
// a typed array with a buffer of its own, an ImageData or an ImageBitmap in a
// local variable that no path uses again and that nobody else can have kept. A
// function or method that hands its argument to postMessage, and does nothing else
// with it, is followed.
//
// # Wrong
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function send(samples: number[]) {
//	  const bytes = new Float64Array(samples.length);
//	  for (let i = 0; i < samples.length; i++) bytes[i] = samples[i];
//	  worker.postMessage({ kind: "samples", bytes });
//	}
//
// # Right
//
//	const worker = new Worker(new URL("./w.js", import.meta.url));
//
//	export function send(samples: number[]) {
//	  const bytes = new Float64Array(samples.length);
//	  for (let i = 0; i < samples.length; i++) bytes[i] = samples[i];
//	  worker.postMessage({ kind: "samples", bytes }, [bytes.buffer]);
//	}
//
// # When to ignore
//
// When the buffers are always small.
package missingtransfer
