let current: Worker;
let kept: Worker | undefined;
let once: Worker;
const button = document.querySelector("button")!;
button.addEventListener("click", () => {
  current = new Worker("/w.js"); // want "takes the place of the one before in `current`"
  current.postMessage(1);
});
button.addEventListener("dblclick", () => {
  if (kept) return;
  kept = new Worker("/w.js");
  kept.postMessage(1);
});
window.addEventListener("load", () => {
  once = new Worker("/w.js");
  once.postMessage(1);
});
