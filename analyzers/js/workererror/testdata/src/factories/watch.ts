export function watch(worker: Worker) {
  worker.onerror = (e) => console.error(e);
}
