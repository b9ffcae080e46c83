import { execFile } from "node:child_process";
import dns from "node:dns/promises";

const pause = () => new Promise((r) => setTimeout(r, 0));
const SIZES = [16, 32, 64];

// A real yield on every path, or every k-th round.
export async function chunked(records: number[]) {
  const out = [];
  for (let i = 0; i < records.length; i++) {
    if (records.some((r) => r > records[i])) out.push(i);
    if (i % 100 === 0) await pause();
  }
  return out;
}

// Constant bounds, configuration, a handful.
export async function small(sources: number[][], options: string[]) {
  let n = 0;
  for (const s of SIZES) for (let i = 0; i < 256; i++) n += s * i;
  for (const s of sources) for (const v of s) for (const o of options) n += v + o.length;
  return n;
}

// One light pass.
export async function light(records: { id: string; name: string }[]) {
  const byId: Record<string, string> = {};
  records.forEach((r) => {
    byId[r.id] = r.name;
  });
  return byId;
}

// A query with a condition gives few.
export async function find(db: any, id: string) {
  const members = await db.member.findMany({ where: { team: id } });
  const roles = await db.role.findMany({ where: { team: id } });
  return members.map((m: any) => roles.find((r: any) => r.id === m.role));
}

// Starts promises only.
export async function start(records: string[]) {
  return Promise.all(records.map(async (r) => (await fetch(r)).json()));
}

// Jumps over data.
export async function headers(bytes: Uint8Array) {
  let pos = 8;
  while (pos < bytes.length) {
    const length = bytes[pos] * 256 + bytes[pos + 1];
    const chunk = bytes.slice(pos + 4, pos + 4 + length);
    if (String.fromCharCode(...chunk.slice(0, 4)) === "IEND") break;
    pos += 12 + length;
  }
  return pos;
}

// Native copies of rows.
export async function flip(data: Uint8Array, width: number, height: number) {
  let line = new Uint8Array(width * 4);
  for (let y = 0; y < height / 2; y++) {
    line = data.slice(y * width * 4, (y + 1) * width * 4);
    data.copyWithin(y * width * 4, (height - y - 1) * width * 4, (height - y) * width * 4);
    data.set(line, (height - y - 1) * width * 4);
  }
}

// Parts of parts: one document, not a product of collections.
export async function text(book: any) {
  let out = "";
  for (const chapter of book.chapters) for (const page of chapter.pages) for (const line of page.lines) out += line.text.trim();
  return out;
}

// A guard that stops at a limit.
export async function firstFew(records: string[], query: RegExp) {
  const limit = 20;
  const found = [];
  for (const r of records) {
    if (found.length >= limit) break;
    if (records.filter((x) => query.test(x)).includes(r)) found.push(r);
  }
  return found;
}

// A digest is short.
export async function hex(secret: string) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
  let s = "";
  for (const b of digest) s += b.toString(16).padStart(2, "0");
  return s;
}

// Records of another kind.
export async function lookup(host: string) {
  const records = await dns.lookup(host, { all: true });
  return records.every((a) => records.some((b) => b.family === a.family && new RegExp(a.address).test(b.address)));
}

// A search with an upper limit on its rounds.
export async function next(from: Date, matches: (d: Date) => boolean) {
  for (let i = 0; i < 525600; i++) {
    const d = new Date(from.getTime() + i * 60000);
    if (matches(d)) return d;
  }
}

// Nobody waits in a synchronous helper that nothing here calls.
export function compare(records: string[]) {
  return records.map((r) => records.filter((s) => s === r).length);
}

// Runs once.
const table: number[] = [];
for (let i = 0; i < 1e8; i++) table.push(i);

export { execFile };
