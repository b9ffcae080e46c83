import { read } from "./shared";
self.onmessage = () => read();
