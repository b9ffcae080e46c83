// Package busywait reports loops that wait by asking again and again at full speed.
//
// A loop around a select with an empty default, around runtime.Gosched, or over
// a variable that another goroutine is expected to change, keeps a core at 100 %
// while it waits for something that would have woken it. The scheduler takes the
// core away only every 10 ms, so one such loop costs a whole core, and on a
// machine with one core it delays the very event that it waits for. If the
// variable is a plain one, the loop may also never see the change: without
// synchronisation the compiler is free to read it once.
//
// Wait for the event itself: leave out the default case, receive from a channel,
// use sync.Cond, or at least sleep between two looks.
//
// # Wrong
//
//	func wait(results chan int) int {
//		for {
//			select {
//			case result := <-results:
//				return result
//			default:
//			}
//		}
//	}
//
// # Right
//
//	func wait(results chan int) int {
//		return <-results
//	}
//
// # When to ignore
//
// In code that implements locks or schedulers, where the wait is shorter than
// putting the goroutine to sleep.
package busywait
