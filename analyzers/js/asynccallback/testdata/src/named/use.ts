import { save, isActive } from "./store";
import { useEffect } from "react";

declare function load(): Promise<string>;

export async function saveAll(rows: { id: string }[]) {
  rows.forEach(save); // want "`rows.forEach` does not wait for its callback: what follows runs before `fetch\\(…\\)` is done"
  return rows.filter(isActive); // want "takes the promise of its async callback for true"
}

export class Rows {
  rows: { id: string }[] = [];
  private async store(row: { id: string }) {
    await save(row);
  }
  flush() {
    this.rows.forEach(this.store); // want "does not wait"
    this.rows.forEach(this.store.bind(this)); // want "does not wait"
  }
}

async function run(resolve: (x: string) => void) {
  resolve(await load());
}
export const result = new Promise(run); // want "stays pending for ever"

async function onMount() {
  await load();
}
export function Page() {
  useEffect(onMount, []); // want "clean-up never runs"
}
