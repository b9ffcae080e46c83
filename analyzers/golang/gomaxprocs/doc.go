// Package gomaxprocs reports runtime.GOMAXPROCS(runtime.NumCPU()), which switches off the container's CPU limit.
//
// From Go 1.25 on, GOMAXPROCS starts at the CPU limit of the container when that
// is lower than the number of cores, and follows the limit when it changes. A
// call with any argument above zero ends that. runtime.NumCPU is the number of
// cores of the host, so on a 64-core host a container with a limit of two cores
// runs 64 threads of Go code, spends its quota in the first milliseconds of each
// period and stands still for the rest: latencies of 100 ms where there was no
// work. The call was the default before Go 1.5 and has had no use since.
//
// # Wrong
//
//	import "runtime"
//
//	func start() {
//		runtime.GOMAXPROCS(runtime.NumCPU())
//		println("started")
//	}
//
// # Right
//
//	func start() {
//		println("started")
//	}
//
// # When to ignore
//
// When the limit of the container is to be exceeded on purpose.
package gomaxprocs
