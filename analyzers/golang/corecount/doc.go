// Package corecount reports pools sized by runtime.NumCPU, which in a container is the host's number of cores.
//
// runtime.NumCPU counts the cores that the process may be scheduled on. A
// container's CPU limit does not change that: with a limit of two on a host of
// 64, it returns 64, and a pool of that size holds 32 times the buffers that it
// can use. From Go 1.25 on, runtime.GOMAXPROCS(0) knows the limit: it is how
// many goroutines can compute at once, and follows the limit when it changes.
//
// # Wrong
//
//	import "runtime"
//
//	func start(jobs chan func()) {
//		for range runtime.NumCPU() {
//			go func() {
//				for job := range jobs {
//					job()
//				}
//			}()
//		}
//	}
//
// # Right
//
//	import "runtime"
//
//	func start(jobs chan func()) {
//		for range runtime.GOMAXPROCS(0) {
//			go func() {
//				for job := range jobs {
//					job()
//				}
//			}()
//		}
//	}
//
// # When to ignore
//
// When the program sets GOMAXPROCS to something else on purpose and the pool is
// meant for the whole machine all the same.
package corecount
