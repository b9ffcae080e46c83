import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import https from "node:https";
import { open } from "./opened.js";
import { page, save } from "./shared.js";

// The code has both, and chooses.
export async function stop(id: string, sync: boolean) {
  return sync ? execFileSync("docker", ["stop", id]) : execFile("docker", ["stop", id]);
}

// A server's keys are read when it starts.
export async function serve(config: { key: string; cert: string }) {
  const tls: https.ServerOptions = {};
  tls.key = fs.readFileSync(config.key);
  tls.cert = config.cert.startsWith("-") ? config.cert : fs.readFileSync(config.cert);
  return https.createServer(tls, page);
}

export async function serveAll(config: { ca: string[] }) {
  const tls: { ca: Buffer[]; seen: Buffer[] } = { ca: [], seen: [] };
  for (const name of config.ca) tls.ca.push(fs.readFileSync(name));
  for (const name of config.ca) tls.seen.push(fs.readFileSync(name)); // want "`fs.readFileSync` in this async function"
  return https.createServer(tls, page);
}

// So are those that a function of that name reads, unless for each request.
async function getSSL(dir: string) {
  return fs.readFileSync(dir + "/a");
}
export async function certificate(req: any, res: any) {
  res.end(fs.readFileSync(req.certPath)); // want "in this request handler"
}
export const connect = () => getSSL("keys");

// Nothing runs after that.
process.on("SIGTERM", () => {
  fs.writeFileSync("state.json", JSON.stringify(save()));
});

open();
