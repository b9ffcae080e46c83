// Package tickernotstopped reports tickers that a function leaves running, in code for Go before 1.23.
//
// Before Go 1.23 the runtime keeps a ticker, and wakes up for it, until Stop is
// called, even when nothing refers to it any more. A function that makes one per
// call leaves one behind per call. From Go 1.23 on the garbage collector takes
// unstopped tickers, so the rule says nothing about files of that version.
//
// Stop it with defer.
//
// # Wrong
//
//	//go:build go1.21
//
//	import "time"
//
//	func watch(done chan struct{}, poll func()) {
//		ticker := time.NewTicker(time.Second)
//		for {
//			select {
//			case <-ticker.C:
//				poll()
//			case <-done:
//				return
//			}
//		}
//	}
//
// # Right
//
//	//go:build go1.21
//
//	import "time"
//
//	func watch(done chan struct{}, poll func()) {
//		ticker := time.NewTicker(time.Second)
//		defer ticker.Stop()
//		for {
//			select {
//			case <-ticker.C:
//				poll()
//			case <-done:
//				return
//			}
//		}
//	}
//
// # When to ignore
//
// When the process ends with the function, or is only built with Go 1.23 or
// newer; say so in go.mod then.
package tickernotstopped
