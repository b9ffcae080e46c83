import { compareSync, hashSync } from "bcrypt";
import { readFileSync } from "fs";

export function verify(password: string, hash: string) {
  return compareSync(password, hash); // want "`compareSync`, which the async function `login` reaches, holds the event loop while it hashes the password"
}

function passwordHash(password: string) {
  return hashSync(password, 10); // want "which the async function `signUp` reaches"
}

// Nobody but start-up code reaches it.
export function settings() {
  return JSON.parse(readFileSync("settings.json", "utf8"));
}

// Nobody at all.
export function unused(password: string) {
  return hashSync(password, 10);
}

function log() {
  return readFileSync("today.log", "utf8"); // want "`readFileSync` in this request handler holds the event loop while it reads the whole file; nothing else runs meanwhile|every other request"
}

export default { password: { hash: passwordHash }, log };
