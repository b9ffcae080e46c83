import cluster from "node:cluster";
import os from "node:os";
import { Worker } from "node:worker_threads";

const perCore = os.cpus().length * 3; // want "3 threads for each core"
export const list: Worker[] = [];
for (let i = 0; i < perCore; i++) list.push(new Worker("./w.js"));

export function start() {
  for (let i = 0; i < 64; i++) { // want "64 threads"
    make();
  }
}
function make() {
  return new Worker("./w.js");
}

export const many = Array.from({ length: 50 }, () => new Worker("./w.js")); // want "50 threads"
export const filled = new Array(20).fill(null).map(() => new Worker("./w.js")); // want "20 threads"
export const spread = [...Array(20)].map(() => new Worker("./w.js")); // want "20 threads"

export function forks() {
  for (let i = 0; i < os.cpus().length * 2; i++) { // want "2 threads for each core"
    cluster.fork();
  }
}

// One for each core.
for (let i = 0; i < os.cpus().length; i++) cluster.fork();
const n = os.availableParallelism();
for (let i = 0; i < n; i++) list.push(new Worker("./w.js"));
while (list.length < 8) list.push(make());

// Not a thread in each round.
for (let i = 0; i < 1000; i++) list[i % list.length].postMessage(i);
