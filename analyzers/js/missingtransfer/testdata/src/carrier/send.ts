// Posts what it is given.
export function send(worker: Worker, packet: unknown, list?: Transferable[]) {
  worker.postMessage(packet, list);
}
export const ask = (worker: Worker, id: number, payload: unknown) =>
  new Promise((done) => {
    worker.onmessage = done;
    worker.postMessage({ id, payload });
  });
const sent: unknown[] = [];
export function remember(worker: Worker, packet: unknown) {
  sent.push(packet);
  worker.postMessage(packet);
}
