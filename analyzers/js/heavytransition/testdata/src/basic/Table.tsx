import React, { startTransition, useState, useTransition } from "react";
import { rank } from "./rank";

type Row = { name: string; score: number };

export function Table({ records, tabs }: { records: Row[]; tabs: string[] }) {
  const [rows, setRows] = useState(records);
  const [pending, start] = useTransition();
  const sort = () =>
    startTransition(() => {
      setRows([...records].sort((a, b) => a.name.localeCompare(b.name))); // want "this runs in one piece inside `startTransition`, and grows with records"
    });
  const ranked = () =>
    start(() => {
      setRows(rank(records)); // want "inside `start`, and grows with records × records"
    });
  const pairs = () => React.startTransition(go); // want "inside `React.startTransition`"
  function go() {
    for (const a of records) {
      for (const b of records) if (a.name > b.name) a.score++;
    }
  }

  // State setters, small things, waiting.
  const fine = () => {
    startTransition(() => setRows(records));
    start(async () => {
      setRows(await fetch("/rows").then((r) => r.json()));
    });
    start(() => {
      setRows(rows.filter((r) => tabs.includes(r.name)));
    });
  };
  return (
    <button onClick={fine} onFocus={sort} onBlur={ranked} onKeyDown={pairs}>
      {pending ? "…" : rows.length}
    </button>
  );
}

function startLater(startTransition: (f: () => void) => void, samples: number[]) {
  startTransition(() => samples.map((s) => samples.indexOf(s)));
}
startLater((f) => f(), []);
