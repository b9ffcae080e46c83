export function either(flags: Int32Array) {
  if (typeof document === "undefined") Atomics.wait(flags, 0, 0);
  document.body.append("x");
}
