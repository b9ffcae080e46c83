// Package asynccallback reports async functions given to those who drop the
// promise that they return.
//
// forEach ignores what its callback returns: the code behind it runs while the
// callbacks have only begun, and when one fails nobody can catch it, which ends a
// Node process. filter, some, every and find take the promise for an answer, and
// a promise is always true. sort takes it for a number. reduce hands it on as the
// accumulator. new Promise does not look at what its executor returns, so an
// error after the first await leaves the promise pending for ever. React's
// effects take it for a clean-up function.
//
// Go through the items with for…of and await, or collect the promises with map
// and wait for Promise.all.
//
// A callback that is given by name counts like one that is written in place, also
// if it stands in another file. Listeners of events are left alone: emitters drop
// promises, too, but nothing behind the call waits for them.
//
// Callbacks that handle the failure of whatever they await, with try and catch
// or with a catch of its own, are taken to be left alone on purpose where only
// the waiting is lost.
//
// # Wrong
//
//	declare function send(address: string): Promise<void>;
//
//	export async function sendAll(addresses: string[]) {
//	  addresses.forEach(async (address) => {
//	    await send(address);
//	  });
//	  console.log("all sent");
//	}
//
// # Right
//
//	declare function send(address: string): Promise<void>;
//
//	export async function sendAll(addresses: string[]) {
//	  await Promise.all(addresses.map(async (address) => {
//	    await send(address);
//	  }));
//	  console.log("all sent");
//	}
//
// # When to ignore
//
// When the receiver is no array but an object of a library whose method awaits
// its callback, and nothing in the code shows it.
package asynccallback
