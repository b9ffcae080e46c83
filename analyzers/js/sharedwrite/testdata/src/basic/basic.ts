import { Worker as Thread } from "node:worker_threads";
declare const url: URL;
declare const lock: { acquire(): void; release(): void };
const worker = new Worker(url);

export function counter() {
  const sab = new SharedArrayBuffer(8);
  const view = new Int32Array(sab);
  view[0] = 1;
  worker.postMessage({ sab });
  view[0]++; // want "`view\\[0\\]\\+\\+` writes to memory that another thread has since `worker.postMessage`"
  view[1] += 2; // want "use Atomics.add"
}
export function flag() {
  const view = new Uint8Array(new SharedArrayBuffer(8));
  const thread = new Thread(url, { workerData: { view } });
  view[0] = 1; // want "use Atomics.store"
  return thread;
}
export function shift() {
  const sab = new SharedArrayBuffer(8), view = new Int32Array(sab);
  worker.postMessage(view);
  view[0] *= 2; // want "compareExchange in a loop"
  return (view[1] |= 4); // want "Atomics.or"
}

// Before the first post, published, under a lock, atomic, not shared.
export function fine(bytes: Uint8Array, n: number) {
  const sab = new SharedArrayBuffer(8), view = new Int32Array(sab);
  view[0]++;
  worker.postMessage(sab);
  Atomics.add(view, 0, 1);
  const seen = view[0];
  const own = new Int32Array(8);
  worker.postMessage(own);
  own[0]++;
  return seen;
}
export function published() {
  const sab = new SharedArrayBuffer(8), view = new Int32Array(sab);
  worker.postMessage(sab);
  for (let i = 1; i < 8; i++) view[i] = i;
  Atomics.store(view, 0, 1);
  Atomics.notify(view, 0);
}
export function locked() {
  const sab = new SharedArrayBuffer(8), view = new Int32Array(sab);
  worker.postMessage(sab);
  lock.acquire();
  view[0]++;
  lock.release();
}
