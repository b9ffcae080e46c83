// Package sequentialawait reports reads that wait for the read before them
// without using its result.
//
// Two queries of 30 ms in a row take 60 ms; started together they take 30.
// Reported are only statements next to each other that declare the result of one
// awaited read each, where nothing in the later names what the earlier gave.
// Reads that decide whether the rest may happen, reads inside a transaction or on
// one connection, and everything that changes something stay as they are.
//
// # Wrong
//
//	import { readFile } from "node:fs/promises";
//
//	export async function load(dir: string) {
//	  const config = await readFile(dir + "/config.json", "utf8");
//	  const template = await readFile(dir + "/page.html", "utf8");
//	  return template.replace("{config}", config);
//	}
//
// # Right
//
//	import { readFile } from "node:fs/promises";
//
//	export async function load(dir: string) {
//	  const [config, template] = await Promise.all([readFile(dir + "/config.json", "utf8"), readFile(dir + "/page.html", "utf8")]);
//	  return template.replace("{config}", config);
//	}
//
// # When to ignore
//
// When the second read is costly and mostly not needed after the first failed.
package sequentialawait
