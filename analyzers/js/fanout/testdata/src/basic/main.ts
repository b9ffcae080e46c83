import { readdir, readFile } from "fs/promises";
import fs from "fs";
import pLimit from "p-limit";
import { send } from "./send";

export async function files(dir: string) {
  const names = await readdir(dir);
  return Promise.all(names.map((n) => readFile(n))); // want "one `readFile` for each item of `names` \\(entries of a folder\\) starts at once"
}
export async function filtered(dir: string) {
  const jobs = fs.readdirSync(dir).filter((n) => n.endsWith(".md")).map(async (n) => (await fs.promises.readFile(n)).length);
  return Promise.all(jobs); // want "one `fs.promises.readFile`"
}
export async function table(db: any) {
  const users = await db.user.findMany();
  await Promise.all(users.map((u: any) => fetch(`/welcome/${u.id}`))); // want "one `fetch` for each item of `users` \\(database rows\\)"
}
export async function across(records: { id: string }[]) {
  await Promise.allSettled(records.map(async (r) => send(r.id))); // want "one `fetch`"
}

// Limited, literal, few, no I/O, a pause.
export async function fine(dir: string, db: any, sources: string[], id: string) {
  const limit = pLimit(8);
  const names = await readdir(dir);
  await Promise.all(names.map((n) => limit(() => readFile(n))));
  await Promise.all(["a", "b"].map((n) => readFile(n)));
  await Promise.all(sources.map((s) => fetch(s)));
  await Promise.all(names.map(async (n) => n.length));
  await Promise.all(names.slice(0, 10).map((n) => readFile(n)));
  for (let i = 0; i < names.length; i += 50) {
    await Promise.all(names.slice(i, i + 50).map((n) => readFile(n)));
  }
  const admins = await db.user.findMany({ where: { org: id } });
  await Promise.all(admins.map((a: any) => fetch(a.url)));
  await Promise.all([readFile("a"), readFile("b")]);
}
