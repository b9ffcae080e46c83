import { Worker } from "worker_threads";
export const w = new Worker(new URL("./hash.worker.ts", import.meta.url));
