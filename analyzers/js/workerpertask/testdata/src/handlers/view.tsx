import { useEffect } from "react";

export function View({ x }: { x: unknown }) {
  const w = new Worker("/w.js"); // want "each render starts a worker"
  w.postMessage(x);
  return <b />;
}

export function Good({ x }: { x: unknown }) {
  useEffect(() => {
    const w = new Worker("/w.js");
    w.postMessage(x);
    return () => w.terminate();
  }, [x]);
  return <b />;
}
