// Package jscallback reports functions given to js.FuncOf that wait, which deadlocks the JavaScript event loop.
//
// While a Go function runs that JavaScript has called, JavaScript's event loop
// stands still until it returns. Timers do not fire, promises do not settle,
// fetch does not answer. A callback that sleeps, receives from a channel, waits
// for a group or calls over the network waits for just these, and neither side
// ever goes on. Start a goroutine in the callback, return at once, and tell
// JavaScript through a promise when it is done.
//
// The rule applies to builds for js/wasm. It also reports js.FuncOf in a loop
// whose result is kept nowhere: Release can never be called on it, and every
// round leaves a function behind.
//
// # Wrong
//
//	import (
//		"syscall/js"
//		"time"
//	)
//
//	func register() {
//		js.Global().Set("pause", js.FuncOf(func(this js.Value, args []js.Value) any {
//			time.Sleep(time.Second)
//			return nil
//		}))
//	}
//
// # Right
//
//	import (
//		"syscall/js"
//		"time"
//	)
//
//	func register() {
//		js.Global().Set("pause", js.FuncOf(func(this js.Value, args []js.Value) any {
//			go func() {
//				time.Sleep(time.Second)
//			}()
//			return nil
//		}))
//	}
//
// # When to ignore
//
// When what the callback waits for is a goroutine that only computes: it runs
// while the callback waits, and the page is merely blocked for that long.
package jscallback
