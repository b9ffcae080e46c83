// Package rangeunclosed reports goroutines that range over a channel which nobody ever closes.
//
// A range over a channel ends when the channel is closed, and only then. If the
// function that made the channel keeps it to itself and no code closes it, the
// loop takes the last value and then waits for ever: a worker per call stays
// behind, with its stack and everything it refers to. A function that ranges
// itself never gets past the loop.
//
// Close the channel in the place that knows of the last send: after the loop
// that sends, deferred in the one goroutine that sends, or after the WaitGroup of
// several.
//
// # Wrong
//
//	func handle(jobs []string, workers int, work func(string)) {
//		ch := make(chan string)
//		for range workers {
//			go func() {
//				for job := range ch {
//					work(job)
//				}
//			}()
//		}
//		for _, job := range jobs {
//			ch <- job
//		}
//	}
//
// # Right
//
//	func handle(jobs []string, workers int, work func(string)) {
//		ch := make(chan string)
//		defer close(ch)
//		for range workers {
//			go func() {
//				for job := range ch {
//					work(job)
//				}
//			}()
//		}
//		for _, job := range jobs {
//			ch <- job
//		}
//	}
//
// # When to ignore
//
// When the function runs once and its workers are meant to live as long as the
// process.
package rangeunclosed
