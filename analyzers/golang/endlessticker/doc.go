// Package endlessticker reports goroutines that loop over a ticker which is stopped and never ends them.
//
// (*time.Ticker).Stop ends the ticks. It does not close the channel, so a
// goroutine that ranges over it, or receives from it in a loop without another
// way out, waits for a tick that never comes. The function that made the ticker
// stops it when it is done, and leaves the goroutine behind, once per call.
//
// Give the loop a second case, such as a context or a done channel, that the
// function ends together with the ticker.
//
// # Wrong
//
//	import "time"
//
//	func withProgress(work func()) {
//		ticker := time.NewTicker(time.Second)
//		defer ticker.Stop()
//		go func() {
//			for range ticker.C {
//				print(".")
//			}
//		}()
//		work()
//	}
//
// # Right
//
//	import "time"
//
//	func withProgress(work func()) {
//		ticker := time.NewTicker(time.Second)
//		defer ticker.Stop()
//		done := make(chan struct{})
//		defer close(done)
//		go func() {
//			for {
//				select {
//				case <-ticker.C:
//					print(".")
//				case <-done:
//					return
//				}
//			}
//		}()
//		work()
//	}
//
// # When to ignore
//
// When the process ends with the function.
package endlessticker
