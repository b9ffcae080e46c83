class WorkerPool {
  private workers: Worker[] = [];
  constructor(
    private url: string,
    private size: number,
  ) {
    for (let i = 0; i < this.size; i++) this.workers.push(new Worker(this.url));
  }
}
class OptionPool {
  private workers: Worker[] = [];
  constructor({ size }: { size: number }) {
    while (this.workers.length < size) this.workers.push(new Worker("/w.js"));
  }
}
export const a = new WorkerPool("/w.js", navigator.hardwareConcurrency * 4); // want "4 threads for each core.*navigator.hardwareConcurrency"
export const b = new OptionPool({ size: 128 }); // want "128 threads"
export const c = new WorkerPool("/w.js", navigator.hardwareConcurrency || 4);
export const d = new OptionPool({ size: 4 });
