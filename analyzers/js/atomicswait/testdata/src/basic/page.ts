export async function render(flags: Int32Array) {
  Atomics.wait(flags, 0, 0); // want "`Atomics.wait` throws a TypeError here"
  if (Atomics.wait(flags, 0, 0, 10) === "ok") document.title = "ready"; // want "TypeError"
  await Atomics.waitAsync(flags, 0, 0).value;
}
