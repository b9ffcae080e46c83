import { once } from "node:events";
import { Worker } from "node:worker_threads";

export function listening(x) {
  const w = new Worker(new URL("./listens.mjs", import.meta.url)); // want "every call of `listening`"
  w.on("message", (m) => console.log(m)).on("error", console.error);
  w.postMessage(x);
}

// Its code has no listener: the thread ends when it has run.
export function runsOut(x) {
  const w = new Worker(new URL("./runsout.mjs", import.meta.url), { workerData: x });
  return new Promise((resolve, reject) => {
    w.on("message", resolve);
    w.on("error", reject);
  });
}

export function closesItself(x) {
  const w = new Worker(new URL("./closes.mjs", import.meta.url));
  w.on("message", console.log);
  w.postMessage(x);
}

export async function awaited(x) {
  const w = new Worker("./unknown.mjs", { workerData: x });
  w.postMessage(x);
  await once(w, "exit");
}

export function unreffed(x) {
  const w = new Worker(new URL("./listens.mjs", import.meta.url));
  w.unref();
  w.postMessage(x);
}

// Nobody sends it anything: it works on workerData and ends.
export function unknownCode(file, x) {
  return new Promise((resolve, reject) => {
    const w = new Worker(file, { workerData: x });
    w.once("message", resolve);
    w.once("error", reject);
  });
}

export function chained(x) {
  const w = new Worker(new URL("./listens.mjs", import.meta.url)).on("message", () => w.terminate());
  w.postMessage(x);
}
