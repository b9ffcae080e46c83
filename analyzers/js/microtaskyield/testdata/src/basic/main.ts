import { lstat } from "node:fs";
import { tick, turn } from "./tick";

export async function all(items: string[], work: (s: string) => void) {
  for (const item of items) {
    work(item);
    await Promise.resolve(); // want "`await Promise.resolve\\(\\)` goes on in the same turn of the event loop"
  }
  for (let i = 0; i < items.length; i++) {
    work(items[i]);
    if (i % 100 === 0) await null; // want "`await null` goes on"
  }
  while (items.length) {
    work(items.pop()!);
    await new Promise<void>((resolve) => queueMicrotask(resolve)); // want "goes on in the same turn"
  }
  for (const item of items) {
    work(item);
    await new Promise((r) => process.nextTick(r)); // want "goes on in the same turn"
  }
  for (const item of items) {
    work(item);
    await tick(); // want "`await tick\\(\\)` goes on"
  }
}

export function writeAll(ws: any, chunks: Buffer[]) {
  function more() {
    const chunk = chunks.pop();
    if (chunk && ws.write(chunk)) {
      process.nextTick(more); // want "`process.nextTick` runs `more` again before the event loop gets a turn"
      return;
    }
    ws.once("drain", more);
  }
  more();
  const spin = () => {
    if (chunks.length) queueMicrotask(() => spin()); // want "`queueMicrotask` runs `spin` again"
  };
  spin();
}

// A real turn somewhere in the round, a short loop, an order that matters.
export async function fine(items: string[], work: (s: string) => Promise<void>) {
  for (const item of items) {
    await work(item);
    await null;
  }
  for (const item of items) {
    await turn();
    await Promise.resolve();
    void item;
  }
  for (const x of [1, 2, 3]) {
    await null;
    void x;
  }
  await Promise.resolve();
  for (const item of items) {
    const v = await Promise.resolve(item);
    void v;
  }
}
export function once(cb: () => void) {
  process.nextTick(cb);
}
export function later(ws: any) {
  function next() {
    if (ws.write("x")) setImmediate(next);
  }
  next();
}

// Goes on at once only where it knows the answer already.
export function walk(parts: string[], known: Set<string>, done: () => void) {
  let at = 0;
  function next() {
    if (at === parts.length) return done();
    if (known.has(parts[at++])) return process.nextTick(next);
    lstat(parts[at], next);
  }
  next();
}

// Fifty rounds at the most.
export async function settle(step: () => boolean) {
  for (let i = 0; i < 50 && step(); i++) await null;
}
