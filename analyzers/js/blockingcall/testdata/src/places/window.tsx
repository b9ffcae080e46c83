import fs from "node:fs";
import { removeSync } from "fs-extra";
import React from "react";

export function Keymaps(props: { path: string; socket: any; file: string }) {
  const save = () => {
    const known = JSON.parse(fs.readFileSync(props.path).toString());
    fs.writeFileSync(props.path, JSON.stringify({ ...known, a: 1 }, null, 2));
  };
  const show = () => {
    fs.writeFileSync(props.path, props.file.repeat(2)); // want "in this click handler"
  };
  props.socket.on("close", () => {
    removeSync(props.path);
  });
  props.socket.on("message", () => {
    removeSync(props.path); // want "in this event listener"
  });
  return <a onBlur={save} onClick={show} onDragStart={() => fs.writeFileSync(props.path, props.file.trim())} />;
}
