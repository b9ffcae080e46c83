import { parentPort } from "node:worker_threads";
parentPort.on("message", () => parentPort.postMessage(document.title)); // want "`document` does not exist"
