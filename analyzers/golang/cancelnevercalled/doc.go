// Package cancelnevercalled reports cancel functions that are kept in a field or package variable and never called.
//
// context.WithCancel, WithTimeout and WithDeadline register the new context with
// its parent, or start a goroutine that watches the parent, until the cancel
// function is called or the parent ends. Keeping the function in a field looks as
// if somebody would call it. When nobody does, everything that waits for the
// context waits as long as the parent lives.
//
// A function that is only called after a wait for its own context is as good as
// never called: the goroutine that was to clean up waits for its own cleaning.
//
// Call it in the method that ends the object's work. A parent that may end first
// makes no difference to that: calling cancel twice is fine.
//
// # Wrong
//
//	import "context"
//
//	type session struct {
//		ctx    context.Context
//		cancel context.CancelFunc
//	}
//
//	func open(parent context.Context) *session {
//		s := &session{}
//		s.ctx, s.cancel = context.WithCancel(parent)
//		go s.run()
//		return s
//	}
//
//	func (s *session) run() {
//		<-s.ctx.Done()
//	}
//
//	func (s *session) Close() {}
//
// # Right
//
//	import "context"
//
//	type session struct {
//		ctx    context.Context
//		cancel context.CancelFunc
//	}
//
//	func open(parent context.Context) *session {
//		s := &session{}
//		s.ctx, s.cancel = context.WithCancel(parent)
//		go s.run()
//		return s
//	}
//
//	func (s *session) run() {
//		<-s.ctx.Done()
//	}
//
//	func (s *session) Close() {
//		s.cancel()
//	}
//
// # When to ignore
//
// When the parent is cancelled in all uses and the field is kept for debugging;
// better drop the field then.
package cancelnevercalled
