class Client {
  constructor(url) {
    this.worker = null;
    this.worker = new Worker(url);
  }
  post(type, data, list) {
    this.worker.postMessage({ type, data }, list); // want "worker, type is a value, data is a value"
  }
  often(list, data) {
    for (const x of list) this.worker.postMessage(data); // want "worker, data is a value"
  }
  async later(data) {
    await 0;
    this.worker.postMessage(data); // want "worker"
  }
  use(n) {
    const bytes = new Uint8Array(n);
    this.post("bytes", { bytes }, [bytes.buffer]); // want `worker carried, "bytes" is a value, bytes is a typed array, list \[bytes.buffer\]`
    this.often([1], bytes);
    this.later(bytes);
  }
}
const send = (worker, packet) => worker.postMessage(packet); // want "unknown, packet"
export function start(url, n) {
  const worker = new Worker(url);
  send(worker, new Uint8Array(n)); // want "worker carried, new Uint8Array\\(n\\) is"
  send(url, 1);
  return new Client(url);
}
