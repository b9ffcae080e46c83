document.title = "x";
export const memory = new SharedArrayBuffer(64);
