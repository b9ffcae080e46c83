import { make, makeDropped } from "./make";

export class Viewer {
  sorter = make();
  dispose() {
    this.sorter.terminate();
  }
}

export function use(x: unknown) {
  const w = makeDropped();
  w.postMessage(x);
}
