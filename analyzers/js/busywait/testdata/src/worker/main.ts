export const w = new Worker(new URL("./spin.worker.ts", import.meta.url));
