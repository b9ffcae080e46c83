import { Worker } from "node:worker_threads";
export const w = new Worker(new URL("./w.mjs", import.meta.url));
