"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const test = require("node:test");
const { find } = require("./find.js");

test("finds the program", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "asynclint-"));
  const binary = path.join(root, "node_modules", "@asynclint", "cli-linux-x64", "asynclint");
  const inner = path.join(root, "packages", "app");
  fs.mkdirSync(inner, { recursive: true });
  assert.equal(find("", [inner], "linux", "x64"), "asynclint", "PATH when there is no other");
  fs.mkdirSync(path.dirname(binary), { recursive: true });
  fs.writeFileSync(binary, "");
  assert.equal(find("", [inner], "linux", "x64"), binary, "node_modules of a folder above");
  assert.equal(find("", [inner], "darwin", "arm64"), "asynclint", "another platform's package does not count");
  assert.equal(find("/opt/asynclint", [inner]), "/opt/asynclint", "what is configured");
  assert.equal(find("bin/asynclint", [inner]), path.join(inner, "bin", "asynclint"), "relative to the folder");
  fs.rmSync(root, { recursive: true });
});

test("the manifest names files that exist", () => {
  const manifest = require("./package.json");
  assert.ok(fs.existsSync(path.join(__dirname, manifest.main)));
  for (const { url } of manifest.contributes.jsonValidation) {
    const source = path.join(__dirname, "..", "..", "docs", "schema", path.basename(url));
    assert.ok(fs.existsSync(source), source);
  }
});
