import fs from "fs";
export async function build() {
  return fs.readFileSync("x");
}
