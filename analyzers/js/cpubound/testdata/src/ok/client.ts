export const worker = new Worker(new URL("./heavy.worker.ts", import.meta.url), { type: "module" });
worker.onerror = () => worker.terminate();
