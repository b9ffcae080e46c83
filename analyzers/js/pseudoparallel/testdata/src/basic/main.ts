import { compress, save, unknown } from "./work";
import something from "something";

export async function all(images: Uint8ClampedArray[]) {
  return Promise.all(images.map(async (pixels) => compress(pixels))); // want "Promise.all waits for functions that only compute: each item of `images`"
}
export async function named(images: Uint8ClampedArray[]) {
  const jobs = images.map(one);
  await Promise.all(jobs); // want "each item of `images`"
}
async function one(pixels: Uint8ClampedArray) {
  await null;
  return compress(pixels);
}
export async function ranks(groups: number[][]) {
  await Promise.allSettled( // want "Promise.allSettled waits"
    groups.map(async (g) => {
      for (let i = 0; i < 1e6; i++) g.push(Math.sin(i));
    }),
  );
}

// Real waiting, unknown callees, light bodies, plain values.
export async function fine(images: Uint8ClampedArray[], worker: any) {
  await Promise.all(images.map(async (pixels) => save(compress(pixels))));
  await Promise.all(images.map((pixels) => worker.run(pixels)));
  await Promise.all(images.map(async (pixels) => something(pixels)));
  await Promise.all(images.map(async (pixels) => unknown(pixels)));
  await Promise.all(images.map(async (pixels) => ({ size: pixels.length })));
  await Promise.all(images.map((pixels) => compress(pixels)));
  await Promise.all([save(images[0]), save(images[1])]);
}
