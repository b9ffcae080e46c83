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
  return rank(records); // want "`rank`.* runs in one piece, and its work grows with records × records"
}
