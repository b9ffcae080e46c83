class Worker {
  on(_: string) {}
}
const w = new Worker();
w.on("message");
