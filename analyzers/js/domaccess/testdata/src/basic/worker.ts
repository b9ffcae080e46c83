import { save } from "./helper";
import "./generated";
self.onmessage = (e) => {
  const el = document.createElement("canvas"); // want "this code runs only in a worker, where `document` does not exist, and throws a ReferenceError"
  el.title = window.name; // want "`window` does not exist.*use self"
  save(e.data);
};
