// Package parallelawait reports promises that are started together and then
// awaited one after the other.
//
// While the first is awaited nobody listens to the second. If the second fails
// before the first is done, or if the first fails and the second later too, its
// rejection is unhandled: Node ends the process, a browser fires
// unhandledrejection, and a try around the awaits does not help. Promise.all
// listens to all of them from the start; Promise.allSettled does where each
// result is wanted for itself.
//
// # Wrong
//
//	export async function load(id: string) {
//	  const userPromise = fetch(`/users/${id}`);
//	  const postsPromise = fetch(`/posts/${id}`);
//	  const user = await userPromise;
//	  const posts = await postsPromise;
//	  return { user, posts };
//	}
//
// # Right
//
//	export async function load(id: string) {
//	  const userPromise = fetch(`/users/${id}`);
//	  const postsPromise = fetch(`/posts/${id}`);
//	  const [user, posts] = await Promise.all([userPromise, postsPromise]);
//	  return { user, posts };
//	}
//
// # When to ignore
//
// When the later promise cannot fail.
package parallelawait
