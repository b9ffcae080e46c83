// Module singletons and start-up code live as long as the page.
export const shared = new Worker("/w.js");

let lazy: Worker | undefined;
export function get() {
  return (lazy ??= new Worker("/w.js"));
}

let pool: Worker[] | null = null;
export function ask(x: unknown) {
  if (!pool) {
    pool = [];
    for (let i = 0; i < 4; i++) pool.push(new Worker("/w.js"));
  }
  pool[0].postMessage(x);
}

const byName = new Map<string, Worker>();
export function named(name: string) {
  let w = byName.get(name);
  if (!w) {
    w = new Worker(`/${name}.js`);
    byName.set(name, w);
  }
  return w;
}

function main() {
  const w = new Worker("/w.js");
  w.onmessage = (e) => console.log(e.data);
}
main();

(() => {
  const w = new Worker("/w.js");
  w.postMessage(1);
})();

export function port() {
  const w = new SharedWorker("/s.js");
  w.port.start();
  w.port.onmessage = (e) => console.log(e.data);
}

// Handed to an instance by code that runs once.
class Engine {
  constructor(private worker: Worker) {}
  ask(x: unknown) {
    this.worker.postMessage(x);
  }
}
async function demo() {
  const engine = new Engine(new Worker("/w.js"));
  engine.ask(1);
}
async function unused() {
  const engine = new Engine(new Worker("/w.js"));
  engine.ask(2);
}
demo();

export function perCall() {
  const engine = new Engine(new Worker("/w.js")); // want "every call of `perCall` makes a worker that nothing ends"
  engine.ask(3);
}
