import fs from "node:fs";

// Called while another file loads, and by nothing else.
export async function open() {
  return fs.readFileSync("settings.json", "utf8");
}
