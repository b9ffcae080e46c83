import { cpus } from "node:os";
import Piscina from "piscina";
export const model = cpus()[0].model;
export const a = new Piscina({ maxThreads: Math.max(1, cpus().length - 1) }); // want "counts the host's cores"
