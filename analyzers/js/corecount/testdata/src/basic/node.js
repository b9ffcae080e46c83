const os = require("os");
const cluster = require("cluster");
const { Worker } = require("worker_threads");

const numCPUs = os.cpus().length; // want "`os.cpus\\(\\).length` counts the host's cores"
for (let i = 0; i < numCPUs; i++) cluster.fork();

exports.start = (n) => {
  for (let i = 0; i < (n ?? require("os").cpus().length); i++) new Worker("./w.js"); // want "counts the host's cores"
};

// What the machine is, not how many threads.
exports.info = () => ({ cores: os.cpus().length, model: os.cpus()[0].model });
exports.load = () => os.loadavg()[0] / os.cpus().length;
