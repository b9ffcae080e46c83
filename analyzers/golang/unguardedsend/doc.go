// Package unguardedsend reports bare sends to a channel whose receivers can all have gone.
//
// A loop serves requests from a channel and returns when it is told to stop. A
// method sends a request and waits. If the loop returns first, the send waits for
// ever: the race is short, and it happens at shutdown, where nobody looks.
//
// Let the sender select between the send and the channel that ends the loop.
//
// # Wrong
//
//	type node struct {
//		status chan chan int
//		stop   chan struct{}
//	}
//
//	func newNode() *node {
//		n := &node{status: make(chan chan int), stop: make(chan struct{})}
//		go n.run()
//		return n
//	}
//
//	func (n *node) run() {
//		for {
//			select {
//			case c := <-n.status:
//				c <- 1
//			case <-n.stop:
//				return
//			}
//		}
//	}
//
//	func (n *node) Status() int {
//		c := make(chan int, 1)
//		n.status <- c
//		return <-c
//	}
//
//	func (n *node) Stop() { close(n.stop) }
//
// # Right
//
//	type node struct {
//		status chan chan int
//		stop   chan struct{}
//	}
//
//	func newNode() *node {
//		n := &node{status: make(chan chan int), stop: make(chan struct{})}
//		go n.run()
//		return n
//	}
//
//	func (n *node) run() {
//		for {
//			select {
//			case c := <-n.status:
//				c <- 1
//			case <-n.stop:
//				return
//			}
//		}
//	}
//
//	func (n *node) Status() int {
//		c := make(chan int, 1)
//		select {
//		case n.status <- c:
//			return <-c
//		case <-n.stop:
//			return 0
//		}
//	}
//
//	func (n *node) Stop() { close(n.stop) }
//
// # When to ignore
//
// When the protocol of the type forbids calls after or beside its stop, and its
// users keep to it.
package unguardedsend
