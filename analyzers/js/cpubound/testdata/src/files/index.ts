export * from "./helper";
export { rank as order } from "./helper";
