document.title = "x";
export const memory = new SharedArrayBuffer(64); // want "`SharedArrayBuffer` only exists in pages that are cross-origin isolated"
export const wasm = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }); // want "shared WebAssembly memory can only be posted"
export const local = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
new Worker("./w.js").postMessage({ memory: wasm });
export const plain = new WebAssembly.Memory({ initial: 1 });
