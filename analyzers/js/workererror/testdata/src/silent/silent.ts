import { Worker as QueueWorker } from "bullmq";
import * as Comlink from "comlink";

const q = new QueueWorker("mail", async () => {});
q.on("message", () => {});

// Comlink in a browser has its own listeners.
const api = Comlink.wrap<{ f(): void }>(new Worker("/w.js"));
api.f();

export function handed(listen: (w: Worker) => void) {
  const w = new Worker("/w.js");
  w.onmessage = () => {};
  listen(w);
}

class Typed extends Worker {
  constructor() {
    super("/w.js");
    this.onerror = () => {};
  }
}
const typed = new Typed();
typed.onmessage = () => {};
