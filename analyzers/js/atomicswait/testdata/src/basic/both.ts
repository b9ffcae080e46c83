import { isMainThread } from "node:worker_threads";
export function sleep(ms: number, Atomics: any) { Atomics.wait(null, 0, 0, ms); }
export function wait(flags: Int32Array) {
  if (isMainThread) return;
  Atomics.wait(flags, 0, 0);
}
export function unknown(flags: Int32Array) { Atomics.wait(flags, 0, 0); }
