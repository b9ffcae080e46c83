import { Worker as QueueWorker } from "bullmq";
import { Worker as Thread } from "node:worker_threads";

const q = new QueueWorker("mail", async () => {});
q.on("completed", () => {});

// Which of the two is known at run time only.
const Either = typeof Worker === "undefined" ? Thread : Worker;
const e = new Either("/w.js");
e.onmessage = () => {};

export class Both {
  worker: any;
  constructor(node: boolean) {
    if (node) this.worker = new Thread("./w.js");
    else this.worker = new Worker("/w.js");
    if (node) this.worker.on("message", () => {});
    else this.worker.onmessage = () => {};
  }
}

class Worker2 extends Thread {
  onmessage = () => {};
}
const own = new Worker2("./w.js");
own.onmessage = () => {};
