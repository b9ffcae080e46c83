import { readFile, unlink } from "node:fs/promises";
import * as fsp from "node:fs/promises";

declare const Users: { findById(id: string): Promise<{ name: string; boss: string } | null> };
declare const api: { thumbnail64(url: string): Promise<string>; getIcon(url: string, size?: number): Promise<string> };

// Results that are collected in order.
export async function texts(paths: string[]) {
  const out: string[] = [];
  for (const path of paths) {
    out.push(await readFile(path, "utf8")); // want "each iteration waits for `readFile\\(path, \"utf8\"\\)`"
  }
  return out;
}

export async function names(ids: Iterable<string>) {
  const found = [];
  for (const id of ids) {
    // The user may be gone.
    const user = await Users.findById(id); // want "Users.findById"
    if (!user) continue;
    found.push(user.name); // kept
  }
  return found;
}

// Both the item and the result are used.
export async function byId(ids: string[]) {
  const map = new Map<string, unknown>();
  for (const id of ids) {
    map.set(id, await Users.findById(id)); // want "Users.findById"
  }
  return map;
}

export async function pairs(byName: Record<string, string>) {
  const all: Record<string, string> = {};
  for (const [name, path] of Object.entries(byName)) {
    all[name] = await fsp.readFile(path, "utf8"); // want "fsp.readFile"
  }
  return all;
}

// Each item gets its own.
export async function icons(topics: { icon?: string; icon24?: string; text: string }[]) {
  for (const topic of topics) {
    if (!topic.icon) {
      continue;
    }
    topic.icon24 = await api.getIcon(topic.icon, 24); // want "api.getIcon"
    topic.icon = await api.thumbnail64(topic.icon);
    topic.text = topic.text.trim();
  }
}

export async function artwork(tracks: any) {
  for (const track of tracks) track.artwork = await api.thumbnail64(track.artwork); // want "api.thumbnail64"
}

// The path is all that a call touches.
export async function clean(files: Set<string>) {
  for (const file of files) {
    console.log("removing", file);
    await unlink(file); // want "unlink"
  }
}

export async function counted(list: { url: string; data?: string }[]) {
  for (let i = 0; i < list.length; i++) {
    list[i].data = await api.thumbnail64(list[i].url); // want "api.thumbnail64"
  }
}

// Two reads in a row, one depends on the other: still one item at a time for no reason.
export async function bosses(ids: string[]) {
  const out: any[] = [];
  for (const id of ids) {
    const user = await Users.findById(id); // want "Users.findById"
    const boss = user && (await Users.findById(user.boss));
    out.push(boss);
  }
  return out;
}

export async function missing(ids: string[]) {
  let anyMissing = false;
  let count = 0;
  for (const id of ids) {
    const user = await Users.findById(id); // want "Users.findById"
    if (!user) anyMissing = true;
    else count += 1;
  }
  return { anyMissing, count };
}

// A failure of one item is that item's.
export async function tolerant(paths: string[]) {
  const out: string[] = [];
  for (const path of paths) {
    try {
      out.push(await readFile(path, "utf8")); // want "readFile"
    } catch (e) {
      console.warn(path, e);
    }
  }
  return out;
}

export async function invoices(ids: string[]) {
  let total = 0;
  for (const id of ids) {
    const { data } = await fetch(`/invoices/${id}`).then((r) => r.json()); // want "fetch"
    total += data.amount;
  }
  return total;
}

// Statements that read, and a comment that says nothing of the order.
declare const client: { query(text: string, values: unknown[]): Promise<{ rows: unknown[] }> };
export async function usersOf(ids: string[]) {
  const all: unknown[] = [];
  // In order to show them, fetch the users.
  for (const id of ids) {
    const { rows } = await client.query("select * from users where id = $1", [id]); // want "client.query"
    all.push(rows);
  }
  return all;
}

// Conditions, several awaits, keys, counters: the shapes that keep the order.
export async function sometimes(entries: { name: string; kind: string }[]) {
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.kind === "dir") continue;
    if (entry.kind === "file") {
      found.push(await readFile(entry.name, "utf8")); // want "readFile"
    } else if (entry.kind === "url") {
      const res = await fetch(entry.name);
      found.push(await res.text());
    }
    // the end
  }
  return found;
}

export async function keys(index: Record<string, string>) {
  const sizes = new Map<string, number>();
  for (const key in index) {
    const text = await readFile(index[key], "utf8"); // want "readFile"
    if (!text) continue;
    // Sizes by name.
    sizes.set(key, text.length);
  }
  const list: string[] = [];
  for (const key in index) if (index[key]) list.push(await readFile(index[key], "utf8")); // want "readFile"
  return { sizes, list };
}

export async function lines(paths: string[], from: number) {
  const all: string[] = [];
  for (let i = from; i < paths.length; i++) {
    const text = await readFile(paths[i], "utf8"); // want "readFile"
    const head = await fetch(text); // second
    if (head.ok) continue;
    let n = text.length;
    n += i;
    all.push(`${n} ${text}`); // kept
  }
  for (let i = from; i < paths.length; i++) {
    try {
      all.push(await readFile(paths[i], "utf8")); // want "readFile"
    } catch { /* gone */ }
  }
  for (let i = from; i < paths.length; i++) {
    await unlink(paths[i]); // want "unlink"
  }
  return all;
}

export async function sum(paths: Set<string>) {
  let total = 0;
  for (const path of paths) {
    const a = await readFile(path, "utf8"); // want "readFile"
    const b = await readFile(path + ".map", "utf8");
    total += a.length + b.length;
  }
  return total;
}

// What is done behind the last await can be done in order afterwards.
export async function tail(paths: string[]) {
  let all: string[] = [];
  let last = "";
  for (const path of paths) {
    const text = await readFile(path, "utf8"); // want "readFile"
    all = all.concat(text.split("\n"));
    if (last < text) last = text;
  }
  return { all, last };
}

// A list that is filled is not short.
export async function filled(paths: string[]) {
  const wanted: string[] = [];
  for (const path of paths) if (path.endsWith(".md")) wanted.push(path);
  const out: string[] = [];
  for (const path of wanted) {
    out.push(await readFile(path, "utf8")); // want "readFile"
  }
  return out;
}
