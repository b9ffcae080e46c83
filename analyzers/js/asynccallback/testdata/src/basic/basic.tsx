import { useEffect, useLayoutEffect as useLayout } from "react";
import * as React from "react";

declare function send(x: unknown): Promise<any>;
declare function done(): void;

export async function forEach(list: string[]) {
  list.forEach(async (x) => { // want "`list.forEach` does not wait for its callback: what follows runs before `send\\(x\\)` is done"
    await send(x);
  });
  done();
}

export function notAsync(list: any) {
  list.items.forEach(async function (x: string) { // want "does not wait"
    try {
      done();
    } finally {
      await send(x);
    }
  });
}

export async function sets(set: Set<string>, nodes: NodeListOf<Element>) {
  set.forEach(async (x) => { await send(x); }); // want "does not wait"
  nodes.forEach(async (x, i) => { await send([x, i]); }); // want "does not wait"
  document.querySelectorAll("a").forEach(async (a) => await send(a)); // want "does not wait"
}

export async function droppedMap(list: string[]) {
  list.map(async (x) => { await send(x); }); // want "list.map"
}

export async function rethrown(list: string[]) {
  list.forEach(async (x) => { // want "send"
    try { await send(x); } catch (e) { throw new Error("x"); }
  });
}

export async function tests(list: string[]) {
  const kept = list.filter(async (x) => await send(x)); // want "takes the promise of its async callback for true"
  if (list.some(async (x) => send(x))) return; // want "list.some"
  const one = Object.values(list).find(async (x) => (await send(x)).ok); // want "for true"
  return [kept, one, [1, 2].every(async () => false)]; // want "every"
}

export function order(list: string[]) {
  return list.slice().sort(async (a, b) => (await send(a)) - (await send(b))); // want "gets a promise where it wants a number"
}

export function sum(list: number[]) {
  return list.reduce(async (acc, x) => acc + (await send(x)), 0 as any); // want "does not await it"
}

export function executor(path: string) {
  return new Promise(async (resolve, reject) => { // want "`send\\(path\\)` may fail, but the promise of an async executor is dropped"
    // read it
    const text = await send(path);
    resolve(text);
  });
}
export function executor2(path: string) {
  return new Promise<string>(async resolve => { // want "stays pending"
    resolve(await send(path))
  });
}
export function executor3(path: string) {
  return new Promise(async (resolve: (x: string) => void) => { // want "stays pending"
    try { await send(path); } catch {}
    resolve(await send(path));
  });
}

export function Component() {
  useEffect(async () => { // want "`useEffect` takes what its callback returns for a clean-up function"
    await send(1);
  }, []);
  useLayout(async () => { done(); }); // want "clean-up"
  React.useEffect(async () => { // want "React.useEffect"
    try { await send(2); } catch {}
  });
  return <div onClick={async () => { await send(3); }} />;
}
