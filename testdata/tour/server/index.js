import express from "express";
import { joinReport, report } from "./report.js";
import { db } from "./db.js";

const app = express();

app.get("/report", async (req, res) => {
  const [orders, users] = await Promise.all([db.orders(), db.users()]);
  res.json(await report(orders, users));
});

app.get("/report/fast", async (req, res) => {
  const [orders, users] = await Promise.all([db.orders(), db.users()]);
  res.json(await joinReport(orders, users));
});

app.listen(3000);
