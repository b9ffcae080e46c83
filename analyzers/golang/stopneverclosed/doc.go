// Package stopneverclosed reports goroutines whose only way out is a channel that nobody closes.
//
// The shape looks complete: a field stop, made by the constructor, and a loop
// that returns when it can receive from it. But if no code of the package closes
// the channel or sends to it, and nobody else can reach it, the case is never
// taken and the goroutine lives as long as the process, with the object that it
// serves. A plain receive from such a channel never returns.
//
// Close the channel in the method that ends the object, once. If the goroutine is
// meant to live as long as the process, leave the channel out, so that the code
// says so.
//
// # Wrong
//
//	import "time"
//
//	type poller struct {
//		stop chan struct{}
//	}
//
//	func newPoller(poll func()) *poller {
//		p := &poller{stop: make(chan struct{})}
//		go p.run(poll)
//		return p
//	}
//
//	func (p *poller) run(poll func()) {
//		for {
//			select {
//			case <-p.stop:
//				return
//			case <-time.After(time.Second):
//				poll()
//			}
//		}
//	}
//
// # Right
//
//	import "time"
//
//	type poller struct {
//		stop chan struct{}
//	}
//
//	func newPoller(poll func()) *poller {
//		p := &poller{stop: make(chan struct{})}
//		go p.run(poll)
//		return p
//	}
//
//	func (p *poller) run(poll func()) {
//		for {
//			select {
//			case <-p.stop:
//				return
//			case <-time.After(time.Second):
//				poll()
//			}
//		}
//	}
//
//	func (p *poller) close() {
//		close(p.stop)
//	}
//
// # When to ignore
//
// When the goroutine is meant to live as long as the process and the channel
// waits for a feature to come.
package stopneverclosed
