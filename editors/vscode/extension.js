// The extension starts `asynclint lsp` and leaves everything else to it.
"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");
const { find } = require("./find.js");

const languages = ["javascript", "javascriptreact", "typescript", "typescriptreact", "vue", "svelte", "astro", "go"];

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("asynclint");
  if (!settings.get("enable")) return;
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  const command = find(settings.get("path"), folders);
  const args = ["lsp"];
  if (!settings.get("measure")) args.push("--measure=false");
  client = new LanguageClient(
    "asynclint",
    "asynclint",
    { command, args, transport: TransportKind.stdio, options: { shell: command.endsWith(".cmd") } },
    {
      documentSelector: languages.flatMap((language) => [
        { scheme: "file", language },
        { scheme: "untitled", language },
      ]),
      initializationOptions: { workspaceDiagnostics: settings.get("workspaceDiagnostics") },
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    vscode.window.showErrorMessage(
      `asynclint: ${command} cannot be started (${error.message}). Install it with "npm install --save-dev asynclint", or set asynclint.path.`,
    );
  }
}

async function stop() {
  const old = client;
  client = undefined;
  await old?.stop();
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("asynclint.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("asynclint")) void restart();
    }),
  );
  await start();
};

exports.deactivate = stop;
