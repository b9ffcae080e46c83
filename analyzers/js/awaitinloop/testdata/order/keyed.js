export async function run() {
  const ids = { a: 1, b: 2, c: 3, d: 4 };
  const out = [];
  for (const [key, id] of Object.entries(ids)) {
    const item = await load(id);
    out.push([key, item]);
  }
  return out;
}
