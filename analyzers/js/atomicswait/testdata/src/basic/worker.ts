import { parentPort } from "node:worker_threads";
parentPort!.on("message", (flags: Int32Array) => {
  Atomics.wait(flags, 0, 0);
  parentPort!.postMessage("done");
});
