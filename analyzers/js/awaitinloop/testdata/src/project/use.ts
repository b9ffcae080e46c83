import { getNext, getText, resized, withLock } from "./store";

export async function next(keys: string[]) {
  const out = [];
  for (const key of keys) out.push(await getNext(key));
  return out;
}

export async function texts(keys: string[]) {
  const out = [];
  for (const key of keys) out.push(await getText(key)); // want "getText"
  return out;
}

export async function images(keys: string[]) {
  let size = 0;
  for (const key of keys) {
    const bytes = await resized(key); // want "resized"
    size += bytes.byteLength;
  }
  return size;
}

export async function locked(keys: string[]) {
  const out = [];
  for (const key of keys) out.push(await withLock(key));
  return out;
}
