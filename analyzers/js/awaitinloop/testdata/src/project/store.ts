const cache = new Map<string, string>();
let current = "";

// Changes what the next call sees.
export async function getNext(key: string) {
  current = await (await fetch("/next/" + current + key)).text();
  await fetch("/next", { method: "POST", body: current });
  return current;
}

export async function getText(key: string) {
  const hit = cache.get(key);
  if (hit) return hit;
  const r = await fetch("/text/" + key);
  const text = await r.text();
  cache.set(key, text);
  return text;
}

export async function resized(key: string) {
  const r = await fetch("/image/" + key);
  return r.arrayBuffer();
}

export async function withLock(key: string) {
  return navigator.locks.request("one", async () => (await fetch(key)).text());
}
