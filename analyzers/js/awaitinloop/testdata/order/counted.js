export async function run() {
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
  const out = [];
  for (let i = 1; i < ids.length; i++) out.push(await load(ids[i]));
  return out;
}
