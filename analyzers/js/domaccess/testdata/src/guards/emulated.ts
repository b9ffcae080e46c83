import { parseHTML } from "linkedom";
self.onmessage = (e) => {
  parseHTML(e.data);
  document.createElement("b");
};
