import { readFile, appendFile, writeFile } from "node:fs/promises";

declare const db: any, api: any, ui: any, logger: any, sleep: (ms: number) => Promise<void>, pool: any;
declare function load(x: unknown): Promise<any>;
declare function findOne(x: unknown, opts?: unknown): Promise<any>;
declare function processItem(x: unknown): Promise<void>;
declare function isFree(x: string): Promise<boolean>;

// The next call needs what the last one gave.
export async function chained(steps: any[], value: any) {
  for (const step of steps) value = await load([step, value]);
  return value;
}
export async function cursor(ids: string[]) {
  let last = null;
  const out = [];
  for (const id of ids) {
    const page = await load({ id, after: last });
    last = page.end;
    out.push(page);
  }
  return out;
}

// What one finds decides whether the next runs.
export async function first(ids: string[]) {
  for (const id of ids) {
    const hit = await findOne(id);
    if (hit) return hit;
  }
}
export async function stop(ids: string[]) {
  for (const id of ids) {
    const hit = await findOne(id);
    if (!hit) break;
  }
}
export async function outer(groups: string[][]) {
  next: for (const group of groups) {
    for (const id of group) {
      if (await findOne(id)) continue next;
    }
  }
}
export async function refuse(ids: string[]) {
  for (const id of ids) {
    const hit = await findOne(id);
    if (!hit) throw new Error(id);
  }
}
export async function limit(ids: string[]) {
  const out: any[] = [];
  for (const id of ids) {
    if (out.length < 10) out.push(await findOne(id));
  }
  return out;
}

// Retry, polling, paging, draining, pumping.
export async function retry() {
  for (let i = 0; i < 10; i++) {
    try { return await load("x"); } catch {}
  }
}
export async function again() {
  let result;
  for (let attempt = 0; attempt < 10; attempt++) {
    result = await load("same");
  }
  return result;
}
export async function poll() {
  while (!(await isFree("a"))) await sleep(10);
}
export async function pages() {
  const out = [];
  let token;
  do {
    const page: any = await load(token);
    out.push(...page.items);
    token = page.next;
  } while (token);
}
export async function drain(queue: string[]) {
  while (queue.length) await processItem(queue.shift());
  for (const x of queue) { const more = await load(x); queue.push(...more); }
}
export async function pump(reader: any) {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
  }
}
export async function streamed(source: AsyncIterable<string>) {
  const out = [];
  for await (const x of source) out.push(await load(x));
}

// Pacing.
export async function paced(ids: string[]) {
  const out = [];
  for (const id of ids) { out.push(await findOne(id)); await sleep(100); }
}
export async function paced2(ids: string[]) {
  const out = [];
  for (const id of ids) {
    out.push(await findOne(id));
    await new Promise((r) => setTimeout(r, 100));
  }
}

// Batches already run together.
export async function batched(ids: string[]) {
  const out: any[] = [];
  for (let i = 0; i < ids.length; i += 50) out.push(...(await Promise.all(ids.slice(i, i + 50).map(load))));
  for (const chunk of chunks(ids)) out.push(await findOne(chunk));
  for (const id of ids) out.push(await Promise.all([findOne(id), load(id)]));
  return out;
}
declare function chunks(x: string[]): string[][];

// Started before: the loop only collects.
export async function started(ids: string[]) {
  const promises = ids.map(load);
  const out = [];
  for (const p of promises) out.push(await p);
  return out;
}

// One at a time by nature.
export async function transaction(ids: string[]) {
  return db.transaction(async (tx: any) => {
    const out = [];
    for (const id of ids) out.push(await tx.findOne(id));
    return out;
  });
}
export async function inTransaction(ids: string[], transaction: any) {
  const out = [];
  for (const id of ids) out.push(await findOne(id, { transaction }));
  return out;
}
export async function connection(ids: string[]) {
  const client = await pool.connect();
  const out = [];
  for (const id of ids) out.push(await client.query("select 1 from t where id = $1", [id]));
  client.release();
  return out;
}
export async function page(urls: string[], page: any) {
  const out = [];
  for (const url of urls) { await page.goto(url); out.push(await page.getTitle(url)); }
  return out;
}
export async function ask(questions: string[]) {
  const answers = [];
  for (const q of questions) answers.push(await ui.prompt(q));
  return answers;
}
export async function locked(ids: string[]) {
  const out: any[] = [];
  for (const id of ids) await db.mutex.runExclusive(async () => { out.push(id); });
}

// Somebody sees the order.
export async function write(lines: string[]) {
  for (const line of lines) await appendFile("log", line);
}
export async function show(ids: string[]) {
  for (const id of ids) ui.append(await findOne(id));
}
export async function progress(ids: string[], onProgress: (n: number) => void) {
  const out = [];
  for (const id of ids) { out.push(await findOne(id)); onProgress(out.length); }
}
export async function save(items: any[]) {
  for (const item of items) await item.save();
  for (const item of items) await db.insert(item);
}
export async function text(ids: string[]) {
  let all = "";
  for (const id of ids) all = all + (await findOne(id)).text;
  return all;
}
export async function lastWins(ids: string[], state: any) {
  for (const id of ids) state.current = await findOne(id);
}
export async function memo(ids: string[]) {
  const cache: Record<string, any> = {};
  for (const id of ids) {
    if (!cache[id]) cache[id] = await findOne(id);
  }
  return cache;
}
export async function once(ids: string[]) {
  const seen = new Set<string>(), out = [];
  for (const id of ids) {
    if (seen.has(id)) continue;
    seen.add(id);
    out.push(await findOne(id));
  }
}
export async function unique(titles: string[]) {
  const taken: string[] = [];
  for (const t of titles) {
    const name = await load({ t, taken });
    taken.push(name);
  }
}

export async function names(ids: string[], warnings: string[]) {
  const slugs = new Set<string>(), out = [];
  for (const id of ids) out.push(await getSlug(id, slugs));
  for (const id of ids) out.push(await getSlug(id, warnings));
  return out;
}
declare function getSlug(id: string, taken: unknown): Promise<string>;

// The author says so.
export async function said(ids: string[]) {
  const out = [];
  // One by one: the service allows ten requests a second.
  for (const id of ids) out.push(await findOne(id));
  for (const id of ids) {
    // eslint-disable-next-line no-await-in-loop -- sequential on purpose
    out.push(await findOne(id));
  }
}

// Few items, nested functions, measuring.
export async function few() {
  const out = [];
  for (const kind of ["a", "b"]) out.push(await findOne(kind));
  for (let i = 0; i < 3; i++) out.push(await findOne(i));
}
export function inner(ids: string[]) {
  const jobs = [];
  for (const id of ids) jobs.push(async () => { await findOne(id); });
  return jobs;
}
export async function timed(ids: string[]) {
  const times = [];
  for (const id of ids) {
    const from = performance.now();
    await findOne(id);
    times.push(performance.now() - from);
  }
}
export async function* lazy(ids: string[]) {
  for (const id of ids) yield await findOne(id);
}
export async function using_(ids: string[]) {
  const out = [];
  for (const id of ids) {
    await using handle = await api.open(id);
    out.push(await handle.readAll());
  }
}
export async function plugins(names: string[]) {
  const all = [];
  for (const name of names) all.push(await import(name));
}
class Counter {
  total = 0;
  async add(ids: string[]) {
    for (const id of ids) this.total += (await this.getValue(id)) as number;
  }
  async getValue(id: string) { return this.total + id.length; }
}
export { Counter };

// Statements run in their order; the text of others is not known.
declare const sqlDb: { query(text: string): Promise<unknown> };
export async function statements(list: string[]) {
  const results: unknown[] = [];
  for (const statement of list) {
    const result = await sqlDb.query(statement);
    results.push(result);
  }
  return results;
}

// It looks first and acts then.
declare function downloadIfMissing(name: string): Promise<string>;
export async function downloads(names: string[]) {
  const out: string[] = [];
  for (const name of names) out.push(await downloadIfMissing(name));
  return out;
}

// One connection, and the author knows how to go together.
declare function loadRows(table: string): Promise<unknown[]>;
export async function rows(tables: string[], single: boolean) {
  if (single) {
    const all: unknown[][] = [];
    for (const table of tables) {
      all.push(await loadRows(table));
    }
    return all;
  }
  return Promise.all(tables.map(loadRows));
}

// A reason in the paragraph around.
export async function explained(tables: string[], kind: string) {
  // Avoid concurrent queries on one client.
  const single = kind === "pg";
  if (single) {
    const all: unknown[][] = [];
    for (const table of tables) {
      all.push(await loadRows(table));
    }
    return all;
  }
  return [];
}

// A name that is free depends on the files before.
declare function uniqueName(base: string): string;
export async function exportAll(items: { name: string; text: string }[]) {
  for (const item of items) {
    await writeFile(uniqueName(item.name), item.text);
  }
}

// The object is the connection.
class SqlQueryRunner {
  async typeOf(column: string): Promise<string> {
    return column;
  }
  async readTypes(columns: string[]) {
    const types: string[] = [];
    for (const column of columns) {
      const type = await this.getType(column);
      types.push(type);
    }
    return types;
  }
  getType!: (column: string) => Promise<string>;
}
export const runner = new SqlQueryRunner();

// slice() of one's own is no method of arrays.
declare function slice(tensor: unknown, from: number): Promise<unknown>;
export async function patches(tensor: unknown, count: number) {
  const list: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const patch = await slice(tensor, i);
    list.push(patch);
  }
  return list;
}

// All write one file.
export async function lastWins(texts: string[]) {
  for (const text of texts) await writeFile("state.json", text);
}

// What came before decides what is asked for.
export async function fewer(names: string[]) {
  let known: string[] = [];
  for (const name of names) {
    if (known.includes(name)) continue;
    const item = await findOne(name);
    known = known.concat(item.names);
  }
  return known;
}

// Whoever gets a function of ours can call it.
export async function callbacks(list: { convert(x: unknown, meta: unknown): Promise<object> }[], state: any) {
  let payload = {};
  const meta = { changed: () => { state.changed = true; } };
  for (const item of list) {
    const more = await item.convert(payload0, meta);
    if (more) payload = { ...payload, ...more };
  }
  return payload;
}
declare const payload0: object;
