// Package selfblockedsend reports sends and receives on a channel that nobody else has yet.
//
// A send on a channel without room waits for a receiver, a receive waits for a
// sender. When the function has just made the channel and has neither handed it
// on nor started a goroutine that uses it, the other side cannot come: the
// function waits for ever, at this line, every time it gets here. The same holds
// for the send that is one more than the capacity.
//
// Start the other side first, or make the channel with room for what is sent
// before anyone receives.
//
// # Wrong
//
//	func start(handle func(string)) {
//		names := make(chan string)
//		names <- "first"
//		go func() {
//			for n := range names {
//				handle(n)
//			}
//		}()
//		close(names)
//	}
//
// # Right
//
//	func start(handle func(string)) {
//		names := make(chan string, 1)
//		names <- "first"
//		go func() {
//			for n := range names {
//				handle(n)
//			}
//		}()
//		close(names)
//	}
//
// # When to ignore
//
// When waiting for ever is the purpose; select {} says so more plainly.
package selfblockedsend
