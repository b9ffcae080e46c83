import { cpus } from "node:os";
import Piscina from "piscina";
export const a = new Piscina({ maxThreads: cpus().length }); // want "counts the host's cores"
