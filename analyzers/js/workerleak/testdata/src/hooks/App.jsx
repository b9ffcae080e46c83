import { useEffect, useRef } from "react";
import { transform } from "elsewhere";

// The page's root lives as long as the page.
export default function App() {
  const worker = useRef(null);
  useEffect(() => {
    worker.current ??= new Worker("/w.js");
  }, []);
  return <b />;
}

// Inside an object that goes elsewhere.
export function configured(on) {
  const config = on ? { worker: new Worker("/w.js") } : {};
  return transform("x", { ...config });
}
