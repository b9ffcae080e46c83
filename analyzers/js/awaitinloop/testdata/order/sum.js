export async function run() {
  const ids = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  let total = "";
  for (const id of ids) {
    const { next } = await load(id);
    total += next;
  }
  return total;
}
