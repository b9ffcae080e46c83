import forge from "node-forge";

// Starts promises: the callback returns at its first await.
export async function mapAsync<T, U>(arr: T[], callback: (item: T) => Promise<U>) {
  return Promise.all(arr.map(callback));
}

// A member that is asked for before it is called is no array's.
export async function accepts(entry: string, rules: { filter?: (e: string) => boolean }) {
  return rules.filter && !rules.filter(entry);
}

// Answers later, from workers of its own.
export function keys() {
  return new Promise((resolve, reject) => {
    forge.pki.rsa.generateKeyPair({ bits: 2048, workers: -1 }, (error: unknown, pair: unknown) => (error ? reject(error) : resolve(pair)));
  });
}

// An object that has pixels in a property is not copied pixel by pixel.
export async function withSize(imageData: ImageData, size: number) {
  return { ...imageData, size };
}

// Looks for the first difference, which is mostly near the start.
export async function changed(columns: string[], left: Uint8Array, right: Uint8Array) {
  const same = (a: Uint8Array, b: Uint8Array) => {
    for (let i = 0; i < a.length; i++) {
      if (a[i] !== b[i]) return false;
    }
    return true;
  };
  return columns.filter(() => !same(left, right));
}

// The width of a thing on a grid.
export async function occupied(cards: { w: number; h: number }[]) {
  const taken = new Set<string>();
  for (const card of cards) {
    for (let i = 0; i < card.w; i++) for (let j = 0; j < card.h; j++) taken.add(`${i},${j}`);
  }
  return taken;
}

// Small times small times small is small, whatever the names.
export async function frames(stack: string, segments: { files: string[] }[]) {
  return stack.split("\n").map((line) => segments.map((s) => s.files.filter((f) => line.replace(f, "").match(/:\d+/))));
}

// As many columns as a record has properties, however many records there are.
export async function columns(records: Record<string, string>[]) {
  const names = new Set<string>();
  for (const record of records) for (const name of Object.keys(record)) names.add(name);
  const table: Record<string, string[]> = {};
  for (const name of names) table[name] = records.map((record) => record[name]);
  return table;
}

// Once in ten years.
let authority = { validity: { notAfter: 0 } };
function renew() {
  authority = forge.pki.rsa.generateKeyPair(2048);
}
function authorityOf() {
  if (isExpired(authority.validity)) renew();
  return authority;
}
declare function isExpired(v: { notAfter: number }): boolean;
export async function download(send: (x: unknown) => void) {
  send(authorityOf());
}
