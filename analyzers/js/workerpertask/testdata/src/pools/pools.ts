import cluster from "node:cluster";
import { cpus } from "node:os";
import { Worker } from "node:worker_threads";

export class Pool {
  workers: Worker[] = [];
  constructor(size: number) {
    for (let i = 0; i < size; i++) this.workers.push(new Worker("./w.js"));
  }
  grow() {
    const w = new Worker("./w.js");
    w.on("exit", () => this.grow());
    this.workers.push(w);
  }
}

export const list = cpus().map(() => new Worker("./w.js"));
export const kinds = ["a", "b"].map((k) => new Worker(`./${k}.js`));
cluster.on("exit", () => cluster.fork());

function restart() {
  const w = new Worker("./w.js");
  w.on("exit", () => {
    const again = new Worker("./w.js");
    again.postMessage(1);
  });
}
restart();

export async function startAll(n: number, ready: (w: Worker) => Promise<void>) {
  await Promise.all(
    Array.from({ length: n }, () => {
      const w = new Worker("./w.js");
      w.postMessage("start");
      return once(w);
    }),
  );
}
const once = (w: Worker) => new Promise((resolve) => w.on("message", resolve));
