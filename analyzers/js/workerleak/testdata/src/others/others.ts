import { Worker as QueueWorker } from "bullmq";
import * as mediasoup from "mediasoup";
import { Worker as TemporalWorker } from "@temporalio/worker";
import { Pool } from "pg";

export function queue() {
  const w = new QueueWorker("mail", async () => {});
  w.on("failed", console.error);
}
export async function media() {
  const w = await mediasoup.createWorker();
  w.on("died", console.error);
}
export async function temporal() {
  const w = new TemporalWorker();
  w.run();
}
export function database() {
  const p = new Pool();
  p.query("select 1");
}
class DecryptionWorker {
  start() {}
}
export function service() {
  const w = new DecryptionWorker();
  w.start();
}
