// Package unguardedsend reports goroutines that send to a channel whose receivers can all have gone.
//
// A loop takes results from a channel and returns when it is told to stop. A
// goroutine sends a result, whenever it has one. If the loop returns first, the
// goroutine waits for ever: the race is short, and it happens at shutdown, where
// nobody looks.
//
// The rule looks at unexported channel fields without room, all of whose
// receives are cases of selects in loops that another case ends, and reports the
// bare sends of functions that are started with go. With -calls it also reports
// those of functions that are only called; whether they can come too late is up
// to whoever calls them. A loop that ends with its context and in no other way
// mostly ends with everything else, so it is left alone. Let the sender select
// between the send and the channel that ends the loop.
//
// # Wrong
//
//	type agent struct {
//		results chan int
//		stop    chan struct{}
//	}
//
//	func (a *agent) run() {
//		for {
//			select {
//			case r := <-a.results:
//				println(r)
//			case <-a.stop:
//				return
//			}
//		}
//	}
//
//	func (a *agent) measure(f func() int) { a.results <- f() }
//
//	func (a *agent) Stop() { close(a.stop) }
//
//	func start(f func() int) *agent {
//		a := &agent{results: make(chan int), stop: make(chan struct{})}
//		go a.run()
//		go a.measure(f)
//		return a
//	}
//
// # Right
//
//	type agent struct {
//		results chan int
//		stop    chan struct{}
//	}
//
//	func (a *agent) run() {
//		for {
//			select {
//			case r := <-a.results:
//				println(r)
//			case <-a.stop:
//				return
//			}
//		}
//	}
//
//	func (a *agent) measure(f func() int) {
//		select {
//		case a.results <- f():
//		case <-a.stop:
//		}
//	}
//
//	func (a *agent) Stop() { close(a.stop) }
//
//	func start(f func() int) *agent {
//		a := &agent{results: make(chan int), stop: make(chan struct{})}
//		go a.run()
//		go a.measure(f)
//		return a
//	}
//
// # When to ignore
//
// When the loop is only told to stop after all senders have ended.
package unguardedsend
