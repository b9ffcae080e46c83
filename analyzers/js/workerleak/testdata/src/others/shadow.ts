class Worker {
  constructor(readonly url: string) {}
  postMessage(_: unknown) {}
}
export function own() {
  const w = new Worker("/w.js");
  w.postMessage(1);
}
