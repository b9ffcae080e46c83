export async function run() {
  const ids = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12 };
  const out = [];
  for (const key in ids) {
    if (key === "c") continue;
    try {
      out.push(await load(ids[key]));
    } catch (e) {
      console.warn(e);
    }
  }
  return out;
}
