export class Clock extends HTMLElement {
  worker?: Worker;
  connectedCallback() {
    this.worker = new Worker("/w.js");
  }
  disconnectedCallback() {
    this.worker?.terminate();
  }
}
