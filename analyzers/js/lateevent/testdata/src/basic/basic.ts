declare function ask(x?: unknown): Promise<boolean>;
declare const form: HTMLFormElement;

form.addEventListener("submit", async (e) => {
  if (!(await ask())) e.preventDefault(); // want "`e.preventDefault\\(\\)` comes after an await, when the event is over: the browser has already done"
});
form.onclick = async function (event: MouseEvent) {
  const ok = await ask();
  if (ok) return;
  event.stopPropagation(); // want "the other listeners have already run"
};
self.addEventListener("fetch", async (event: any) => {
  const hit = await caches.match(event.request);
  event.respondWith(hit); // want "InvalidStateError"
  event.waitUntil(ask()); // want "the worker may be stopped"
});
export async function onNavigate(event: NavigateEvent) {
  try { await ask(); } finally { event.intercept(); } // want "the navigation goes on"
}
export async function sometimes(e: Event, deep: boolean) {
  if (deep) { await ask(); }
  e.preventDefault(); // want "comes after an await"
}

export async function guarded(event?: Event) {
  await ask();
  if (event) {
    event.preventDefault(); // want "comes after an await"
  }
  if (event) event.stopPropagation(); // want "comes after an await"
}

// Another key, a helper that respondWith waits for.
export async function keys(event: KeyboardEvent) {
  if (event.key === "a") { await ask(); }
  if (event.key === "b") { event.preventDefault(); }
}
async function helper(event: any) {
  await ask();
  event.waitUntil(ask());
}
self.addEventListener("fetch", (event: any) => event.respondWith(helper(event)));

// Before the await, in the other branch, once more, nested, no event.
export async function fine(e: Event, deep: boolean) {
  e.preventDefault();
  await ask();
  e.preventDefault();
}
export async function branch(e: Event, deep: boolean) {
  if (deep) { await ask(); return; }
  e.preventDefault();
}
export async function whole(e: Event) {
  await ask(e.preventDefault());
}
self.addEventListener("push", (event: any) => {
  event.waitUntil((async () => { await ask(); event.waitUntil(ask()); })());
});
self.addEventListener("install", async (event: any) => {
  event.waitUntil(ask());
  await ask();
  event.waitUntil(ask());
});
export async function own(e: MyDialog) {
  await ask();
  e.preventDefault();
}
export async function context(request: Request, env: unknown, ctx: any) {
  await ask();
  ctx.waitUntil(ask());
}
export function later(e: Event) {
  ask().then(() => e.preventDefault());
}
interface MyDialog { preventDefault(): void }
// Dispatched by code that waits for its listeners.
export async function load(preparation: RouteBeforePreparationEvent) {
  await ask();
  preparation.preventDefault();
}
interface RouteBeforePreparationEvent { preventDefault(): void }
