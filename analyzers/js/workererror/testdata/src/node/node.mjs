import { once } from "node:events";
import { Worker } from "node:worker_threads";
import * as Comlink from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";

const w = new Worker("./w.mjs"); // want "an exception in it is uncaught here and ends the process"
w.on("message", console.log);

const api = Comlink.wrap(nodeEndpoint(new Worker("./w.mjs"))); // want "ends the process"
await api.sum();

const chained = new Worker("./w.mjs").on("error", console.error).on("message", console.log);
chained.postMessage(1);

const awaited = new Worker("./w.mjs");
const [answer] = await once(awaited, "message");
console.log(answer);

const exits = new Worker("./w.mjs");
exits.on("message", console.log);
exits.on("exit", (code) => console.log(code));
