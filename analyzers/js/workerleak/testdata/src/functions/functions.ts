// One-shot calls that drop their worker.
export function dropped(bytes: Uint8Array, done: (r: unknown) => void) {
  const w = new Worker(new URL("./task.ts", import.meta.url)); // want "every call of `dropped` makes a worker that nothing ends.*w\\.terminate\\(\\)"
  w.onmessage = (e) => done(e.data);
  w.postMessage(bytes);
}

export function nameless(bytes: Uint8Array) {
  new Worker("/task.js").postMessage(bytes); // want "every call of `nameless`"
}

export const asked = (x: number) =>
  new Promise((resolve) => {
    const w = new Worker("/task.js"); // want "every call of `asked` makes a worker that nothing ends"
    w.onmessage = (e) => resolve(e.data);
    w.postMessage(x);
  });

export function inLoop(n: number) {
  const list = [];
  for (let i = 0; i < n; i++) {
    const w = new Worker("/task.js"); // want "terminate\\(\\) on each of w"
    list.push(w);
  }
  for (const w of list) w.postMessage("go");
}

// Ended in the handler, in a finally, through a helper, by a signal, by using.
export function endedInHandler(done: (r: unknown) => void) {
  const w = new Worker("/task.js");
  w.onmessage = (e) => {
    done(e.data);
    w.terminate();
  };
}

export async function endedInFinally(x: unknown) {
  const w = new Worker("/task.js");
  try {
    if (!x) return null;
    return await ask(w, x);
  } finally {
    w.terminate();
  }
}

function ask(w: Worker, x: unknown) {
  return new Promise((resolve, reject) => {
    w.onmessage = (e) => resolve(e.data);
    w.onerror = reject;
    w.postMessage(x);
  });
}

export function endedByHelper() {
  const w = new Worker("/task.js");
  setTimeout(() => stopWorker(w), 1000);
}

function stopWorker(x: Worker | undefined) {
  x?.terminate();
}

export function endedBySignal(signal: AbortSignal) {
  const w = new Worker("/task.js");
  signal.addEventListener("abort", () => w.terminate());
}

export function endedByUsing() {
  using w = new Worker("/task.js") as Worker & Disposable;
  w.postMessage(1);
}

export function endedByMessage() {
  const w = new Worker("/elsewhere.js");
  w.postMessage({ type: "TERMINATE" });
}

export function endedLater(events: EventTarget) {
  const w = new Worker("/task.js");
  events.addEventListener("stop", w.terminate.bind(w));
}

export function allEnded(n: number) {
  const list = Array.from({ length: n }, () => new Worker("/task.js"));
  setTimeout(() => list.forEach((w) => w.terminate()), 10);
}

// Handed to code that cannot be seen.
export function handed(register: (w: Worker) => void) {
  register(new Worker("/task.js"));
}

// A path that leaves without the release.
export async function skips(x: unknown) {
  const w = new Worker("/task.js"); // want "ends this worker on one path and returns without w.terminate\\(\\) on another"
  if (!x) return null;
  const out = await ask(w, x);
  w.terminate();
  return out;
}

export async function everyPath(x: unknown) {
  const w = new Worker("/task.js");
  if (!x) {
    w.terminate();
    return null;
  }
  const out = await ask(w, x);
  w.terminate();
  return out;
}
