import { performance as perf } from "node:perf_hooks";
import fs from "node:fs";

export function sleep(ms: number) {
  const end = Date.now() + ms;
  while (Date.now() < end); // want "spins until `Date.now\\(\\) < end` fails"
}
export function sleepToo(ms: number) {
  const start = new Date().getTime();
  let now = start;
  while (now - start < ms) { // want "spins until"
    now = new Date().getTime();
  }
  for (const t = perf.now(); perf.now() - t < ms; ) {} // want "spins until"
  let spins = 0;
  do { // want "spins until"
    spins++;
  } while (performance.now() < start + ms);
}
export function waitFor(worker: Worker) {
  let done = false;
  worker.onmessage = () => (done = true);
  while (!done) {} // want "waits for `!done` to fail"
}
export class Queue {
  private idle = false;
  drain() {
    while (!this.idle) continue; // want "waits for `!this.idle` to fail"
  }
}

// A slice of work, a search, a parser, an end on purpose.
export function work(queue: (() => void)[], deadline: number, s: string, node: any, re: RegExp) {
  while (performance.now() < deadline && queue.length) queue.pop()!();
  let i = 0;
  while (s[i++] !== "x");
  while (s.charCodeAt(i) === 32) i++;
  while ((node = node.next) !== null);
  while (re.exec(s));
  while (!queue.shift());
  do i--; while (i > 0);
  while (fs.existsSync("x" + i)) i++;
  for (;;) if (queue.pop()) break;
  while (true) {}
}
export async function poll(get: () => boolean) {
  while (!get()) await new Promise((r) => setTimeout(r, 10));
}
export function spin(flag: Int32Array) {
  while (flag[0] === 0);
  while (Atomics.load(flag, 0) === 0);
}
function shadowed(Date: { now(): number }) {
  while (Date.now() < 3);
}
shadowed({ now: () => 4 });
