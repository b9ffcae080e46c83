// Package pseudoparallel reports Promise.all over async functions that only compute, which makes nothing parallel.
//
// Promise.all waits for several promises; it starts no threads. Where the async
// functions wait for I/O, the waiting overlaps. Where they only compute, each runs
// to its end as soon as it is called, one after the other, with the event loop held
// from the first to the last: the code reads as if the work were spread, and costs
// what a plain loop costs, and the promises on top.
//
// Give the items to a pool of workers to have them computed in parallel, or write
// the plain loop, with a real yield between the items if they are many.
//
// # Wrong
//
//	// thumbnails.ts
//	function average(pixels: Uint8ClampedArray) {
//		let sum = 0;
//		for (let i = 0; i < pixels.length; i++) sum += pixels[i];
//		return sum / pixels.length;
//	}
//
//	export async function averages(images: Uint8ClampedArray[]) {
//		return Promise.all(images.map(async (pixels) => average(pixels)));
//	}
//
// # Right
//
//	// thumbnails.ts
//	import { pool } from "./pool";
//
//	export async function averages(images: Uint8ClampedArray[]) {
//		return Promise.all(images.map((pixels) => pool.run(pixels)));
//	}
//
// # When to ignore
//
// When the function is async for the sake of an interface, and the work is small.
package pseudoparallel
