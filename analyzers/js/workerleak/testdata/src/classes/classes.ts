export class NeverEnds {
  #worker: Worker;
  constructor() {
    this.#worker = new Worker("/w.js"); // want "class `NeverEnds` makes a worker in this.#worker and never ends it"
  }
  run(x: unknown) {
    this.#worker.postMessage(x);
  }
}

export class EndsOtherThings {
  private worker = new Worker("/w.js"); // want "class `EndsOtherThings`"
  private socket = new WebSocket("wss://x");
  run(x: unknown) {
    this.worker.postMessage(x);
  }
  destroy() {
    this.socket.close();
  }
}

export class Ends {
  private worker = new Worker("/w.js");
  destroy() {
    this.worker.terminate();
  }
}

export class EndsPrivate {
  #worker: Worker | null = null;
  start() {
    this.#worker ??= new Worker("/w.js");
  }
  [Symbol.dispose]() {
    this.#worker?.terminate();
    this.#worker = null;
  }
}

export class Base {
  protected worker = new Worker("/w.js");
}
export class Sub extends Base {
  dispose() {
    this.worker.terminate();
  }
}

export class PoolWithout {
  workers: Worker[] = [];
  constructor(n: number) {
    for (let i = 0; i < n; i++) {
      this.workers.push(new Worker("/w.js")); // want "terminate\\(\\) on each of this.workers"
    }
  }
}

export class PoolWith {
  workers: { thread: Worker; busy: boolean }[] = [];
  constructor(n: number) {
    for (let i = 0; i < n; i++) {
      const worker = new Worker("/w.js");
      this.workers.push({ thread: worker, busy: false });
    }
  }
  async close() {
    await Promise.all(this.workers.map((x) => x.thread.terminate()));
  }
}

export class Shadowing {
  worker: Worker | undefined;
  start() {
    const worker = new Worker("/w.js"); // want "this.worker\\?.terminate\\(\\) ends another variable of the same name"
    worker.onmessage = () => {};
  }
  stop() {
    this.worker?.terminate();
  }
}

export class FieldFunction {
  start = function (this: any) {
    if (!this.thread2) this.thread2 = new Worker("/w.js"); // want "class `FieldFunction`"
  };
}

export class Indexed {
  list: Worker[] = [];
  constructor() {
    for (let i = 0; i < 4; i++) this.list[i] = new Worker("/w.js"); // want "terminate\\(\\) on each of this.list"
  }
}

class Wrapper {
  constructor(private inner: Worker) {}
  dispose() {
    this.inner.terminate();
  }
}
export function wrapped() {
  const w = new Wrapper(new Worker("/w.js"));
  return w;
}

// One instance for the page's life.
class OnlyOne {
  worker = new Worker("/w.js");
}
export const onlyOne = new OnlyOne();

export class Instance {
  static instance: Instance | undefined;
  worker = new Worker("/w.js");
  static getInstance() {
    return (Instance.instance ??= new Instance());
  }
}

export class StaticWorker {
  static worker = new Worker("/w.js");
}

function Injectable(_: object) {
  return (c: unknown) => c as void;
}
@Injectable({ providedIn: "root" })
export class RootService {
  worker = new Worker("/w.js");
}

import Piscina from "piscina";
export class Node {
  run: () => Promise<unknown>;
  constructor() {
    const pool = new Piscina({ filename: "w.js" }); // want "every instance of class `Node` makes a pool that nothing ends.*pool.destroy\\(\\)"
    this.run = () => pool.run({});
  }
}
