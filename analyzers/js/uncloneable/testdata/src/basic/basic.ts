import { Worker as Thread, parentPort } from "node:worker_threads";
import { reactive } from "vue";

declare const url: URL;
const worker = new Worker(url);
async function load() { return 1; }
function compare(a: number, b: number) { return a - b; }
class Task {}

export function send(items: number[]) {
  worker.postMessage({ items, compare }); // want "`compare` is a function, which cannot be cloned: postMessage throws"
  worker.postMessage({ items, done: () => {} }); // want "`done` is a function"
  worker.postMessage({ items, done() {} }); // want "`done` is a function"
  worker.postMessage([items, [Task]]); // want "`Task` is a function"
  parentPort!.postMessage(load()); // want "`load\\(\\)` is a promise, .* await it first"
  worker.postMessage({ el: document.getElementById("x") }); // want "a DOM node"
  const state = reactive({ items });
  worker.postMessage(state); // want "`state` is a Proxy"
  new Thread(url, { workerData: { compare } }); // want "new Worker throws"
  structuredClone({ s: Symbol("x") }); // want "a symbol"
  new BroadcastChannel("x").postMessage(new WeakMap()); // want "a weak reference"
}

// What can be cloned, what is unknown, what is no clone.
export async function fine(items: number[], unknown: any, f: any, w: any) {
  worker.postMessage({ e: new Error("x"), m: new Map([[1, 2]]), s: new Set([1]), d: new Date(), r: /x/, b: 1n });
  worker.postMessage({ unknown, f, items, task: new Task(), loaded: await load(), text: String(compare) });
  worker.postMessage({ get done() { return 1; }, name: compare.name, sorted: items.sort(compare) });
  w.postMessage({ compare });
  window.postMessage({ compare }, "*");
}
class Bus { postMessage(x: unknown) { return x; } }
new Bus().postMessage({ compare });
