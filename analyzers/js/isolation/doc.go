// Package isolation reports shared memory in pages that are not cross-origin
// isolated.
//
// Browsers define SharedArrayBuffer, and let a WebAssembly memory that is shared go
// into a message, only in pages that are cross-origin isolated: the page's response carries the
// headers Cross-Origin-Opener-Policy: same-origin and
// Cross-Origin-Embedder-Policy: require-corp (or credentialless). On a
// development server that sends them all is well; on a host that does not the
// code throws a ReferenceError.
//
// Reported is the use in browser code of a repository in which no source, server
// or hosting configuration names the headers and nothing asks whether the page is
// isolated.
//
// # Wrong
//
//	export function share(count: number) {
//	  document.title = "sharing";
//	  return new SharedArrayBuffer(count * 4);
//	}
//
// # Right
//
//	export function share(count: number) {
//	  document.title = "sharing";
//	  return self.crossOriginIsolated ? new SharedArrayBuffer(count * 4) : new ArrayBuffer(count * 4);
//	}
//
// # When to ignore
//
// When the headers are set outside the repository.
package isolation
