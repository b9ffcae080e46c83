export async function render(flags: Int32Array) {
  Atomics.wait(flags, 0, 0); // want "`Atomics.wait` throws a TypeError here"
  if (Atomics.wait(flags, 0, 0, 10) === "ok") document.title = "ready"; // want "TypeError"
  await Atomics.waitAsync(flags, 0, 0).value;
}
export function tried(flags: Int32Array) {
  try {
    document.title = Atomics.wait(flags, 0, 0, 10);
    return true;
  } catch {
    return false;
  }
}
