export const tick = () => Promise.resolve();
export const turn = () => new Promise((r) => setTimeout(r, 0));
