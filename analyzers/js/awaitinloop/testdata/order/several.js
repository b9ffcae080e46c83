export async function run() {
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
  const byId = new Map();
  for (const id of ids) {
    if (id === 4) continue;
    const a = await load(id);
    const b = await fetchItem(id + 2);
    if (a.id === 6) continue;
    let n = a.id;
    n += b.id;
    byId.set(id, n + " " + b.next);
  }
  return byId;
}
