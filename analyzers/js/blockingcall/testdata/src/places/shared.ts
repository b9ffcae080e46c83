import fs from "node:fs";

const templates = new Map<string, string>();

// Read once for each name.
function template(name: string) {
  const known = templates.get(name);
  if (known) return known;
  const text = fs.readFileSync(name, "utf8");
  templates.set(name, text);
  return text;
}

// The same in one expression; in the second nothing is kept.
function compiled(name: string, keep: boolean) {
  const text = (keep && templates.get(name)) || fs.readFileSync(name, "utf8");
  if (keep) templates.set(name, text);
  return text;
}
function edited(name: string, drafts: Map<string, string>) {
  return drafts.get(name) || fs.readFileSync(name, "utf8"); // want "which the request handler `page` reaches"
}

// For those who write the program.
async function layout(state: { log?: string; file?: string }) {
  if (state.log) fs.writeFileSync("layout.log", state.log);
}
export { layout };

function draft(name: string) {
  return fs.readFileSync(name, "utf8"); // want "which the request handler `page` reaches, holds the event loop while it reads the whole file; every other request waits meanwhile"
}

export function page(req: any, res: any) {
  res.end(template("page.html") + draft(req.url) + compiled(req.url, true) + edited(req.url, new Map()));
}

export function save() {
  return { templates: [...templates.keys()] };
}
