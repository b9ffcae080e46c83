import fs from "node:fs";
import { execSync, execFileSync } from "child_process";
import * as crypto from "crypto";
import zlib from "zlib";
import bcrypt from "bcryptjs";
import express from "express";

export async function read(path: string) {
  return fs.readFileSync(path, "utf8").trim(); // want "`fs.readFileSync` in this async function holds the event loop while it reads the whole file.* use fs.promises.readFile"
}

export async function byMistake(path: string, text: string) {
  await fs.writeFileSync(path, text); // want "writes the whole file"
}

export async function log(state: { log?: string; file?: string }, text: string) {
  if (state.file) fs.writeFileSync(state.file, text); // want "writes the whole file"
}

export async function unlessThere(path: string, other: string, data: Buffer) {
  if (!fs.existsSync(path)) fs.writeFileSync(path, data);
  if (process.env.NODE_ENV !== "production") fs.writeFileSync(path, data);
  if (!fs.existsSync(other)) fs.writeFileSync(path, data); // want "writes the whole file"
}

export async function lastWords(path: string, text: string, app: { quit(): void }) {
  fs.writeFileSync(path, text);
  app.quit();
}
export async function goodbye(url: string, send: (x: unknown) => boolean) {
  if (send(navigator.sendBeacon)) return;
  const xhr = new XMLHttpRequest();
  xhr.open("DELETE", url, false);
}

export async function each(paths: string[]) {
  return paths.map((p) => fs.readFileSync(p)); // want "reads the whole file"
}

export async function shell(cmd: string) {
  const a = execSync(cmd); // want "`execSync` in this async function holds the event loop while it waits until the command has ended"
  const run = execFileSync;
  return [a, run(cmd)]; // want "waits until the program has ended"
}

export async function signUp(password: string, data: Buffer) {
  const hash = bcrypt.hashSync(password, bcrypt.genSaltSync(10)); // want "hashes the password"
  const key = crypto.scryptSync(password, "salt", 64); // want "derives a key"
  const pair = crypto.generateKeyPairSync("rsa", { modulusLength: 4096 }); // want "searches for primes"
  return [hash, key, pair, zlib.gzipSync(data)]; // want "compresses the whole buffer"
}

const app = express();
app.get("/video", (req, res) => {
  const stat = fs.statSync(req.params.path); // want "`fs.statSync` in this request handler holds the event loop while it asks the file system"
  res.json({ size: stat.size, text: fs.readFileSync(req.params.path, "utf8") }); // want "in this request handler"
});

export function load(url: string) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open("GET", url, false); // want "waits for the server's answer"
    xhr.send();
    resolve(xhr.responseText);
  });
}
