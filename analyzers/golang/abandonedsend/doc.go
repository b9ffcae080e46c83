// Package abandonedsend reports goroutines that wait for ever to send to a function that has already returned.
//
// A send on a channel without room waits until somebody receives. When the
// function that made the channel returns first, because of an error, a timeout
// or a cancelled context, nobody ever will: the goroutine stays, with its stack
// and everything it refers to, until the process ends. Under load that is a
// memory leak with the rate of the timeouts.
//
// The rule looks at channels that do not leave their function, and asks for a
// path from the start of the goroutine to the function's end on which fewer
// values are received than can be sent. Give the channel room for every value
// (for a single result a capacity of 1), or let the goroutine select between the
// send and a way out such as ctx.Done().
//
// # Wrong
//
//	import (
//		"context"
//		"time"
//	)
//
//	func lookup(ctx context.Context, ask func() string) string {
//		answer := make(chan string)
//		go func() {
//			answer <- ask()
//		}()
//		select {
//		case a := <-answer:
//			return a
//		case <-ctx.Done():
//			return ""
//		case <-time.After(time.Second):
//			return ""
//		}
//	}
//
// # Right
//
//	import (
//		"context"
//		"time"
//	)
//
//	func lookup(ctx context.Context, ask func() string) string {
//		answer := make(chan string, 1)
//		go func() {
//			answer <- ask()
//		}()
//		select {
//		case a := <-answer:
//			return a
//		case <-ctx.Done():
//			return ""
//		case <-time.After(time.Second):
//			return ""
//		}
//	}
//
// # When to ignore
//
// When the function runs once and the process ends soon after it, or when the
// path that the rule found cannot be taken for a reason that the code does not
// show.
package abandonedsend
