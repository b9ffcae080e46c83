// A client made of VS Code's own protocol library. Arguments: the folder of
// node_modules, the program, the project's folder, a second folder.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, program, root, second] = process.argv.slice(2);
const require = createRequire(path.join(modules, "package.json"));
const lsp = require("vscode-languageserver-protocol/node");

const child = spawn(program, ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const connection = lsp.createProtocolConnection(new lsp.StreamMessageReader(child.stdout), new lsp.StreamMessageWriter(child.stdin));

// waiting turns what the server says into promises.
function waiting() {
  const seen = [];
  let wake = () => {};
  return {
    push(value) {
      seen.push(value);
      wake();
    },
    async next(what, fits = () => true) {
      const deadline = Date.now() + 60_000;
      for (;;) {
        const at = seen.findIndex(fits);
        if (at >= 0) return seen.splice(at, 1)[0];
        assert.ok(Date.now() < deadline, `waited for ${what}`);
        await new Promise((resolve) => {
          wake = resolve;
          setTimeout(resolve, 1000);
        });
      }
    },
  };
}

const refreshed = waiting();
const progressed = waiting();
const messages = waiting();
const watchers = waiting();
connection.onRequest(lsp.DiagnosticRefreshRequest.type, () => refreshed.push("diagnostics"));
connection.onRequest(lsp.CodeLensRefreshRequest.type, () => refreshed.push("lenses"));
connection.onRequest(lsp.RegistrationRequest.type, (params) => watchers.push(params));
connection.onNotification(lsp.ShowMessageNotification.type, (params) => messages.push(params));
connection.onRequest(lsp.WorkDoneProgressCreateRequest.type, ({ token }) => {
  connection.onProgress(lsp.WorkDoneProgress.type, token, (value) => progressed.push({ token, ...value }));
});
connection.listen();

const uri = (name, folder = root) => pathToFileURL(path.join(folder, name)).href;
const folder = (dir) => ({ uri: pathToFileURL(dir).href, name: path.basename(dir) });

const init = await connection.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid,
  rootUri: null,
  workspaceFolders: [folder(root), folder(second)],
  capabilities: {
    general: { positionEncodings: ["utf-16"] },
    textDocument: { diagnostic: { relatedDocumentSupport: true } },
    workspace: {
      diagnostics: { refreshSupport: true },
      codeLens: { refreshSupport: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
    },
    window: { workDoneProgress: true },
  },
});
const can = init.capabilities;
assert.equal(can.positionEncoding, "utf-16");
assert.equal(can.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
assert.deepEqual(
  [can.diagnosticProvider.interFileDependencies, can.diagnosticProvider.workspaceDiagnostics, can.hoverProvider, can.workspace.workspaceFolders.supported],
  [true, true, true, true],
);
await connection.sendNotification(lsp.InitializedNotification.type, {});
const registered = await watchers.next("registration");
assert.equal(registered.registrations[0].method, "workspace/didChangeWatchedFiles");

const open = (u, languageId, text, version = 1) =>
  connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: { uri: u, languageId, version, text } });
const change = (u, version, ...contentChanges) =>
  connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, { textDocument: { uri: u, version }, contentChanges });
const applied = (edit) => ({ range: edit.range, text: edit.newText });
async function pull(u, previousResultId) {
  const report = await connection.sendRequest(lsp.DocumentDiagnosticRequest.type, { textDocument: { uri: u }, previousResultId });
  if (report.kind === "full") for (const d of report.items) assert.ok(lsp.Diagnostic.is(d), JSON.stringify(d));
  return report;
}
const rules = (report) => report.items.map((d) => `${d.range.start.line}:${d.code}`).join(" ");

console.log("Pull, and nothing anew where nothing changed");
const report = uri("server/report.js");
const text = readFileSync(path.join(root, "server/report.js"), "utf8");
await open(report, "javascript", text);
const first = await pull(report);
assert.equal(rules(first), "7:cpubound");
assert.equal(first.items[0].source, "asynclint");
assert.ok(first.items[0].codeDescription.href.startsWith("https://"));
await refreshed.next("the measurement made on opening", (what) => what === "diagnostics");
const measured = await pull(report, first.resultId);
assert.match(measured.items[0].message, /measured/);
assert.equal((await pull(report, measured.resultId)).kind, "unchanged");

console.log("Incremental changes count UTF-16 units");
await change(report, 2, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "/* 😀 */ let x = 1;\n" });
await change(report, 3, { range: { start: { line: 0, character: 3 }, end: { line: 0, character: 5 } }, text: "é" });
assert.equal(rules(await pull(report)), "8:cpubound");

console.log("Hover, lens, actions");
const where = (await pull(report)).items[0].range;
const hover = await connection.sendRequest(lsp.HoverRequest.type, { textDocument: { uri: report }, position: where.start });
assert.ok(lsp.Hover.is(hover) && hover.contents.value.includes("**cpubound**"), JSON.stringify(hover));
const lenses = await connection.sendRequest(lsp.CodeLensRequest.type, { textDocument: { uri: report } });
assert.ok(lenses.length === 1 && lsp.CodeLens.is(lenses[0]) && lenses[0].command.title === "Measure this", JSON.stringify(lenses));
const actions = await connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri: report }, range: where, context: { diagnostics: [] } });
for (const a of actions) assert.ok(lsp.CodeAction.is(a) && (!a.edit || lsp.WorkspaceEdit.is(a.edit)), JSON.stringify(a));
assert.deepEqual(actions.map((a) => a.title), ["Ignore cpubound on this line", "Ignore cpubound in this file", "Measure this", "Explain cpubound"]);
for (const a of actions.slice(0, 2)) {
  const [edit] = a.edit.changes[report];
  await change(report, 4, applied(edit));
  assert.equal(rules(await pull(report)), "", a.title);
  await change(report, 5, { text });
}

console.log("Measure this, with progress");
const again = await connection.sendRequest(lsp.CodeLensRequest.type, { textDocument: { uri: report } });
const evidence = await connection.sendRequest(lsp.ExecuteCommandRequest.type, { command: again[0].command.command, arguments: again[0].command.arguments });
assert.match(evidence, /^measured: /);
for (const kind of ["begin", "report", "end"]) assert.equal((await progressed.next(kind)).kind, kind);
await refreshed.next("the measurement", (what) => what === "diagnostics");
assert.match((await pull(report)).items[0].message, /measured/);

console.log("A text that was never saved, in a tab of its own");
await open("untitled:Untitled-1", "typescript", "export async function f(records: object[], p: (r: object) => boolean) {\n  return records.filter(p);\n}\n");
assert.equal(rules(await pull("untitled:Untitled-1")), "1:cpubound");

console.log("One file tells on another, unsaved");
await open(uri("web/src/filter.ts"), "typescript", 'import { rank } from "./rank";\nexport async function board(records: { score: number }[]) {\n  return rank(records);\n}\n');
assert.equal(rules(await pull(uri("web/src/filter.ts"))), "");
await open(uri("web/src/rank.ts"), "typescript", "export function rank(list: { score: number }[]) {\n  return list.map((a) => list.filter((b) => b.score > a.score).length);\n}\n");
assert.equal(rules(await pull(uri("web/src/filter.ts"))), "2:cpubound");

console.log("JSX, in the second folder");
const jsx = uri("list.jsx", second);
await open(jsx, "javascriptreact", "const os = require('os');\nconst { Piscina } = require('piscina');\nexport const a = (\n  <p>\n    {new Piscina({ filename: 'x.js', maxThreads: os.availableParallelism() * 4 })}\n  </p>\n);\n");
const inJSX = await pull(jsx);
assert.equal(rules(inJSX), "4:oversizedpool");
const [, ignore] = await connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri: jsx }, range: inJSX.items[0].range, context: { diagnostics: [] } });
assert.equal(ignore.edit.changes[jsx][0].newText, "    {/* asynclint-ignore oversizedpool -- why is this fine? */}\n");
await change(jsx, 2, applied(ignore.edit.changes[jsx][0]));
assert.equal(rules(await pull(jsx)), "");

console.log("Go");
const go = uri("service/first.go");
await open(go, "go", readFileSync(path.join(root, "service/first.go"), "utf8"));
const inGo = await pull(go);
assert.ok(inGo.items.some((d) => d.code === "abandonedsend"), JSON.stringify(inGo));
await change(go, 2, { text: readFileSync(path.join(root, "service/first.go"), "utf8").replace("package service", "// 😀\npackage service") });
assert.equal((await pull(go)).items[0].range.start.line, inGo.items[0].range.start.line + 1);

console.log("The whole workspace: files that are not open");
const whole = await connection.sendRequest(lsp.WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
const pool = whole.items.find((item) => item.uri === uri("server/pool.js"));
assert.deepEqual(pool.items.map((d) => d.code), ["oversizedpool"]);
assert.ok(!whole.items.some((item) => item.uri === report), "open files are told by themselves");
const known = whole.items.map((item) => ({ uri: item.uri, value: item.resultId }));
const same = await connection.sendRequest(lsp.WorkspaceDiagnosticRequest.type, { previousResultIds: known });
assert.ok(same.items.every((item) => item.kind === "unchanged"), JSON.stringify(same));

console.log("A config that comes, breaks, and is mended");
const config = path.join(root, "asynclint.json");
async function configure(content, fits) {
  writeFileSync(config, content);
  await connection.sendNotification(lsp.DidChangeWatchedFilesNotification.type, { changes: [{ uri: uri("asynclint.json"), type: lsp.FileChangeType.Changed }] });
  let said;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    await refreshed.next("the config's effect", (what) => what === "diagnostics"); // of this change or one before it
    said = await pull(report).then(rules, (error) => error.message);
    if (fits.test(said)) return;
  }
  assert.fail(`with ${content}: ${said}`);
}
await configure('{"rules": {"cpubound": "off"}}', /^$/);
await configure('{"rulez": {}}', /unknown key "rulez"/);
assert.match((await messages.next("a message")).message, /unknown key "rulez"/);
await configure("{}", /^7:cpubound$/);

console.log("What is asked for and not wanted any more");
const slow = "untitled:Untitled-2"; // its measurement takes seconds, and nobody has made it yet
await open(slow, "typescript", "export async function cubes(records: { x: number }[]) {\n  return records.map((a) => records.filter((b) => records.some((c) => c.x * b.x > a.x + 1e9)).length);\n}\n");
assert.equal(rules(await pull(slow)), "1:cpubound");
const source = new lsp.CancellationTokenSource();
const cancelled = connection.sendRequest(lsp.ExecuteCommandRequest.type, { command: "asynclint.measure", arguments: [slow] }, source.token);
await progressed.next("begin", (p) => p.kind === "begin");
source.cancel();
await assert.rejects(cancelled, (error) => error.code === lsp.LSPErrorCodes.RequestCancelled);
await progressed.next("end", (p) => p.kind === "end");

await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
const code = await new Promise((resolve) => child.on("exit", resolve));
assert.equal(code, 0);
console.log("all is well");
process.exit(0);
