const w = new Worker("/w.js");
w.on("message", (m) => console.log(m)); // want "`w.on` is not a function: a browser's worker is an EventTarget; use addEventListener"
w.once("error", console.error); // want "`w.once` is not a function"
w.addEventListener("message", (e) => console.log(e.data));
w.onmessage = (e) => console.log(e.data);

if (w.on) w.on("message", console.log);
w.on?.("message", console.log);
