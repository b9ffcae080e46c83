import express from "express";
import { joinReport, report } from "./report.js";

const app = express();

app.get("/report", async (req, res) => {
  res.json(await report());
});

app.get("/report/fast", async (req, res) => {
  res.json(await joinReport());
});

app.listen(3000);
