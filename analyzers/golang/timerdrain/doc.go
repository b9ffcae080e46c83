// Package timerdrain reports drains of a timer whose only value may have been taken already.
//
// if !t.Stop() { <-t.C } stops a timer and throws away the value that it may have
// sent. It is right once. In a loop that also takes the value in a case of its
// select, and does not set the timer again there, Stop reports false because the
// timer has fired, the value is gone, and the receive waits for ever.
//
// Drain with a select that has a default, or set the timer in every case. From
// Go 1.23 on no drain is needed: Stop and Reset leave no old value behind.
//
// # Wrong
//
//	import "time"
//
//	func debounce(pause time.Duration, events, quit <-chan struct{}, flush func()) {
//		t := time.NewTimer(pause)
//		for {
//			select {
//			case <-t.C:
//				flush()
//			case <-events:
//				if !t.Stop() {
//					<-t.C
//				}
//				t.Reset(pause)
//			case <-quit:
//				return
//			}
//		}
//	}
//
// # Right
//
//	import "time"
//
//	func debounce(pause time.Duration, events, quit <-chan struct{}, flush func()) {
//		t := time.NewTimer(pause)
//		for {
//			select {
//			case <-t.C:
//				flush()
//			case <-events:
//				if !t.Stop() {
//					select {
//					case <-t.C:
//					default:
//					}
//				}
//				t.Reset(pause)
//			case <-quit:
//				return
//			}
//		}
//	}
//
// # When to ignore
//
// When events can only come while the timer runs.
package timerdrain
