import express from "express";
import { Worker } from "node:worker_threads";

const app = express();
app.get("/report", (req, res) => {
  const w = new Worker("./report.js", { workerData: req.query }); // want "a worker for each request costs a thread"
  w.once("message", (r) => res.json(r));
  w.once("error", () => res.sendStatus(500));
});
app.listen(80);
