const start = (cb: (x: unknown) => void) => {
  const w = new Worker("/w.js"); // want "makes a worker that nothing ends"
  w.onmessage = (e) => cb(e.data);
  return w;
};
export const api = {
  once(x: unknown, cb: (x: unknown) => void) {
    start(cb).postMessage(x);
  },
  stream(cb: (x: unknown) => void) {
    const w = start(cb);
    return { push: (x: unknown) => w.postMessage(x), terminate: () => w.terminate() };
  },
};
