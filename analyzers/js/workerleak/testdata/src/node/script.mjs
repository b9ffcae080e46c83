import { Worker } from "node:worker_threads";
import * as Comlink from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";

async function init() {
  const worker = new Worker("./listens.mjs"); // want "the process cannot exit: the worker goes on listening after its answer; call await worker.terminate\\(\\)"
  const api = Comlink.wrap(nodeEndpoint(worker));
  console.log(await api.sum());
}
init();
