export class View {
  private worker = new Worker("/w.js"); // want "class `View`"
  private socket = new WebSocket("wss://x");
  destroy() {
    this.socket.close();
  }
  draw(x: unknown) {
    this.worker.postMessage(x);
  }
}

export async function early(x: unknown, ask: (x: unknown) => Promise<unknown>) {
  const w = new Worker("/w.js"); // want "returns without"
  if (!x) return null;
  if (x === 1) {
    return 2;
  }
  w.postMessage(await ask(x));
  w.terminate();
}
