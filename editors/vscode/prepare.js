// Brings what the package needs from the repository: the schema and the licence.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..", "..");
fs.mkdirSync(path.join(__dirname, "schema"), { recursive: true });
fs.copyFileSync(path.join(root, "docs", "schema", "config.json"), path.join(__dirname, "schema", "config.json"));
fs.copyFileSync(path.join(root, "LICENSE"), path.join(__dirname, "LICENSE"));
