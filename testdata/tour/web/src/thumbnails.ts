export function thumbnail(image: ArrayBuffer): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./thumbnail.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<Blob>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(image, [image]);
  });
}

/** The same, and the worker's thread ends with its task. */
export function thumbnailOnce(image: ArrayBuffer): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./thumbnail.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<Blob>) => {
      resolve(event.data);
      worker.terminate();
    };
    worker.onerror = (event) => {
      reject(new Error(event.message));
      worker.terminate();
    };
    worker.postMessage(image, [image]);
  });
}
