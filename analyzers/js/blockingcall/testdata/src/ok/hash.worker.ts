import { parentPort } from "worker_threads";
import { scryptSync } from "crypto";
parentPort!.on("message", async (m) => {
  parentPort!.postMessage(scryptSync(m, "salt", 64));
});
