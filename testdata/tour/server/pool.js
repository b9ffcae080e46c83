import os from "node:os";
import { Piscina } from "piscina";

const filename = new URL("./render.js", import.meta.url).href;

/** Four threads compete for each core. */
export const busyPool = new Piscina({ filename, maxThreads: os.availableParallelism() * 4 });

export const renderPool = new Piscina({ filename, maxThreads: os.availableParallelism() });
