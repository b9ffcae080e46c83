const base = process.env.DATA_URL;

export const db = {
  orders: () => fetch(`${base}/orders`).then((r) => r.json()),
  users: () => fetch(`${base}/users`).then((r) => r.json()),
};
