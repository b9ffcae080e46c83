const w = new Worker(new URL("./w.ts", import.meta.url));
w.postMessage({ go: true }, "*"); // want "takes a list of what to transfer, not the origin \"\\*\", and throws"
w.postMessage({ go: true }, []);

// Windows take an origin.
window.parent.postMessage({ go: true }, "*");
const frame = document.querySelector("iframe")!;
frame.contentWindow!.postMessage({ go: true }, "https://example.org");
export const send = (to: Window | Worker) => to.postMessage(1, "*");
