import { load } from "./load";
document.title = "x";
load();
