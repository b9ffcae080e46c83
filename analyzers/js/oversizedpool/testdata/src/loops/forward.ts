import os from "node:os";
import { Worker } from "node:worker_threads";

function start(n: number) {
  const workers: Worker[] = [];
  for (let i = 0; i < n; i++) workers.push(new Worker("./task.js"));
  return workers;
}
function startNamed(name: string, n: number) {
  console.log(name);
  return start(n);
}
export const a = start(os.availableParallelism() * 3); // want "3 threads for each core"
export const b = startNamed("b", 64); // want "64 threads"
export const c = startNamed("c", os.availableParallelism());
export const d = start(Math.min(4, os.availableParallelism() * 3));

function fetchAll(retries: number) {
  for (let i = 0; i < retries; i++) console.log(i);
}
fetchAll(500);
