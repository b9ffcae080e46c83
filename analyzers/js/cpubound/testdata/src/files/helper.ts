export function rank(list: { score: number }[]) {
  return list.map((a) => list.filter((b) => b.score > a.score).length);
}
export async function yielding(list: { score: number }[]) {
  for (const a of list) {
    rank([a]);
    await new Promise((r) => setTimeout(r));
  }
}
export async function async_(records: { score: number }[]) {
  return rank(records); // want "`rank`.* computes for as long as records × records is large"
}
