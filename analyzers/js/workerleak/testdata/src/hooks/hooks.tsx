import { useEffect, useMemo, useRef, useState } from "react";

export function useBare() {
  const [worker] = useState(() => new Worker("/w.js")); // want "each mount of `useBare` makes a worker that nothing ends"
  useEffect(() => {
    worker.postMessage("start");
  }, [worker]);
}

export function useMade() {
  const worker = useMemo(() => new Worker("/w.js"), []); // want "each mount of `useMade`"
  useEffect(() => worker.postMessage(1), [worker]);
}

export function useEnded() {
  const ref = useRef<Worker | null>(null);
  useEffect(() => {
    ref.current = new Worker("/w.js");
    return () => ref.current?.terminate();
  }, []);
  return (x: unknown) => ref.current?.postMessage(x);
}

export function useStateEnded() {
  const [worker, setWorker] = useState<Worker>();
  useEffect(() => {
    const w = new Worker("/w.js");
    setWorker(w);
  }, []);
  useEffect(() => () => worker?.terminate(), [worker]);
  return worker;
}

export function Panel() {
  const ref = useRef<Worker>();
  useEffect(() => {
    ref.current = new Worker("/w.js"); // want "each mount of `Panel`"
    ref.current.onmessage = () => {};
    return () => {
      ref.current!.onmessage = null;
    };
  }, []);
  return <b onClick={() => ref.current?.postMessage(1)}>x</b>;
}

export const Good = () => {
  useEffect(() => {
    const w = new Worker("/w.js");
    return () => w.terminate();
  }, []);
  return <b />;
};

export const Reference = () => {
  useEffect(() => {
    const w = new Worker("/w.js");
    w.postMessage(1);
    return w.terminate.bind(w);
  }, []);
  return <b />;
};

// What a hook hands out is its caller's business.
export function useHanded() {
  const [worker] = useState(() => new Worker("/w.js"));
  return worker;
}
