import { Worker } from "node:worker_threads";

// Gives it the browser's interface.
export function start(file: string) {
  const worker: any = new Worker(file);
  worker.addEventListener = (type: string, listener: (e: { data: unknown }) => void) => worker.on(type, (data: unknown) => listener({ data }));
  return worker;
}
