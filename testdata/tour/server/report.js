import { readFile } from "node:fs/promises";
import { pool } from "./db.js";

/** Names the author of each line of the audit log. */
export async function report() {
  const { rows: users } = await pool.query("select id, name from users");
  const lines = (await readFile("audit.log", "utf8")).split("\n");
  return lines.map((line) => {
    const [at, id, action] = line.split(" ");
    const user = users.find((u) => u.id === id);
    return { at, action, author: user ? user.name : "unknown" };
  });
}

/** The same with one look at each user. */
export async function joinReport() {
  const { rows: users } = await pool.query("select id, name from users");
  const names = new Map(users.map((u) => [u.id, u.name]));
  const lines = (await readFile("audit.log", "utf8")).split("\n");
  return lines.map((line) => {
    const [at, id, action] = line.split(" ");
    return { at, action, author: names.get(id) ?? "unknown" };
  });
}
