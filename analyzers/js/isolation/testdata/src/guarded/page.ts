document.title = "x";
export const memory = crossOriginIsolated ? new SharedArrayBuffer(64) : null;
