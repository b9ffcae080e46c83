#!/usr/bin/env node
export async function main(records: string[]) {
  return records.map((r) => records.filter((s) => s === r).length);
}
