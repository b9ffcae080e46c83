import { item, type Item } from "./item";

// Each imports the other, and what imports them names them by a variable.
export interface Tree {
  items: Item[];
}
export function focused() {
  return item(document.activeElement);
}
