import { ipcMain } from "electron";
import fs from "node:fs";

const RECENTS = "recent.json";

// What a user chose is short, and read or written for one user.
export async function remember(list: string[]) {
  const json = JSON.stringify(list, null, 2);
  fs.writeFileSync(RECENTS, json, "utf8");
}
ipcMain.handle("model", async (_event, path: string) => {
  const text = fs.readFileSync(path, "utf8");
  return JSON.parse(text);
});

// What is dragged must be there when the handler returns.
ipcMain.on("tab-drag", (_event, path: string, text: string) => {
  fs.writeFileSync(path, text.trim());
});

// A user's file is as long as it is.
ipcMain.handle("open", async (_event, path: string) => {
  return fs.readFileSync(path); // want "in this Electron IPC handler"
});

// What a window is drawn with is short.
export async function apply(themePath: string, insert: (css: string) => void) {
  insert(fs.readFileSync(themePath, "utf8"));
}
