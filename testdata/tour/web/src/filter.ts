export interface Row {
  id: number;
  name: string;
  score: number;
}

/** Called from the grid's filter box, with every row that the page has loaded. */
export async function filterLargeDataset(
  records: Row[],
  predicate: (r: Row) => boolean,
): Promise<Row[]> {
  return records.filter(predicate);
}

const SLICE = 2_000;

/** The same, in slices: between two of them the page can paint and take input. */
export async function filterInSlices(records: Row[], predicate: (r: Row) => boolean): Promise<Row[]> {
  const found: Row[] = [];
  for (let from = 0; from < records.length; from += SLICE) {
    for (const row of records.slice(from, from + SLICE)) {
      if (predicate(row)) found.push(row);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  return found;
}
