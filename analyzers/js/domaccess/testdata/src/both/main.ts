import { read } from "./shared";
new Worker(new URL("./worker.ts", import.meta.url));
read();
