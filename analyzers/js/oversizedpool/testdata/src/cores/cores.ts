import Piscina from "piscina";
export const a = new Piscina({ maxThreads: 8 }); // want "8 threads on a machine of 4 cores only take turns"
export const b = new Piscina({ maxThreads: 4 });
