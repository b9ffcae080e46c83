import { parentPort } from "node:worker_threads";
parentPort.postMessage({ data: 1 });
