for (const n of ["a", "b"]) console.log(n);
new Worker(new URL("./worker.ts", import.meta.url));
new Worker(new URL("./emulated.ts", import.meta.url));
new Worker(new URL("./shadowed.ts", import.meta.url));
