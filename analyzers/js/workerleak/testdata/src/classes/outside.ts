import { Holder } from "./holder";

export function drop(h: Holder) {
  h.decoder?.terminate();
}
