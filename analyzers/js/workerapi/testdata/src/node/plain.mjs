import { parentPort } from "node:worker_threads";
parentPort.on("message", (e) => console.log(e.data)); // want "`e.data` is undefined"
parentPort.postMessage({ sum: 1 });
