import { cpus } from "node:os";
import Piscina from "piscina";
const cores = cpus().length;
export const a = new Piscina({ maxThreads: cores * 2 }); // want "2 threads"
export const b = new Piscina({ maxThreads: 4 * cpus().length }); // want "4 threads"
