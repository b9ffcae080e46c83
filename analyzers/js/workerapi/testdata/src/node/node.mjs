import { Worker, MessageChannel } from "node:worker_threads";

const w = new Worker("./w.mjs");
w.onmessage = (e) => console.log(e.data); // want "`w.onmessage` is never called: a worker of node:worker_threads emits events; use w.on\\(\"message\", …\\)"
w.onerror = console.error; // want "`w.onerror` is never called"
w.addEventListener("message", console.log); // want "`w.addEventListener` is not a function"
w.onmessage = null;

export class Holder {
  #thread = new Worker("./w.mjs").on("error", console.error);
  constructor() {
    this.#thread.onmessage = () => {}; // want "is never called"
  }
}

// A MessagePort has both.
const { port1 } = new MessageChannel();
port1.onmessage = (e) => console.log(e.data);
port1.on("message", console.log);

const good = new Worker("./w.mjs");
good.on("message", console.log);
