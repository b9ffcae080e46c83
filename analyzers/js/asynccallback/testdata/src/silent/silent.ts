import fs from "node:fs/promises";
import { Observable } from "rxjs";
import Bluebird from "bluebird";
import each from "async-each-lib";

declare function send(x: unknown): Promise<any>;
declare const cursor: any, stream: any, db: any, items$: any, sleep: (ms: number) => Promise<void>;

// All failures are handled: only the waiting is lost, on purpose.
export function handled(list: string[]) {
  list.forEach(async (x) => {
    try { await send(x); } catch (e) { console.error(e); }
  });
  list.forEach(async (x) => { await send(x).catch(console.error); });
  list.forEach(async (x) => { await send(x).then(() => 1, console.error); });
  list.map(async (x) => { try { await send(x); } catch {} });
  list.forEach(async (x) => {
    try { await send(x); } catch (e) { console.error(x); throw e; }
  });
  return new Promise(async (resolve, reject) => {
    try { resolve(await send(1)); } catch (e) { reject(e); }
  });
}

// No await, or nothing that can fail.
export function harmless(list: string[]) {
  list.forEach(async (x) => { void send(x).catch(() => {}); });
  list.forEach(async (x) => { const f = async () => { await send(x); }; f().catch(() => {}); });
  return new Promise<void>(async (resolve) => {
    await new Promise((r) => setTimeout(r, 10));
    await sleep(10);
    resolve();
  });
}

// Collected.
export async function collected(list: string[]) {
  await Promise.all(list.map(async (x) => { await send(x); }));
  const jobs = list.map(async (x) => await send(x));
  await Promise.all(jobs);
  return list.flatMap(async (x) => [await send(x)]);
}

// The accumulator is awaited.
export async function folded(list: string[]) {
  await list.reduce(async (before, x) => { await before; await send(x); }, Promise.resolve());
  await list.reduce(async (before, x) => before.then(() => send(x)), Promise.resolve());
  return list.reduce(async (acc, x) => ({ ...(await acc), [x]: await send(x) }), Promise.resolve({}));
}

// Methods of others, which wait.
class Tree {
  async forEach(f: (x: string) => Promise<void>) { await f("a"); }
  async find(f: (x: string) => Promise<boolean>) { return f("a"); }
}
export async function others(unknown: any) {
  const tree = new Tree();
  await tree.forEach(async (x) => { await send(x); });
  await tree.find(async (x) => await send(x));
  await cursor.forEach(async (x: string) => { await send(x); });
  await unknown.forEach(async (x: string) => { await send(x); });
  const found = await unknown.find(async (x: string) => await send(x));
  await stream.filter(async (x: string) => await send(x)).toArray();
  items$.filter(async (x: string) => await send(x));
  new Observable().forEach(async (x: unknown) => { await send(x); });
  await Bluebird.each([1], async (x: number) => { await send(x); });
  await each([1], async (x: number) => { await send(x); });
  unknown.forEach([1], async (x: number) => { await send(x); });
  return found;
}
function useEffect(f: () => Promise<void>) { return f(); }
export function own() {
  useEffect(async () => { await send(1); });
}
class Promise2 { constructor(public f: () => Promise<void>) {} }
export const lazy = new Promise2(async () => { await send(1); });
export function shadowed(Promise: any) {
  return new Promise(async (resolve: any) => { resolve(await send(1)); });
}

// Named functions that catch what they await, or that wait for nobody.
async function tryToSend(x: unknown) {
  try { await send(x); } catch (e) { console.error(e); }
}
function log(x: unknown) { console.log(x); }
async function mayFail(x: unknown) { await send(x); }
export async function named(list: string[], unknown: any) {
  list.forEach(tryToSend);
  list.forEach(log);
  await Promise.all(list.map(mayFail));
  unknown.on("x", mayFail);
  await unknown.forEach(mayFail);
  return new Promise<void>(async (resolve) => {
    await tryToSend(1);
    resolve();
  });
}
