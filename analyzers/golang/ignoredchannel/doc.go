// Package ignoredchannel reports waiting for a channel that everybody who has it ignores.
//
// The channel is handed to the functions and goroutines that should answer, but
// none of them uses it: a parameter that is never read, a goroutine that forgot
// its last line. The receive waits for ever. The reverse is as final: a send on a
// channel without room that nobody who has it receives from.
//
// The functions may be those of another package, as far as it is analysed too.
//
// Send on the channel, or close it, in the function that got it; or do not wait
// for it.
//
// # Wrong
//
//	func serve(run func()) {
//		done := make(chan struct{})
//		go work(run, done)
//		<-done
//	}
//
//	func work(run func(), done chan struct{}) {
//		run()
//	}
//
// # Right
//
//	func serve(run func()) {
//		done := make(chan struct{})
//		go work(run, done)
//		<-done
//	}
//
//	func work(run func(), done chan struct{}) {
//		defer close(done)
//		run()
//	}
//
// # When to ignore
//
// When the function is meant to wait for ever; select {} says so more plainly.
package ignoredchannel
