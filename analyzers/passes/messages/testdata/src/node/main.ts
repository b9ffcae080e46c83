import { Worker, parentPort } from "node:worker_threads";

export class Pool {
  private thread = new Worker("./t.js");
  other: unknown;
  constructor(given: unknown) {
    this.other = given;
  }
  send(x: Buffer) {
    this.thread.postMessage(Buffer.from("x")); // want "thread, Buffer.from\\(\"x\"\\) is a Buffer"
    this.other.postMessage(x); // want "unknown"
    parentPort!.postMessage(x); // want "parent, x is a value"
  }
}
