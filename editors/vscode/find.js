// Where the program is. Apart from the extension, so that it can be tested
// without an editor.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

// find returns the configured program, else that of the first folder, or of one
// above it, which has asynclint in node_modules, else the name for PATH.
exports.find = function find(configured, folders, platform = process.platform, arch = process.arch) {
  if (configured) {
    return path.isAbsolute(configured) || folders.length === 0 || !configured.includes("/") ? configured : path.join(folders[0], configured);
  }
  const file = platform === "win32" ? "asynclint.exe" : "asynclint";
  for (const folder of folders) {
    for (let dir = folder; ; dir = path.dirname(dir)) {
      const binary = path.join(dir, "node_modules", "@asynclint", `cli-${platform}-${arch}`, file);
      if (fs.existsSync(binary)) return binary;
      if (path.dirname(dir) === dir) break;
    }
  }
  return file;
};
