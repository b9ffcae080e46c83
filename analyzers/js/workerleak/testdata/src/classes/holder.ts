export class Holder {
  decoder = new Worker("/w.js");
}
