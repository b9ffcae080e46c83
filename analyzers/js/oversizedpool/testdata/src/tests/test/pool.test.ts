import { cpus } from "node:os";
import { Worker } from "node:worker_threads";
import Piscina from "piscina";

// Options under test compute nothing.
export const pool = new Piscina({ maxThreads: 64 });
// A harness that floods the machine.
for (let i = 0; i < cpus().length * 2; i++) new Worker("./w.js"); // want "2 threads for each core"
