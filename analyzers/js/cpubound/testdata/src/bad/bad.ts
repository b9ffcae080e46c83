type Row = { id: string; group: string; score: number };

// The example of the docs: async does nothing for it.
export async function filterLargeDataset(
  records: Record<string, unknown>[],
  predicate: (r: Record<string, unknown>) => boolean,
): Promise<Record<string, unknown>[]> {
  return records.filter(predicate); // want "records.filter.* in this async function runs in one piece, and its work grows with records \\(mass data\\)"
}

// The same with a name that says nothing of size.
export async function keep(things: string[], test: (s: string) => boolean) {
  return things.filter(test); // want "things.filter"
}

// All pairs of mass data.
export async function pairs(samples: number[]) {
  let best = 0;
  for (let i = 0; i < samples.length; i++) { // want "the loop while `i < samples.length` .* samples.length × samples.length"
    for (let j = i + 1; j < samples.length; j++) {
      best = Math.max(best, samples[i] * samples[j]);
    }
  }
  return best;
}

// A search in a loop over rows of a whole table, and one over what the loop itself collects.
export async function report(db: any) {
  const orders = await db.order.findMany();
  const customers = await db.customer.findMany();
  const totals: { group: string; sum: number }[] = [];
  for (const o of orders) { // want "find in a loop"
    const c = customers.find((x: any) => x.id === o.customer);
    let t = totals.find((x) => x.group === c.group);
    if (!t) totals.push((t = { group: c.group, sum: 0 }));
    t.sum += o.sum;
  }
  return totals;
}

// Pages of a query, collected: there are too many for one.
export async function changes(db: any) {
  let all: Row[] = [];
  while (true) {
    const page = await db("changes").select("id", "group").limit(1000);
    if (!page.length) break;
    all = all.concat(page);
  }
  return all.map((r) => all.filter((s) => s.group === r.group).length); // want "all.map"
}

// Pixels.
export async function grey(ctx: CanvasRenderingContext2D, width: number, height: number) {
  const image = ctx.getImageData(0, 0, width, height);
  for (let i = 0; i < image.data.length; i += 4) { // want "the loop while"
    const g = 0.3 * image.data[i] + 0.59 * image.data[i + 1] + 0.11 * image.data[i + 2];
    image.data[i] = image.data[i + 1] = image.data[i + 2] = g;
  }
  return image;
}

export function blur(width: number, height: number) {
  return new Promise<Float32Array>((resolve) => {
    const out = new Float32Array(width * height);
    for (let y = 0; y < height; y++) { // want "in this promise executor"
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let k = -3; k <= 3; k++) sum += Math.sin(x + k) * Math.cos(y - k);
        out[y * width + x] = sum / 7;
      }
    }
    resolve(out);
  });
}

// A flood fill: the loop has no bound, the array that it writes has.
export async function fill(canvas: HTMLCanvasElement, start: number) {
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
  const todo = [start];
  while (todo.length > 0) { // want "the loop while"
    const at = todo.pop()!;
    if (data[at] !== 0) continue;
    data[at] = 255;
    todo.push(at - 4, at + 4, at - canvas.width * 4, at + canvas.width * 4);
  }
}

// Yielding to microtasks only.
export async function slow(samples: number[]) {
  const out = [];
  for (const s of samples) { // want "the loop over `samples`"
    out.push(samples.filter((x) => x < s).length);
    await Promise.resolve();
  }
  return out;
}

// A constant is a size too.
export async function burn() {
  let x = 0;
  for (let i = 0; i < 1e9; i++) x += i; // want "the loop while `i < 1e9` in this async function runs for long in one piece"
  return x;
}

// The accumulator is copied for each element.
export async function index(records: Row[]) {
  return records.reduce((acc, r) => ({ ...acc, [r.id]: r }), {}); // want "records.reduce"
}

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
export async function fibonacci(n: number) {
  return fib(n); // want "the calls double at every level"
}

class Terrain {
  private heightmap = new Float64Array(0);
  async normalize() {
    let max = 0;
    for (let i = 0; i < this.heightmap.length; i++) max = Math.max(max, Math.abs(Math.sin(this.heightmap[i]) * Math.cos(this.heightmap[i] / 3))); // want "the loop while"
    return max;
  }
}
export { Terrain };

// A match that can take for ever.
export async function isMail(s: string) {
  return /^([\w.-]+)*@[\w-]+$/.test(s); // want "nested quantifiers double the work"
}
