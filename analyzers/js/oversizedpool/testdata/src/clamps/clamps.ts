import { cpus } from "node:os";
import Piscina from "piscina";

const cores = cpus().length;
const twice = Math.min(cores * 2, 20); // want "2 threads for each core"
export const a = new Piscina({ maxThreads: twice });
export const b = new Piscina({ maxThreads: Math.min(cores * 2, 8) });
export const c = new Piscina({ maxThreads: Math.min(64, cores) });
export const d = new Piscina({ maxThreads: Math.min(cores * 4, Number(process.env.MAX)) });
export const e = (jobs: unknown[]) => new Piscina({ maxThreads: Math.min(jobs.length, cores * 4) }); // want "4 threads for each core"
export const f = (jobs: unknown[]) => new Piscina({ maxThreads: Math.min(jobs.length, 8) });
