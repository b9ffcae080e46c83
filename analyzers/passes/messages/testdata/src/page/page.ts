import { transfer, wrap } from "comlink";

const worker = new Worker(new URL("./w.js", import.meta.url));
const { port1, port2 } = new MessageChannel();
const memory = new WebAssembly.Memory({ initial: 1 });

export function send(n: number, given: Uint8Array, own: { postMessage(x: unknown): void }, frame: HTMLIFrameElement) {
  const bytes = new Uint8Array(n);
  const shared = new SharedArrayBuffer(n);
  worker.postMessage({ a: bytes, b: [given, shared] }, [bytes.buffer]); // want "^worker, bytes is a typed array, given is a typed array, shared is shared memory, list \\[bytes.buffer\\]$"
  worker.postMessage(bytes.buffer, { transfer: [bytes.buffer] }); // want "worker, bytes.buffer is an ArrayBuffer, list \\[bytes.buffer\\]"
  worker.postMessage(memory.buffer); // want "memory.buffer is WebAssembly memory"
  worker.postMessage({ port2, f: () => n, s: Symbol("x"), ...own }); // want "port2 is a MessagePort, \\(\\) => n is a function, Symbol\\(\"x\"\\) is a symbol$"
  port1.postMessage(n); // want "unknown, n is a value|port, n is a value"
  own.postMessage(n); // want "unknown, n is a value"
  window.postMessage(n, "*", [given.buffer]); // want "window, n is a value, list \\[given.buffer\\]"
  frame.contentWindow!.postMessage({ n }, { targetOrigin: "*", transfer: [given.buffer] }); // want "window, n is a value, list \\[given.buffer\\]"
  new BroadcastChannel("x").postMessage(n); // want "broadcast, n is a value"
  structuredClone(given, { transfer: [given.buffer] }); // want "clone, given is a typed array, list"
  transfer(given, [given.buffer]); // want "mark, given is a typed array, list"
  return wrap(worker);
}
export async function made(blob: Blob, canvas: HTMLCanvasElement) {
  const data = await blob.arrayBuffer();
  const image = await createImageBitmap(blob);
  const surface = canvas.transferControlToOffscreen();
  const later = blob.arrayBuffer();
  worker.postMessage([data, image, surface, later]); // want "data is an ArrayBuffer, image is an image, surface is an OffscreenCanvas, later is a promise"
}
export function shadowed(Worker: new () => { postMessage(x: unknown): void }, structuredClone: (x: unknown) => void) {
  new Worker().postMessage(1); // want "unknown"
  structuredClone(1);
}
