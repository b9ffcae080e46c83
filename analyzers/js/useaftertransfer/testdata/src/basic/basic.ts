import { Worker as Thread, parentPort } from "node:worker_threads";
import * as Comlink from "comlink";

declare const url: URL;
declare function show(x: unknown): void;
const worker = new Worker(url);
const thread = new Thread(url);

export function after(buf: ArrayBuffer) {
  worker.postMessage(buf, [buf]);
  show(new Uint8Array(buf)); // want "`buf` is used after `buf` was transferred: it is empty then"
}
export function view(n: number) {
  const view = new Float32Array(n);
  worker.postMessage({ view }, { transfer: [view.buffer] });
  view[0] = 1; // want "`view` is used after `view.buffer` was transferred"
}
export function viewOfBuffer(n: number) {
  const buffer = new ArrayBuffer(n);
  const a = new Uint8Array(buffer), b = new Uint16Array(buffer);
  thread.postMessage(a, [buffer]);
  return b[0]; // want "`b` is used"
}
export function bufferOfView(n: number) {
  const buffer = new ArrayBuffer(n);
  const a = new Uint8Array(buffer);
  thread.postMessage(a, [a.buffer]);
  show(buffer); // want "`buffer` is used"
}
export function branch(buf: ArrayBuffer, now: boolean) {
  if (now) worker.postMessage(buf, [buf]);
  show(buf); // want "used after"
}
export function rounds(buf: ArrayBuffer, all: Worker[]) {
  for (const w of all) w.postMessage(buf, [buf]); // want "is sent again in the next round"
}
export function field(state: { data: Uint8Array; rest: string }) {
  self.postMessage(state, [state.data.buffer]);
  show(state.rest);
  show(state.data.length * 2); // want "`state.data` is used"
}
export function port() {
  const channel = new MessageChannel();
  worker.postMessage("port", [channel.port2]);
  channel.port1.onmessage = show;
  channel.port2.start(); // want "`channel.port2` is used"
}
export async function proxied(remote: any, bytes: ArrayBuffer) {
  await remote.work(Comlink.transfer(bytes, [bytes]));
  return bytes.slice(0); // want "`bytes` is used"
}
export function clone(buf: ArrayBuffer) {
  const moved = structuredClone(buf, { transfer: [buf] });
  show(moved);
  show(buf); // want "used after"
}
export function lists(sab: SharedArrayBuffer) {
  const view = new Uint8Array(10);
  worker.postMessage(view, [view]); // want "`view` is a typed array, which cannot be transferred: the call throws"
  worker.postMessage(sab, [sab]); // want "`sab` is shared memory"
  parentPort!.postMessage(view, [view]); // want "list its `.buffer`"
}

// Silent: another value, another branch, another path, a copy, a look at what is left.
export function reassigned(buf: ArrayBuffer) {
  worker.postMessage(buf, [buf]);
  buf = new ArrayBuffer(8);
  show(buf);
}
export function back(buf: ArrayBuffer | null) {
  worker.onmessage = (e) => { buf = e.data; show(buf); };
  worker.postMessage(buf, [buf!]);
}
export function other(buf: ArrayBuffer, now: boolean) {
  if (now) { worker.postMessage(buf, [buf]); } else { show(buf); }
}
export function early(buf: ArrayBuffer, now: boolean) {
  if (now) { worker.postMessage(buf, [buf]); return; }
  show(buf);
}
export function copied(buf: ArrayBuffer) {
  const copy = buf.slice(0);
  worker.postMessage(copy, [copy]);
  show(buf);
}
export function fresh(all: Worker[], n: number) {
  for (const w of all) {
    const buf = new ArrayBuffer(n);
    w.postMessage(buf, [buf]);
  }
}
export function cases(kind: number, buf: ArrayBuffer) {
  switch (kind) {
    case 1: worker.postMessage(buf, [buf]); break;
    case 2: show(buf); break;
  }
}
export function fallback(buf: ArrayBuffer) {
  try { worker.postMessage(buf, [buf]); } catch { show(buf); }
}
export function detached(buf: ArrayBuffer, pool: Set<ArrayBuffer>) {
  worker.postMessage(buf, [buf]);
  if (buf.byteLength === 0) pool.delete(buf);
  console.log(buf);
}
export function typed(n: number) {
  const view = new Uint8Array(n);
  const other = new Uint8Array(n);
  worker.postMessage(view, [view.buffer]);
  show(other);
}
class Bus {
  postMessage(x: unknown, list: unknown[]) { show([x, list]); }
}
export function own(buf: ArrayBuffer) {
  const bus = new Bus();
  bus.postMessage(buf, [buf]);
  show(buf);
}
export function dynamic(bufs: ArrayBuffer[], buf: ArrayBuffer, move: boolean) {
  worker.postMessage(bufs, bufs);
  worker.postMessage(buf, move ? [buf] : []);
  show(buf);
}
