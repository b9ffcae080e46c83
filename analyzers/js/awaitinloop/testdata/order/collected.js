export async function run() {
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
  const out = [];
  for (const id of ids) {
    out.push(await load(id));
  }
  return out;
}
