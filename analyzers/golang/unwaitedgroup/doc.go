// Package unwaitedgroup reports groups of goroutines that are never waited for, or waited for too early.
//
// A sync.WaitGroup counts goroutines so that somebody can wait for all of them.
// Without Wait the counting does nothing: the function returns while its workers
// run, their results and errors are lost, and at the end of the process they are
// cut off. An errgroup without Wait loses the errors as well, and its context is
// never cancelled.
//
// Waiting inside the loop that starts the goroutines, after the counter was set
// for all of them before the loop, waits for goroutines that have not been
// started yet, and so for ever.
//
// Call Wait once, after the loop.
//
// # Wrong
//
//	import "sync"
//
//	func stopAll(services []func()) {
//		var wg sync.WaitGroup
//		wg.Add(len(services))
//		for _, stop := range services {
//			go func() {
//				defer wg.Done()
//				stop()
//			}()
//			wg.Wait()
//		}
//	}
//
// # Right
//
//	import "sync"
//
//	func stopAll(services []func()) {
//		var wg sync.WaitGroup
//		wg.Add(len(services))
//		for _, stop := range services {
//			go func() {
//				defer wg.Done()
//				stop()
//			}()
//		}
//		wg.Wait()
//	}
//
// # When to ignore
//
// When the goroutines are meant to outlive the function; the group can go then.
package unwaitedgroup
