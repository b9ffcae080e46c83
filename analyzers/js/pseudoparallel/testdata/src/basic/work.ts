import { z } from "z-lib";
export function compress(pixels: Uint8ClampedArray) {
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) sum = (sum * 31 + pixels[i]) | 0;
  return sum;
}
export async function save(x: unknown) {
  await fetch("/save", { method: "POST", body: JSON.stringify(x) });
}
export function unknown(pixels: Uint8ClampedArray) {
  for (let i = 0; i < pixels.length; i++) pixels[i]++;
  return z(pixels);
}
