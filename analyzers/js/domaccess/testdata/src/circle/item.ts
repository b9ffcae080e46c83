import { Tree } from "./tree";

export interface Item {
  tree: Tree;
}
export function item(x: unknown, tree?: Tree) {
  return { x, tree };
}
export const trees = () => Tree;
