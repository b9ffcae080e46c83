function Engine() {
  this.worker = new Worker("/w.js"); // want "class `Engine` makes a worker in this.worker and never ends it"
}
Engine.prototype.send = function (x) {
  this.worker.postMessage(x);
};
export { Engine };

function Mender() {
  this.worker = new Worker("/w.js");
}
Mender.prototype = {
  send: function (x) {
    this.worker.postMessage(x);
  },
  destroy: function () {
    this.worker.terminate();
  },
};
export { Mender };

// Not used as a class.
export function Start() {
  this.thread = new Worker("/w.js");
}

function Inherited() {
  this.job = new Worker("/w.js");
}
function Heir() {
  Inherited.call(this);
}
Heir.prototype = Object.create(Inherited.prototype);
Heir.prototype.stop = function () {
  this.job.terminate();
};
export { Heir };
