import { make, makeBad } from "./make";
import { watch } from "./watch";

export function start() {
  const w = make();
  w.onmessage = (e) => console.log(e.data);
  watch(w);
}
export function startBad() {
  const w = makeBad();
  w.onmessage = (e) => console.log(e.data);
}
