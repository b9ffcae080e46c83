import { parentPort, Worker as Thread } from "node:worker_threads";

declare const url: URL;
declare const canvas: HTMLCanvasElement;
const worker = new Worker(url);

export function bytes(n: number) {
  const bytes = new Uint8Array(n);
  for (let i = 0; i < n; i++) bytes[i] = i;
  worker.postMessage({ type: "bytes", data: { bytes } }); // want "`bytes` is copied into the message byte by byte, .* add the transfer list \\[bytes.buffer\\]"
}
export function buffer(n: number) {
  const bytes = new Uint8Array(n);
  bytes.set([1, 2], 0);
  new Thread(url).postMessage({ init: bytes.buffer }); // want "transfer list \\[bytes.buffer\\]"
}
export async function file(file: File) {
  const data = await file.arrayBuffer();
  console.log(data.byteLength);
  worker.postMessage([file.name, data]); // want "transfer list \\[data\\]"
}
export function image(ctx: CanvasRenderingContext2D, w: number, h: number) {
  const image = ctx.getImageData(0, 0, w, h);
  for (let i = 0; i < image.data.length; i++) image.data[i] = 255 - image.data[i];
  worker.postMessage({ image, w }); // want "transfer list \\[image.data.buffer\\]"
}
export async function bitmap(blob: Blob) {
  const bitmap = await createImageBitmap(blob);
  worker.postMessage(bitmap); // want "transfer list \\[bitmap\\]"
}
export function offscreen() {
  const surface = canvas.transferControlToOffscreen();
  worker.postMessage({ surface }); // want "`surface` is an OffscreenCanvas, which cannot be copied"
}
export function result(n: number) {
  const out = new Float64Array(n * 2);
  out[0] = 1;
  parentPort?.postMessage(out); // want "transfer list \\[out.buffer\\]"
}
