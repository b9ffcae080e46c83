import { Worker } from "node:worker_threads";
// A thread in the background, as long as the process.
const worker = new Worker(new URL("./listens.mjs", import.meta.url));
worker.on("message", (m) => console.log(m));
export const post = (m) => worker.postMessage(m);
