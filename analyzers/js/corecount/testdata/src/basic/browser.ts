export const half = Math.floor(navigator.hardwareConcurrency / 2); // want "`navigator.hardwareConcurrency / 2` is NaN where navigator.hardwareConcurrency is missing"
export const least = Math.max(1, navigator.hardwareConcurrency); // want "is NaN"
const cores = navigator.hardwareConcurrency;
export const rest = cores - 1; // want "`cores - 1` is NaN"

export const a = (navigator.hardwareConcurrency || 4) / 2;
export const b = Math.max(1, (navigator.hardwareConcurrency ?? 4) - 1);
export const c = navigator.hardwareConcurrency - 1 || 3;
export const d = navigator.hardwareConcurrency ? navigator.hardwareConcurrency - 1 : 3;
export const e = "hardwareConcurrency" in navigator ? navigator.hardwareConcurrency * 2 : 2;
export const f = navigator.hardwareConcurrency;
export function g() {
  if (cores) return cores - 1;
  return 1;
}
export const h = (navigator: { hardwareConcurrency: number }) => navigator.hardwareConcurrency * 2;

let n = navigator.hardwareConcurrency / 2;
if (!n) n = 4;
export { n };
