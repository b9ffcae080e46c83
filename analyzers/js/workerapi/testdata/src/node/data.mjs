import { Worker } from "node:worker_threads";

const w = new Worker(new URL("./plain.mjs", import.meta.url));
w.on("message", (e) => console.log(e.data)); // want "`e.data` is undefined: a listener of node:worker_threads gets the message itself"
w.postMessage({ type: "go" });

const v = new Worker(new URL("./shaped.mjs", import.meta.url));
v.on("message", (m) => console.log(m.data));
