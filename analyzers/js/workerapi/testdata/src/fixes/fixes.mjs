import { Worker } from "node:worker_threads";
const w = new Worker("./w.mjs");
w.onmessage = (e) => console.log(e.data.sum, e.data); // want "is never called"
w.postMessage(1, "*"); // want "not the origin"
