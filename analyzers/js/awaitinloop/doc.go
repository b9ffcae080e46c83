// Package awaitinloop reports loops whose iterations wait for each other though
// none depends on another.
//
// An await in a loop's body makes the next call start when the one before has
// ended. Where the calls have nothing to do with each other, the loop takes the
// sum of their times: forty files of 20 ms each take 800 ms instead of 20. Start
// the calls together and wait for all of them; Promise.all keeps the order of
// the results. Where there can be many items, go in batches or use a limit, so
// that neither memory nor the other side is overrun.
//
// Waiting is right more often than not, so a loop is reported only where the
// awaited calls are shown to be independent: each depends on the item of its own
// iteration, none reads what the loop writes, no result decides whether the loop
// goes on, and nothing is shared that serves one call at a time, such as a
// transaction, a connection, a page, a cursor, a stream or a person.
//
// # Wrong
//
//	import { readFile } from "node:fs/promises";
//
//	export async function readAll(paths: string[]): Promise<string[]> {
//	  const texts: string[] = [];
//	  for (const path of paths) {
//	    texts.push(await readFile(path, "utf8"));
//	  }
//	  return texts;
//	}
//
// # Right
//
//	import { readFile } from "node:fs/promises";
//
//	export async function readAll(paths: string[]): Promise<string[]> {
//	  return Promise.all(paths.map((path) => readFile(path, "utf8")));
//	}
//
// # When to ignore
//
// When the order or the pace is wanted for a reason that the code does not show,
// as with an API that counts requests. A comment at the loop that says so
// ("one by one", "rate limit", "in order") is understood and silences the rule.
package awaitinloop
