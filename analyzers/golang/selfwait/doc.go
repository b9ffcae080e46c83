// Package selfwait reports receives that wait for what their own goroutine does only later.
//
// A function defers the close of a channel, and before it returns, itself or in
// something that it calls, it receives from that channel. The close comes when
// the function returns, and the function returns when the close has come: it
// waits for ever. Mostly a Stop method that waits for a loop to end is called by
// a callback of that very loop.
//
// Close before waiting, or let the callback stop the loop from a goroutine of its
// own, or without waiting.
//
// # Wrong
//
//	type loop struct {
//		handle func(int)
//		inbox  chan int
//		quit   chan struct{}
//		ended  chan struct{}
//	}
//
//	func (l *loop) run() {
//		defer close(l.ended)
//		for {
//			select {
//			case m := <-l.inbox:
//				l.handle(m)
//			case <-l.quit:
//				return
//			}
//		}
//	}
//
//	func (l *loop) stop() {
//		close(l.quit)
//		<-l.ended
//	}
//
//	func start() *loop {
//		l := &loop{inbox: make(chan int), quit: make(chan struct{}), ended: make(chan struct{})}
//		l.handle = func(m int) {
//			if m < 0 {
//				l.stop()
//			}
//		}
//		go l.run()
//		return l
//	}
//
// # Right
//
//	type loop struct {
//		handle func(int)
//		inbox  chan int
//		quit   chan struct{}
//		ended  chan struct{}
//	}
//
//	func (l *loop) run() {
//		defer close(l.ended)
//		for {
//			select {
//			case m := <-l.inbox:
//				l.handle(m)
//			case <-l.quit:
//				return
//			}
//		}
//	}
//
//	func (l *loop) stop() {
//		close(l.quit)
//		<-l.ended
//	}
//
//	func start() *loop {
//		l := &loop{inbox: make(chan int), quit: make(chan struct{}), ended: make(chan struct{})}
//		l.handle = func(m int) {
//			if m < 0 {
//				go l.stop()
//			}
//		}
//		go l.run()
//		return l
//	}
//
// # When to ignore
//
// When the two are always different objects of the same type.
package selfwait
