import fs from "node:fs";
// Runs in Node only, whoever imports it.
export const load = () => [fs.readFileSync("x"), new SharedArrayBuffer(8)];
