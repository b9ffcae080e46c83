export function make() {
  return new Worker("/w.js");
}
export function makeBad() {
  return new Worker("/w.js"); // want "nobody listens"
}
export function makeAny() {
  const w = new Worker("/w.js");
  w.onmessage = () => {};
  return w;
}
