export async function run() {
  const items = [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { id: 5 }];
  for (let i = 1; i <= 4; i++) {
    items[i].loaded = await load(items[i].id);
  }
  return items;
}
