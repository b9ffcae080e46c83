import { Worker as Queue } from "bullmq";

declare const url: URL;
declare function keep(x: unknown): void;
const worker = new Worker(url);
let last: Uint8Array;

// In use afterwards, kept by others, shared.
export function later(n: number) {
  const a = new Uint8Array(n);
  worker.postMessage(a);
  keep(a);
}
export function kept(n: number) {
  const a = new Uint8Array(n);
  keep(a);
  worker.postMessage(a);
  const b = new Uint8Array(n);
  last = b;
  worker.postMessage(b);
}
export function captured(n: number) {
  const a = new Uint8Array(n);
  worker.onmessage = () => keep(a[0]);
  worker.postMessage(a);
}
export function many(all: Worker[], n: number) {
  const a = new Uint8Array(n);
  for (const w of all) w.postMessage(a);
}
export function shared(n: number) {
  const sab = new SharedArrayBuffer(n);
  const view = new Int32Array(sab);
  worker.postMessage({ sab, view });
}
export function wasm(memory: WebAssembly.Memory, ptr: number, n: number) {
  const view = new Uint8Array(memory.buffer, ptr, n);
  worker.postMessage(view);
  worker.postMessage(memory.buffer);
}
export function callers(a: Uint8Array, b: ArrayBuffer) {
  worker.postMessage(a);
  worker.postMessage(b);
}
export function pooled(text: string) {
  const data = Buffer.from(text);
  worker.postMessage(data);
}

// Small, transferred, not for a thread.
export function small() {
  const a = new Uint8Array(16), b = new Float32Array([1, 2, 3]), size = 64, c = new Uint8Array(size);
  worker.postMessage({ a, b, c });
}
export function listed(n: number, list: Transferable[]) {
  const a = new Uint8Array(n);
  worker.postMessage(a, [a.buffer]);
  const b = new Uint8Array(n);
  worker.postMessage(b, list);
}
export function elsewhere(n: number, w: any) {
  const a = new Uint8Array(n);
  window.postMessage(a, "*");
  const q: any = new Queue("q", keep as any);
  const b = new Uint8Array(n);
  q.postMessage(b);
  new BroadcastChannel("x").postMessage(b);
  w.postMessage(b);
}
