import { useEffect, useMemo, useRef } from "react";
import workerpool from "workerpool";

export function useHashes() {
  const pool = useMemo(() => workerpool.pool("/hash.js"), []); // want "each instance of this hook starts a pool of its own"
  useEffect(() => () => void pool.terminate(), [pool]);
  return (x: unknown) => pool.exec("hash", [x]);
}

export function Tiles() {
  const list = useRef<Worker[]>([]);
  useEffect(() => {
    for (let i = 0; i < navigator.hardwareConcurrency; i++) {
      list.current.push(new Worker("/tile.js")); // want "each instance of this component starts a pool of its own"
    }
    return () => list.current.forEach((w) => w.terminate());
  }, []);
  return <b />;
}

const shared = workerpool.pool("/hash.js");
export function useShared() {
  return (x: unknown) => shared.exec("hash", [x]);
}
