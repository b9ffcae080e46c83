import { test } from "vitest";
declare const page: any;

// The runner sees the unhandled rejection of an executor; what forEach drops, the
// test does not wait for.
test("executor", async () => {
  await new Promise(async (done) => { done(await page.load()); });
});
test("forEach", async () => {
  [1, 2].forEach(async (n) => { await page.check(n); }); // want "does not wait"
});
