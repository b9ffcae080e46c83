import { async_, order, yielding } from "./index";

export async function board(records: { score: number }[]) {
  return order(records); // want "`order`.* records × records"
}
export async function few(options: { score: number }[]) {
  return order(options);
}
export async function politely(records: { score: number }[]) {
  await yielding(records);
}
// Reported where the loop is called, not again here.
export async function delegated(records: { score: number }[]) {
  return async_(records);
}
