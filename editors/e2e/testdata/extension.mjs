// Loads the extension as it was packaged, with stand-ins for VS Code and its
// client library, and looks at what it does. Argument: the extension's folder.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";

const dir = process.argv[2];
const require = createRequire(path.join(dir, "package.json"));
const Module = require("node:module");

const settings = { enable: true, path: "", measure: true, workspaceDiagnostics: false };
const clients = [];
const errors = [];
const commands = {};
let configured;
class LanguageClient {
  constructor(...args) {
    [this.id, this.name, this.server, this.options] = args;
    clients.push(this);
  }
  async start() {
    if (settings.path === "/broken") throw new Error("spawn ENOENT");
    this.running = true;
  }
  async stop() {
    this.running = false;
  }
}
const standIns = {
  vscode: {
    workspace: {
      workspaceFolders: [{ uri: { fsPath: "/project" } }],
      getConfiguration: () => ({ get: (name) => settings[name] }),
      onDidChangeConfiguration: (f) => ((configured = f), { dispose() {} }),
    },
    window: { showErrorMessage: (text) => errors.push(text) },
    commands: { registerCommand: (name, f) => ((commands[name] = f), { dispose() {} }) },
  },
  "vscode-languageclient/node": { LanguageClient, TransportKind: { stdio: 0 } },
};
const load = Module._load;
Module._load = (name, ...rest) => standIns[name] ?? load(name, ...rest);

const manifest = require("./package.json");
const extension = require("./extension.js");
const context = { subscriptions: [] };
await extension.activate(context);
assert.equal(clients.length, 1);
const [client] = clients;
assert.ok(client.running);
assert.deepEqual(client.server.args, ["lsp"]);
assert.equal(client.server.command, process.platform === "win32" ? "asynclint.exe" : "asynclint");
assert.deepEqual(client.options.initializationOptions, { workspaceDiagnostics: false });
for (const scheme of ["file", "untitled"]) {
  assert.ok(client.options.documentSelector.some((s) => s.scheme === scheme && s.language === "typescriptreact"));
}
for (const { language } of client.options.documentSelector) assert.ok(manifest.activationEvents.includes(`onLanguage:${language}`), language);
assert.deepEqual(Object.keys(commands), manifest.contributes.commands.map((c) => c.command));

// Settings count at once.
settings.measure = false;
await configured({ affectsConfiguration: (section) => section === "asynclint" });
await new Promise((resolve) => setTimeout(resolve, 20));
assert.equal(client.running, false);
assert.deepEqual(clients[1].server.args, ["lsp", "--measure=false"]);
settings.path = "/broken";
await commands["asynclint.restart"]();
assert.match(errors[0], /\/broken cannot be started \(spawn ENOENT\)/);
settings.enable = false;
await commands["asynclint.restart"]();
assert.equal(clients.length, 3, "no server when it is turned off");
await extension.deactivate();
console.log("all is well");
