export class Client {
  private worker: Worker = new Worker(new URL("./w.js", import.meta.url));
  post(message: unknown, list: Transferable[]) {
    if (this.worker) this.worker.postMessage(message, list);
  }
  async later(message: unknown, list: Transferable[]) {
    await null;
    this.worker.postMessage(message, list);
  }
  send(pixels: Uint8Array) {
    this.post(pixels, [pixels.buffer]);
    return pixels.length; // want "`pixels.length` is used after|`pixels` is used after"
  }
  fine(pixels: Uint8Array) {
    const n = pixels.length;
    this.post(pixels, [pixels.buffer]);
    return n;
  }
  delayed(pixels: Uint8Array) {
    this.later(pixels, [pixels.buffer]);
    return pixels.length;
  }
}
