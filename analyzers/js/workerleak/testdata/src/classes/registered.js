export function Provider() {
  this.worker = new Worker("/w.js");
}
Provider.prototype.ask = function (x) {
  this.worker.postMessage(x);
};
export function Outer() {
  this.inner = new Provider();
}
Outer.prototype.name = "outer";
export default function plugin(app) {
  app.addProvider(new Outer());
}
