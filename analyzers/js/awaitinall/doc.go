// Package awaitinall reports awaits inside the list that is given to
// Promise.all, allSettled, any or race.
//
// The list is built before the function is called. An await in it waits right
// there, so the item behind it is not even started: the calls run in series, and
// Promise.all gets values that are there already. If a later item throws while
// the list is built, promises that were started before are left unhandled.
// Leave the await out: these functions take promises.
//
// # Wrong
//
//	declare function loadUser(id: string): Promise<{ name: string }>;
//	declare function loadPosts(id: string): Promise<string[]>;
//
//	export async function loadPage(id: string) {
//	  const [user, posts] = await Promise.all([await loadUser(id), await loadPosts(id)]);
//	  return { user, posts };
//	}
//
// # Right
//
//	declare function loadUser(id: string): Promise<{ name: string }>;
//	declare function loadPosts(id: string): Promise<string[]>;
//
//	export async function loadPage(id: string) {
//	  const [user, posts] = await Promise.all([loadUser(id), loadPosts(id)]);
//	  return { user, posts };
//	}
//
// # When to ignore
//
// When the first item must be complete before the second starts. Then an await
// on a line of its own says so.
package awaitinall
