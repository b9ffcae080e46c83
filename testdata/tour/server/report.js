/** Names the buyer of each order. */
export async function report(orders, users) {
  const lines = [];
  for (const order of orders) {
    const user = users.find((u) => u.id === order.userId);
    lines.push({ order: order.id, buyer: user ? user.name : "unknown" });
  }
  return lines;
}

/** The same with one look at each user. */
export async function joinReport(orders, users) {
  const names = new Map(users.map((u) => [u.id, u.name]));
  return orders.map((order) => ({ order: order.id, buyer: names.get(order.userId) ?? "unknown" }));
}
