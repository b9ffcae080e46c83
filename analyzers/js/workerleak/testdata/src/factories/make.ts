export function make() {
  const w = new Worker("/w.js");
  w.onerror = console.error;
  return w;
}
export function makeDropped() {
  return new Worker("/w.js"); // want "every call of `use` makes a worker that nothing ends"
}
// Nobody in the project calls it: its callers' business.
export const makeForOthers = () => new Worker("/w.js");
