declare function user(id: string): Promise<{ json(): Promise<any>; name: string }>;
declare function posts(id: string): Promise<string[]>;
declare function list(): Promise<Promise<string>[]>;

export async function both(id: string) {
  return Promise.all([await user(id), await posts(id)]); // want "`await` inside Promise.all"
}
export async function one(id: string) {
  return Promise.all([
    // first
    await (user(id)), // want "waits before the next item"
    posts(id), // second
  ]);
}
export async function settled(id: string) {
  return Promise.allSettled([posts(id), await user(id)]); // want "Promise.allSettled"
}
export async function chained(id: string) {
  return Promise.all([(await user(id)).json(), (await user("2")).json()]); // want "`await` inside"
}

// The last one holds nothing up.
export async function last(id: string) {
  return Promise.all([posts(id), user(id), await user("2")]);
}

// Nothing to run beside, a list that comes first, functions, other Promises.
export async function fine(id: string, ids: string[]) {
  await Promise.all([await user(id)]);
  await Promise.all([...(await list()), posts(id)]);
  await Promise.all(await list());
  await Promise.all([(async () => await user(id))(), posts(id)]);
  await Promise.all(ids.map(async (x) => [await user(x), await posts(x)]));
  const pair = [await user(id), await posts(id)];
  await Promise.all([pair, ids.map(async (x) => await user(x))]);
}
export async function shadowed(Promise: { all(x: unknown[]): void }, id: string) {
  Promise.all([await user(id), await posts(id)]);
}
