const { cpus } = require("os");
const cluster = require("cluster");
for (let i = 0; i < cpus().length; i++) cluster.fork(); // want "counts the host's cores"
for (let i = 0; i < require("os").cpus().length; i++) cluster.fork(); // want "counts the host's cores"
