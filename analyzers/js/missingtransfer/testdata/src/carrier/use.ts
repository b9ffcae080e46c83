import { send, ask, remember } from "./send";

const worker = new Worker(new URL("./w.js", import.meta.url));

export async function load(file: File) {
  const data = await file.arrayBuffer();
  send(worker, { name: file.name, data }); // want "`data` is copied into the message byte by byte"
}
export async function recognize(file: File) {
  const bytes = await file.arrayBuffer();
  return ask(worker, 1, { bytes }); // want "`bytes` is copied"
}
// Listed, kept by the function, used afterwards.
export async function fine(file: File) {
  const data = await file.arrayBuffer();
  send(worker, data, [data]);
  const kept = await file.arrayBuffer();
  remember(worker, kept);
  const used = await file.arrayBuffer();
  send(worker, used);
  return used.byteLength;
}

export class Client {
  worker = new Worker(new URL("./w.js", import.meta.url));
  post(message: unknown, list: Transferable[] = []) {
    this.worker.postMessage(message, list);
  }
  async load(file: File) {
    const data = await file.arrayBuffer();
    this.post({ data }); // want "`data` is copied"
  }
}
