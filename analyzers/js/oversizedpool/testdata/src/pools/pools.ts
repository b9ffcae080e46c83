import os, { availableParallelism, cpus } from "node:os";
import Piscina from "piscina";
import { Tinypool } from "tinypool";
import workerpool from "workerpool";
import { DynamicThreadPool, FixedThreadPool } from "poolifier";
import { Pool, spawn, Worker as ThreadsWorker } from "threads";
import { Worker as JestWorker } from "jest-worker";
import { Pool as PgPool } from "pg";
import { DRACOLoader } from "three/examples/jsm/loaders/DRACOLoader.js";
import pLimit from "p-limit";

export const a = new Piscina({ filename: "w.js", maxThreads: 64 }); // want "64 threads are more than most machines have cores .rule of thumb: 16"
export const b = new Piscina({ maxThreads: os.cpus().length * 2 }); // want "`os.cpus\\(\\).length \\* 2` starts 2 threads for each core.*os.availableParallelism\\(\\)"
export const c = new Tinypool({ maxThreads: availableParallelism() * 4 }); // want "4 threads for each core"
export const d = workerpool.pool("w.js", { maxWorkers: 100 }); // want "100 threads"
export const e = new FixedThreadPool(48, "w.js"); // want "48 threads"
export const f = new DynamicThreadPool(2, 48, "w.js"); // want "48 threads"
export const g = Pool(() => spawn(new ThreadsWorker("./w")), 32); // want "32 threads"
export const h = Pool(() => spawn(new ThreadsWorker("./w")), { size: 32 }); // want "32 threads"
export const i = new JestWorker("w.js", { numWorkers: cpus().length << 1 }); // want "2 threads for each core"
new DRACOLoader().setWorkerLimit(40); // want "40 threads"

const options = { maxThreads: 40 }; // want "40 threads"
export const j = new Piscina(options);

// Fitting.
export const k = new Piscina({ maxThreads: 8, minThreads: 2 });
export const l = new Piscina({ maxThreads: cpus().length - 1 });
export const m = new Piscina({ maxThreads: Math.max(1, Math.floor(cpus().length / 2)) });
export const n = new Tinypool({ maxThreads: 0.5 });
export const o = new Piscina({ maxThreads: cpus().length * 1.5 });
export const p = new Piscina({ maxThreads: Number(process.env.THREADS) || 32 });
export const q = (size = 64) => new Piscina({ maxThreads: size });

// No threads.
export const r = new PgPool({ max: 100 });
export const s = pLimit(cpus().length * 8);
export const batchSize = 500;
