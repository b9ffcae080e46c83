// Package handledropped reports objects that run a goroutine and are dropped without their stop method.
//
// A constructor, or a method such as Start, starts a goroutine that ends only
// when the object's own Stop or Close tells it to. A caller that drops the object,
// or keeps it in a local variable and never calls that method, leaves the
// goroutine behind, and the object with it: the goroutine refers to the object,
// so the garbage collector takes neither.
//
// Defer the stop method where the object is made.
//
// # Wrong
//
//	type worker struct {
//		jobs chan int
//		done chan struct{}
//	}
//
//	func (w *worker) start() {
//		go func() {
//			for {
//				select {
//				case <-w.jobs:
//				case <-w.done:
//					return
//				}
//			}
//		}()
//	}
//
//	func (w *worker) stop() { close(w.done) }
//
//	func process(items []int) {
//		w := &worker{jobs: make(chan int), done: make(chan struct{})}
//		w.start()
//		for _, x := range items {
//			w.jobs <- x
//		}
//	}
//
// # Right
//
//	type worker struct {
//		jobs chan int
//		done chan struct{}
//	}
//
//	func (w *worker) start() {
//		go func() {
//			for {
//				select {
//				case <-w.jobs:
//				case <-w.done:
//					return
//				}
//			}
//		}()
//	}
//
//	func (w *worker) stop() { close(w.done) }
//
//	func process(items []int) {
//		w := &worker{jobs: make(chan int), done: make(chan struct{})}
//		w.start()
//		defer w.stop()
//		for _, x := range items {
//			w.jobs <- x
//		}
//	}
//
// # When to ignore
//
// When the object is meant to live as long as the process.
package handledropped
