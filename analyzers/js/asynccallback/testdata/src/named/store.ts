export async function save(row: { id: string }) {
  await fetch("/rows/" + row.id, { method: "PUT" });
}
export async function isActive(row: { id: string }) {
  return (await fetch("/rows/" + row.id)).ok;
}
