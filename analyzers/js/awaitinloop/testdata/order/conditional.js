export async function run() {
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
  const out = [];
  for (const id of ids) {
    if (id === 3) continue;
    if (id % 2) {
      out.push(await load(id));
    } else {
      const first = await fetchItem(id);
      out.push(first, [await fetchItem(id + 1)]);
    }
  }
  return out;
}
