import { Worker } from "node:worker_threads";
export const memory = new SharedArrayBuffer(64);
export const worker = new Worker("./w.js", { workerData: memory });
