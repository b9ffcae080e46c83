import { readFile, writeFile } from "node:fs/promises";
declare const Users: any, Posts: any, db: any, page: any;

export async function two(id: string) {
  const user = await Users.findById(id);
  const posts = await Posts.list({ author: id }); // want "`Posts.list` waits for `Users.findById`"
  return [user, posts];
}
export async function three(a: string, b: string) {
  const x = await readFile(a); const { z } = await Users.load(a); // want "Users.load"
  console.log(x);
  return [x, z];
}

// Dependent, guarded, with effects, on one connection, the body of a response.
export async function fine(id: string, tx: any, request: Request) {
  const user = await Users.findById(id);
  const boss = await Users.findById(user.boss);
  if (!boss) return;
  const a = await Users.create(id);
  const b = await Posts.findByUser(id);
  const c = await tx.findOne(id);
  const d = await tx.findOne(b);
  const r = await request.json();
  const t = await request.text();
  const ok = await Users.hasAccess(id);
  const p = await Posts.findById(id);
  const e = await page.getTitle();
  const f = await page.getUrl();
  await writeFile("x", "y");
  const g = await readFile("x");
  let h = await readFile("x");
  h = await readFile("y");
  try {
    const i = await readFile("a");
    return [a, c, d, r, t, ok, p, e, f, g, h, i];
  } catch {
    const j = await readFile("b");
    return j;
  }
}
