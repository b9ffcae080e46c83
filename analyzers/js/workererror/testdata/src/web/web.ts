const w = new Worker("/w.js"); // want "nobody listens to this worker's errors: when it fails to load or throws, its answer never comes"
w.addEventListener("message", (e) => console.log(e.data));

export const ask = (x: unknown) =>
  new Promise((resolve) => {
    const w = new Worker("/w.js"); // want "the promise around it never settles"
    w.onmessage = (e) => resolve(e.data);
    w.postMessage(x);
  });

export class View {
  #worker = new Worker("/w.js"); // want "nobody listens"
  constructor() {
    this.#worker.onmessage = () => this.draw();
  }
  draw() {}
}

const good = new Worker("/w.js");
good.onmessage = (e) => console.log(e.data);
good.onerror = (e) => console.error(e);

const listening = new Worker("/w.js");
listening.addEventListener("message", (e) => console.log(e.data));
listening.addEventListener("error", (e) => console.error(e));

const any = new Worker("/w.js");
for (const type of ["message", "error"]) any.addEventListener(type, (e) => console.log(e));

// Nobody waits for its messages.
const quiet = new Worker("/w.js");
quiet.postMessage("go");

export class Good {
  private worker = new Worker("/w.js");
  start() {
    this.worker.onmessage = () => {};
    this.listen();
  }
  private listen() {
    const { worker } = this;
    worker.onerror = () => {};
  }
}
