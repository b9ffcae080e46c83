import express from "express";
const app = express();
app.get("/", (req, res) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000); // want "stops the event loop here"
  res.end();
});
app.listen(80);
