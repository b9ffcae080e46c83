// Package lateevent reports calls that steer an event when it is too late.
//
// An event's dispatch ends when its listeners have returned, and an async
// listener returns at its first await. From then on preventDefault does nothing:
// the form is sent, the link followed. stopPropagation does nothing: the other
// listeners have run. respondWith, waitUntil and intercept throw. Decide first,
// then await.
//
// # Wrong
//
//	declare function isValid(form: unknown): Promise<boolean>;
//
//	document.querySelector("form")!.addEventListener("submit", async (event) => {
//	  if (!(await isValid(event.target))) {
//	    event.preventDefault();
//	  }
//	});
//
// # Right
//
//	declare function isValid(form: unknown): Promise<boolean>;
//
//	document.querySelector("form")!.addEventListener("submit", async (event) => {
//	  event.preventDefault();
//	  const form = event.target as HTMLFormElement;
//	  if (await isValid(form)) {
//	    form.submit();
//	  }
//	});
//
// # When to ignore
//
// When the object is no event of the platform, and whoever made it waits for the
// handler.
package lateevent
