import { readFileSync } from "fs";
import { join } from "path";

export async function template(name: string) {
  return `${readFileSync(join("mails", name), "utf8")}`; // want "reads the whole file"
}
