// Package heavytransition reports long computations inside a React transition, which do not become interruptible there.
//
// startTransition marks the state updates made in its callback as not urgent, so
// that React can interrupt the rendering they cause. The callback itself runs at
// once, in one piece, like any function. Sorting a large list in it before the
// state is set freezes the page just as it would outside.
//
// Set the state only, and compute in the rendering of a memoised component with
// useDeferredValue if it can be cut into components; or give the computation to a
// worker and set the state with its answer.
//
// # Wrong
//
//	// Table.tsx
//	import { startTransition, useState } from "react";
//
//	export function Table({ records }: { records: { name: string }[] }) {
//		const [rows, setRows] = useState(records);
//		const sort = () =>
//			startTransition(() => {
//				setRows([...records].sort((a, b) => a.name.localeCompare(b.name)));
//			});
//		return <button onClick={sort}>{rows.length}</button>;
//	}
//
// # Right
//
//	// Table.tsx
//	import { startTransition, useState } from "react";
//	import { sortInWorker } from "./sorting";
//
//	export function Table({ records }: { records: { name: string }[] }) {
//		const [rows, setRows] = useState(records);
//		const sort = async () => {
//			const sorted = await sortInWorker(records);
//			startTransition(() => setRows(sorted));
//		};
//		return <button onClick={sort}>{rows.length}</button>;
//	}
//
// # When to ignore
//
// When the data is known to be small.
package heavytransition
