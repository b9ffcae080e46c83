const w = new Worker("./w.ts");
w.on("message", console.log);
console.log(Bun.version);
