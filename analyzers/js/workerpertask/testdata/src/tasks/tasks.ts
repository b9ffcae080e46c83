import { Worker as Thread } from "node:worker_threads";
import { Worker as QueueWorker } from "bullmq";

export async function hash(files: string[]) {
  return Promise.all(
    files.map(
      (f) =>
        new Promise((resolve, reject) => {
          const w = new Thread("./hash.js", { workerData: f }); // want "a worker for each item of `files` starts all of them at once"
          w.once("message", resolve);
          w.once("error", reject);
        }),
    ),
  );
}

export async function inTurn(files: string[]) {
  for (const f of files) {
    const w = new Worker("/w.js"); // want "a worker for each item of `files`"
    w.postMessage(f);
    w.terminate();
  }
}

export async function collected(files: string[]) {
  const list: Worker[] = [];
  for (let i = 0; i < files.length; i++) {
    list.push(new Worker("/w.js")); // want "a worker for each item of `files`"
  }
  list.forEach((w) => w.terminate());
}

export async function once(x: unknown) {
  const w = new Worker("/w.js"); // want "each call of `once` starts a worker and gives it up"
  try {
    return await ask(w, x);
  } finally {
    w.terminate();
  }
}

function ask(w: Worker, x: unknown) {
  return new Promise((resolve, reject) => {
    w.onmessage = (e) => resolve(e.data);
    w.onerror = reject;
    w.postMessage(x);
  });
}

const start = () => new Worker("/w.js"); // want "each call of `viaFactory`"
export function viaFactory(x: unknown) {
  const w = start();
  w.onmessage = () => w.terminate();
  w.postMessage(x);
}

// A handle: its life is the caller's business.
export function handle() {
  const w = new Worker("/w.js");
  return { send: (x: unknown) => w.postMessage(x), terminate: () => w.terminate() };
}

// Once in the page's life.
async function main() {
  const w = new Worker("/w.js");
  await ask(w, 1);
  w.terminate();
}
main();

export function queues(names: string[]) {
  return names.map((n) => new QueueWorker(n, async () => {}));
}
