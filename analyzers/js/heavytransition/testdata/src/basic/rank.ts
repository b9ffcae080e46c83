export const rank = <T extends { score: number }>(list: T[]) => list.filter((a) => list.filter((b) => b.score > a.score).length < 10);
