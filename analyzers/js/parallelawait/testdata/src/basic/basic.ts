declare function work(x: unknown): any;
async function a() { return 1; }
async function b(x?: unknown) { return 2; }

export async function both() {
  const p = a();
  const q = b();
  /* want "`q` is pending while `p` is awaited" */ const x = await p;
  const { y } = (await q) as any;
  return [x, y];
}
export async function bare() {
  const first = a(), second = b(), third = fetch("/x");
  /* want "`second` is pending" */ await first;
  await second;
  await third;
}
export async function named() {
  const userPromise = work(1);
  const postsPromise = work(2);
  const user = await userPromise; // want "`postsPromise` is pending"
  if (!user) return;
  return [user, await postsPromise];
}

// Listened to, in turn, alone, elsewhere.
export async function fine(flag: boolean) {
  const p = a(), q = b();
  await Promise.all([p, q]);
  const r = a(), s = b();
  s.catch(() => {});
  await r;
  await s;
  const t = a().catch(() => null), u = b().then(work, work);
  await t;
  await u;
  const v = a();
  const w = await v;
  const x = b(w);
  await x;
  const y = await a(), z = await b();
  const n = work(1), m = work(2);
  await n;
  await m;
  const later = b();
  if (flag) await later;
  return [y, z];
}
export async function nested() {
  const p = a();
  const run = async () => { const q = b(); await p; await q; };
  return run();
}
