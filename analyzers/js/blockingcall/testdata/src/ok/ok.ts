import fs from "fs";
import { spawnSync } from "child_process";
import { createHash, generateKeyPairSync } from "crypto";
import https from "https";

// Start-up.
const banner = fs.readFileSync("banner.txt", "utf8");
async function main() {
  const key = fs.readFileSync("key.pem");
  https.createServer({ key, cert: fs.readFileSync("cert.pem") }).listen(443);
}
main();
export async function listenOn(port: number) {
  return https.createServer({ key: fs.readFileSync("key.pem"), cert: fs.readFileSync("cert.pem") }).listen(port);
}

// Names that only end in Sync, and things of other makers.
class Store {
  async flushSync() {}
  readFileSync(p: string) {
    return p;
  }
}
export async function sync(store: Store, client: any) {
  await store.flushSync();
  await client.loadCollectionSync({});
  return store.readFileSync("x");
}

// Metadata.
export async function folder(dir: string) {
  if (!fs.existsSync(dir)) fs.mkdirSync(dir, { recursive: true });
  return fs.statSync(dir).size;
}

// Once.
let wasm: Buffer | undefined;
let ready = false;
export async function load() {
  if (!wasm) {
    wasm = fs.readFileSync("a.wasm");
  }
  if (!ready) {
    await WebAssembly.compile(fs.readFileSync("b.wasm"));
    ready = true;
  }
  return wasm;
}
const cache: Record<string, string> = {};
export async function cached(name: string) {
  if (cache[name] === undefined) cache[name] = fs.readFileSync(name, "utf8");
  return cache[name];
}
export class Lazy {
  private text?: string;
  async get(path: string) {
    if (this.text) return this.text;
    this.text = fs.readFileSync(path, "utf8");
    return this.text;
  }
}

// Microseconds.
export async function quick(dir: string) {
  const pair = generateKeyPairSync("ed25519");
  const uptime = fs.readFileSync("/proc/uptime", "utf8");
  fs.writeFileSync(dir + "/probe", "ok");
  fs.writeFileSync(dir + "/when", String(Number(new Date())));
  return [pair, uptime, createHash("sha256").update(dir).digest("hex"), banner];
}

// The terminal is handed over.
export async function edit(path: string) {
  spawnSync("vi", [path], { stdio: "inherit" });
}

// A plain function that nobody calls.
export function helper(path: string) {
  return fs.readFileSync(path);
}

// Last words.
process.on("unhandledRejection", (reason) => note(String(reason)));
function note(line: string) {
  fs.appendFileSync("errors.log", line);
}

// The configuration of a build.
export function withReportConfig(config: object) {
  return Promise.resolve(config).then((c) => ({ ...c, release: spawnSync("git", ["rev-parse", "HEAD"]).stdout }));
}

// A key that is made anew once it has expired.
let signing = { text: "", until: 0 };
export async function sign(path: string) {
  if (hasExpired(signing)) signing = { text: fs.readFileSync(path, "utf8"), until: Date.now() + 1e10 };
  return signing.text;
}
declare function hasExpired(x: { until: number }): boolean;
